import { computed, type Outcome, skipped } from '../../shared/outcome.js';
import { sessionOnOrAfter } from '../../shared/time/trading-calendar.kernel.js';

export interface PnlHistory {
  /** The valued session, `YYYY-MM-DD`. */
  readonly session: string;
  /** P&L since the ledger began, at that session. */
  readonly cumulativePnl: number;
  /** The same at the last valued session before the period; null when none of the days just before it was valued. */
  readonly cumulativePnlBefore: number | null;
  /** Trade date of the first ledger entry that counts, `YYYY-MM-DD`; null for an empty ledger. */
  readonly ledgerStart: string | null;
}

/** First day of the year or month of a session. */
export const startOf = (period: 'year' | 'month', session: string): string =>
  period === 'year' ? `${session.slice(0, 4)}-01-01` : `${session.slice(0, 7)}-01`;

/**
 * P&L of the year or month to date, in currency: cumulative P&L less that of the last session before the period began,
 * so that the first session of a period belongs to it. A ledger whose first session is within the period starts from 0;
 * one that is older but was not valued before the period has no base: no-data-before-this-date.
 */
export function periodPnl(period: 'year' | 'month', history: PnlHistory): Outcome<number> {
  const { session, cumulativePnl, cumulativePnlBefore, ledgerStart } = history;
  if (cumulativePnlBefore !== null) return computed(cumulativePnl - cumulativePnlBefore);
  const startedBefore = ledgerStart !== null && sessionOnOrAfter(ledgerStart) < startOf(period, session);
  return startedBefore ? skipped('no-data-before-this-date') : computed(cumulativePnl);
}
