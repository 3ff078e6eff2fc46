import type { SimulatedKind } from '../market-data/simulated/simulated-instrument.kernel.js';
import { findSimulatedInstrument } from '../market-data/simulated/simulated-universe.kernel.js';
import type { DemoOption } from './demo-options.kernel.js';
import { demoPrivateAsset, type PrivateSubtype } from './demo-private-assets.kernel.js';

export type PublicSubtype = 'STOCK' | 'ETF' | 'MUTUAL_FUND';

/** One lot. A book may hold several of a symbol; each is a purchase of its own. */
export interface DemoHolding {
  readonly symbol: string;
  /** Name of the instrument: the company, the fund, or what the private asset is. */
  readonly name: string;
  /** Signed units, at most 4 decimals; negative when sold short. */
  readonly quantity: string;
  /** USD a unit, at most 4 decimals. */
  readonly entryPrice: string;
  readonly investmentClass: 'PUBLIC' | 'PRIVATE';
  readonly subtype: PublicSubtype | PrivateSubtype;
}

export interface DemoPortfolio {
  readonly name: string;
  /** Unique for the user. */
  readonly accountName: string;
  readonly accountType: 'taxable' | 'trust';
  readonly description: string;
  /** USD deposited on the entry date, before the holdings are bought from it. */
  readonly equityBalance: string;
  readonly holdings: readonly DemoHolding[];
  /** Contracts are traded at their price of the day, so they change no net asset value by being there. */
  readonly options?: readonly DemoOption[];
}

const SUBTYPES = { stock: 'STOCK', etf: 'ETF', fund: 'MUTUAL_FUND' } as const satisfies Readonly<
  Record<SimulatedKind, PublicSubtype>
>;

/** @throws RangeError for a symbol without simulated prices: a demo book must be priced */
export function publicLot(symbol: string, quantity: string, entryPrice: string): DemoHolding {
  const instrument = findSimulatedInstrument(symbol);
  if (instrument === null) throw new RangeError(`${symbol} has no simulated price`);
  const { name, kind } = instrument;
  return { symbol, name, quantity, entryPrice, investmentClass: 'PUBLIC', subtype: SUBTYPES[kind] };
}

/** @throws RangeError for a symbol without marks */
export function privateLot(symbol: string, quantity: string, entryPrice: string): DemoHolding {
  const { name, subtype } = demoPrivateAsset(symbol);
  return { symbol, name, quantity, entryPrice, investmentClass: 'PRIVATE', subtype };
}
