import { type Outcome, reasonOrNull, skipped, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type SymbolSet } from '../calculation.js';
import { completePairs } from '../numeric/series.kernel.js';
import { lastOf, observationsNeeded } from '../numeric/window.kernel.js';
import type { Cell, ResultTable } from '../result-table.js';
import { type MarketBeta, marketBeta } from './market-beta.kernel.js';

/** In sessions. */
export const BETA_WINDOWS = [90, 252] as const;
export type BetaWindow = (typeof BETA_WINDOWS)[number];

export interface SymbolBeta {
  readonly outcome: Outcome<MarketBeta>;
  /** Sessions of the window with both returns. */
  readonly observations: number;
}

/** One a subject of the set, for each window. */
export type SymbolBetas = Readonly<Record<BetaWindow, readonly SymbolBeta[]>>;

const TABLE: ResultTable = {
  name: 'symbol_market_betas',
  key: { instrument_id: 'uuid', dataset: 'text', as_of_date: 'date', window_sessions: 'integer' },
  values: {
    market_index: 'text',
    beta: 'double precision',
    alpha: 'double precision',
    r_squared: 'double precision',
    std_error: 'double precision',
    std_error_classical: 'double precision',
    p_value: 'double precision',
    observations: 'integer',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};
const METHOD = 'ols-hac';
const VERSION = 1;
/** Named in rows even when its prices are missing. */
const DEFAULT_INDEX = 'SPY';

/**
 * Raw OLS beta of each symbol on the benchmark over the last 90 and 252 sessions, with Newey-West errors.
 * Two thirds of a window have to be paired returns: 60 and 168. The benchmark's own absence is 'no-benchmark', and
 * an instrument without a series of returns (an option) is 'not-applicable'.
 */
export const symbolMarketBeta = calculation({
  name: 'market-beta',
  version: VERSION,
  subject: 'symbol',
  after: [],
  compute: (set: SymbolSet): SymbolBetas => ({ 90: betasOf(set, 90), 252: betasOf(set, 252) }),
  rows: (betas, set) => [
    { table: TABLE, rows: BETA_WINDOWS.flatMap((window) => set.subjects.map((_, i) => rowOf(set, betas, window, i))) },
  ],
});

function betasOf({ subjects, returns, benchmark }: SymbolSet, window: BetaWindow): SymbolBeta[] {
  return subjects.map(({ hasReturns }, i) => {
    if (!hasReturns) return { outcome: skipped('not-applicable'), observations: 0 };
    if (!benchmark) return { outcome: skipped('no-benchmark'), observations: 0 };
    const { a, b } = completePairs(lastOf(returns[i] ?? new Float64Array(), window), lastOf(benchmark.returns, window));
    return { outcome: marketBeta(a, b, { minObservations: observationsNeeded(window) }), observations: a.length };
  });
}

function rowOf(set: SymbolSet, betas: SymbolBetas, window: BetaWindow, i: number): Cell[] {
  const { outcome, observations } = betas[window][i] ?? { outcome: skipped('no-price'), observations: 0 };
  const fit = valueOrNull(outcome);
  return [
    set.subjects[i]?.instrumentId ?? null,
    set.dataset,
    set.session,
    window,
    set.benchmark?.symbol ?? DEFAULT_INDEX,
    fit?.beta ?? null,
    fit?.alpha ?? null,
    fit?.rSquared ?? null,
    fit?.standardError ?? null,
    fit?.standardErrorClassical ?? null,
    fit?.pValue ?? null,
    observations,
    reasonOrNull(outcome),
    METHOD,
    VERSION,
  ];
}
