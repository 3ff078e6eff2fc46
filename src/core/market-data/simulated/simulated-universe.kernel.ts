import { SIMULATED_FUNDS } from './simulated-funds.kernel.js';
import type { SimulatedInstrument } from './simulated-instrument.kernel.js';
import { SIMULATED_STOCKS } from './simulated-stocks.kernel.js';

/** Every symbol that has a simulated price, ordered by symbol. */
export const SIMULATED_UNIVERSE: readonly SimulatedInstrument[] = [...SIMULATED_STOCKS, ...SIMULATED_FUNDS].sort(
  (a, b) => (a.symbol < b.symbol ? -1 : 1),
);

/** The fund whose return is the market return; every beta of the universe is against it. */
export const SIMULATED_MARKET_SYMBOL = 'SPY';

/** Funds that calculations refer to, held by a portfolio or not: market, rates, credit, styles and real assets. */
export const REFERENCE_ETFS = [
  'SPY',
  'QQQ',
  'IWM',
  'VTI',
  'TLT',
  'IEF',
  'SHY',
  'HYG',
  'LQD',
  'VTV',
  'VUG',
  'MTUM',
  'QUAL',
  'USMV',
  'DJP',
  'VNQ',
  'GLD',
] as const;

const BY_SYMBOL: ReadonlyMap<string, SimulatedInstrument> = new Map(
  SIMULATED_UNIVERSE.map((instrument) => [instrument.symbol, instrument]),
);

/** Null for a symbol outside the simulated market, such as one that a user brings: it gets no invented price. */
export const findSimulatedInstrument = (symbol: string): SimulatedInstrument | null => BY_SYMBOL.get(symbol) ?? null;
