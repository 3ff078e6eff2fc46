import { FACTOR_VOLATILITIES, type SimulatedFactor, type SimulatedInstrument } from './simulated-instrument.kernel.js';
import { standardNormal } from './simulated-random.kernel.js';

/** The seed of the demo's world. Another seed is another history of the same market. */
export const SIMULATION_SEED = 20_250_630;

const SESSIONS_A_YEAR = 252;
/** Arithmetic mean return and root-mean-square volatility of the market, a year. */
export const MARKET_ANNUAL_RETURN = 0.1;
export const MARKET_ANNUAL_VOLATILITY = 0.16;
/** Standard deviation of the log of market volatility around its level, and how long a regime lasts. */
const REGIME_SPREAD = 0.35;
const REGIME_DAYS = 30;
const MILLISECONDS_A_DAY = 86_400_000;

function dayNumber(date: string): number {
  const instant = Date.parse(`${date}T00:00:00Z`);
  // Compared with its own text, since the engine reads 30 February as 2 March.
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(`${date}T`)) {
    throw new RangeError(`not a date of the form YYYY-MM-DD: ${date}`);
  }
  return instant / MILLISECONDS_A_DAY;
}

/**
 * Market volatility on a date, annual. Calm and rough months follow each other: the log volatility runs linearly
 * between normal knots 30 calendar days apart, rescaled to the same variance between knots as on them. The level is
 * such that the mean of the squared volatility is MARKET_ANNUAL_VOLATILITY squared (mean of a log-normal).
 */
export function marketVolatility(seed: number, date: string): number {
  const position = dayNumber(date) / REGIME_DAYS;
  const knot = Math.floor(position);
  const weight = position - knot;
  const left = standardNormal(seed, 'market-regime', `${knot}`);
  const right = standardNormal(seed, 'market-regime', `${knot + 1}`);
  const regime = ((1 - weight) * left + weight * right) / Math.sqrt((1 - weight) ** 2 + weight ** 2);
  return MARKET_ANNUAL_VOLATILITY * Math.exp(REGIME_SPREAD * regime - REGIME_SPREAD ** 2);
}

/** Simple return of the market over the session that ends at the close of `date`. */
export function marketReturn(seed: number, date: string): number {
  const shock = marketVolatility(seed, date) * standardNormal(seed, 'market', date);
  return MARKET_ANNUAL_RETURN / SESSIONS_A_YEAR + shock / Math.sqrt(SESSIONS_A_YEAR);
}

/** Simple return of a factor beside the market over that session; mean zero. */
export const factorReturn = (seed: number, factor: SimulatedFactor, date: string): number =>
  (FACTOR_VOLATILITIES[factor] / Math.sqrt(SESSIONS_A_YEAR)) * standardNormal(seed, `factor:${factor}`, date);

/**
 * Simple return of an instrument over the session that ends at the close of `date`, a ratio:
 *
 *   r(t) = drift + beta × market(t) + Σ loading_k × factor_k(t) + idiosyncratic volatility × ε(t)
 *
 * A linear factor model (Sharpe 1963, Ross 1976) whose parts are independent, so the parameters are the truth that
 * estimates can be held against. A pure function of seed, instrument and date. Annual figures are scaled to a session
 * by 1/252 and 1/√252. Dividends are not simulated, so this is price and total return alike; a split changes
 * prices and no return.
 *
 * @throws RangeError when `date` is not a date
 */
export function simulatedReturn(instrument: SimulatedInstrument, date: string, seed: number): number {
  let sum = instrument.annualDrift / SESSIONS_A_YEAR + instrument.marketBeta * marketReturn(seed, date);
  for (const [factor, loading] of loadingsOf(instrument)) sum += loading * factorReturn(seed, factor, date);
  const { annualIdiosyncraticVolatility: idiosyncratic } = instrument;
  if (idiosyncratic === 0) return sum;
  const shock = standardNormal(seed, `symbol:${instrument.symbol}`, date);
  return sum + (idiosyncratic / Math.sqrt(SESSIONS_A_YEAR)) * shock;
}

/** `simulatedReturn` for each of `sessions`, in their order. */
export const simulatedReturns = (
  instrument: SimulatedInstrument,
  sessions: readonly string[],
  seed: number,
): Float64Array => Float64Array.from(sessions, (date) => simulatedReturn(instrument, date, seed));

/**
 * Annual volatility that the parameters imply, a ratio: the root of the summed variances of independent parts. An
 * observed one differs by chance and by the market's regime.
 */
export function impliedAnnualVolatility(instrument: SimulatedInstrument): number {
  const parts = loadingsOf(instrument).map(([factor, loading]) => loading * FACTOR_VOLATILITIES[factor]);
  parts.push(instrument.marketBeta * MARKET_ANNUAL_VOLATILITY, instrument.annualIdiosyncraticVolatility);
  return Math.hypot(...parts);
}

const loadingsOf = (instrument: SimulatedInstrument): [SimulatedFactor, number][] =>
  Object.entries(instrument.loadings) as [SimulatedFactor, number][];
