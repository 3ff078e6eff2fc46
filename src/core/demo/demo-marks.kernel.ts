import { Decimal } from 'decimal.js';
import { pick, standardNormal } from '../market-data/simulated/simulated-random.kernel.js';
import { SIMULATION_SEED } from '../market-data/simulated/simulated-returns.kernel.js';
import { demoPrivateAsset, type DemoPrivateAsset } from './demo-private-assets.kernel.js';

const SESSIONS_A_YEAR = 252;

/** What one unit of a private asset was worth on a date: USD, exactly 4 decimals. */
export interface DemoMark {
  readonly date: string;
  readonly price: string;
}

/**
 * Valuation marks of a private demo asset: one at the entry price on the first session, then one each month or quarter
 * as is usual for the asset. Values follow a geometric Brownian motion sampled at the marks,
 *
 *   price(k) = price(k-1) × exp((drift - volatility²/2) Δ + volatility √Δ z(symbol, k)),   Δ in years of 252 sessions,
 *
 * so they stay positive, and a longer list of sessions repeats the marks of a shorter one. The newest mark is less than
 * 63 sessions old.
 *
 * @param entryPrice USD, as in the book
 * @param sessions trading days from the entry date on, ascending; none gives no marks
 * @throws RangeError for a symbol that is no private asset of the demo
 */
export function demoMarks(symbol: string, entryPrice: string, sessions: readonly string[]): DemoMark[] {
  const asset = demoPrivateAsset(symbol);
  const marks: DemoMark[] = [];
  let logGrowth = 0;
  let previous = 0;
  for (const [k, index] of markIndices(asset, sessions.length).entries()) {
    if (k > 0) logGrowth += logStep(asset, k, (index - previous) / SESSIONS_A_YEAR);
    const date = sessions[index] ?? '';
    marks.push({ date, price: new Decimal(entryPrice).times(Math.exp(logGrowth)).toFixed(4) });
    previous = index;
  }
  return marks;
}

/** Positions of the marks. The second comes up to a third early by symbol: valuers do not report on the same day. */
function markIndices({ symbol, sessionsBetweenMarks: cadence }: DemoPrivateAsset, count: number): number[] {
  if (count === 0) return [];
  const indices = [0];
  const early = pick(SIMULATION_SEED, `${symbol}:early`, Math.floor(cadence / 3));
  for (let index = cadence - early; index < count; index += cadence) indices.push(index);
  return indices;
}

function logStep({ symbol, annualDrift, annualVolatility }: DemoPrivateAsset, k: number, years: number): number {
  const shock = standardNormal(SIMULATION_SEED, `mark:${symbol}`, `${k}`);
  return (annualDrift - annualVolatility ** 2 / 2) * years + annualVolatility * Math.sqrt(years) * shock;
}
