import { marketVolatility } from './simulated-returns.kernel.js';

/** The index of the market's volatility: nobody can hold it, but options are written on it. */
export const VOLATILITY_INDEX = { symbol: 'VIX', name: 'Cboe Volatility Index' } as const;

/** An index of expected volatility stands above what is realised, by what insurers ask for. */
const RISK_PREMIUM = 1.15;

/** Closes of the index, in points: a hundred times the annual volatility of the simulated market on that day. */
export const volatilityIndexCloses = (
  sessions: readonly string[],
  seed: number,
): { readonly date: string; readonly close: string }[] =>
  sessions.map((date) => ({ date, close: (100 * RISK_PREMIUM * marketVolatility(seed, date)).toFixed(4) }));
