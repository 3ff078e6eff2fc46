//! Figures of a portfolio that are one number each: a row a measure, whatever calculation it comes from.
import { type Outcome, reasonOrNull, valueOrNull } from '../../../shared/outcome.js';
import type { PortfolioBook } from '../calculation.js';
import { PORTFOLIO_KEY, type ResultTable, type StoredRows } from '../result-table.js';

export const RISK_MEASURES: ResultTable = {
  name: 'portfolio_risk_measures',
  key: { ...PORTFOLIO_KEY, measure: 'text', window_sessions: 'integer' },
  values: {
    value: 'double precision',
    observations: 'integer',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};

export interface Measure {
  readonly measure: string;
  /** In sessions. */
  readonly window: number;
  readonly outcome: Outcome<number>;
  /** Sessions that it rests on. */
  readonly observations: number;
  readonly method: string;
}

export const measureRows = (
  measures: readonly Measure[],
  { portfolioId, session }: PortfolioBook,
  version: number,
): StoredRows => ({
  table: RISK_MEASURES,
  rows: measures.map(({ measure, window, outcome, observations, method }) => [
    ...[portfolioId, session, measure, window, valueOrNull(outcome), observations],
    ...[reasonOrNull(outcome), method, version],
  ]),
});
