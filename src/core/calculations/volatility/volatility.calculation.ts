import { type Outcome, reasonOrNull, skipped, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type SymbolSet } from '../calculation.js';
import { presentValues } from '../numeric/series.kernel.js';
import { lastOf, observationsNeeded } from '../numeric/window.kernel.js';
import type { ResultTable } from '../result-table.js';
import { realizedVolatility } from './realized-volatility.kernel.js';

/** In sessions. */
export const VOLATILITY_WINDOWS = [21, 63] as const;
export type VolatilityWindow = (typeof VOLATILITY_WINDOWS)[number];

export interface SymbolVolatility {
  readonly outcome: Outcome<number>;
  /** Returns of the window that are known. */
  readonly observations: number;
}

const TABLE: ResultTable = {
  name: 'symbol_volatility',
  key: { instrument_id: 'uuid', dataset: 'text', as_of_date: 'date', window_sessions: 'integer' },
  values: {
    realized_vol: 'double precision',
    observations: 'integer',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};
const METHOD = 'sample-stdev';
const VERSION = 1;

/**
 * Annualised realised volatility of each symbol over the last 21 and 63 sessions. Two thirds of a window have to be
 * known returns (14 and 42); missing ones are left out, never reached for beyond the window.
 */
export const symbolVolatility = calculation({
  name: 'volatility',
  version: VERSION,
  subject: 'symbol',
  after: [],
  compute: (set: SymbolSet): Readonly<Record<VolatilityWindow, readonly SymbolVolatility[]>> => ({
    21: volatilitiesOf(set, 21),
    63: volatilitiesOf(set, 63),
  }),
  rows: (volatilities, { subjects, dataset, session }) => [
    {
      table: TABLE,
      rows: VOLATILITY_WINDOWS.flatMap((window) =>
        volatilities[window].map(({ outcome, observations }, i) => [
          subjects[i]?.instrumentId ?? null,
          dataset,
          session,
          window,
          valueOrNull(outcome),
          observations,
          reasonOrNull(outcome),
          METHOD,
          VERSION,
        ]),
      ),
    },
  ],
});

function volatilitiesOf({ subjects, returns }: SymbolSet, window: VolatilityWindow): SymbolVolatility[] {
  return subjects.map(({ hasReturns }, i) => {
    if (!hasReturns) return { outcome: skipped('not-applicable'), observations: 0 };
    const known = presentValues(lastOf(returns[i] ?? new Float64Array(), window));
    const observations = known.length;
    const enough = observations >= observationsNeeded(window);
    return {
      outcome: enough ? realizedVolatility(known, observations) : skipped('too-few-observations'),
      observations,
    };
  });
}
