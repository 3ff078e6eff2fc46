import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { HistoryPoint, SessionSpan } from '../risk-measures/risk-measure-view.js';
import { MOST_SESSIONS } from '../risk-measures/session-limit.kernel.js';
import type { FigureSource } from './figure-source.kernel.js';

/** Rows of portfolio $1, as points; what they are of is $4 and $5. A column is found by its name in the row. */
const ROWS: Readonly<Record<FigureSource['kind'], string>> = {
  factor: `
    SELECT as_of_date AS day, window_sessions AS "window", exposure AS value, observations, reason, method, version
      FROM factor_exposures WHERE portfolio_id = $1 AND model = $4 AND factor = $5`,
  contribution: `
    SELECT as_of_date AS day, 252 AS "window", (to_jsonb(held) ->> $5::text)::float8 AS value, observations, reason, method, version
      FROM risk_contributions held JOIN instruments instrument ON instrument.id = held.instrument_id
     WHERE held.portfolio_id = $1 AND instrument.symbol = $4`,
  exposure: `
    SELECT as_of_date AS day, 0 AS "window", (to_jsonb(exposed) ->> $5::text)::float8 AS value, observations,
           reasons ->> $5::text AS reason, method, version
      FROM portfolio_exposures exposed WHERE portfolio_id = $1 AND $4::text IS NULL`,
};

@Injectable()
export class FigureHistoryRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async isOwned(userId: string, portfolioId: string): Promise<boolean> {
    const rows = await this.tx.manager.query<unknown[]>(
      'SELECT 1 FROM portfolios WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL',
      [portfolioId, userId],
    );
    return rows.length > 0;
  }

  /** Newest first, one more than `MOST_SESSIONS`; after `isOwned` has, in the same unit of work. */
  list(portfolioId: string, { from, to }: SessionSpan, source: FigureSource): Promise<HistoryPoint[]> {
    const of =
      source.kind === 'factor'
        ? [source.model, source.factor]
        : [source.kind === 'contribution' ? source.symbol : null, source.figure];
    return this.tx.manager.query<HistoryPoint[]>(
      `SELECT day::text AS date, "window", value, observations, reason, method, version FROM (${ROWS[source.kind]}) days
        WHERE ($2::date IS NULL OR day >= $2) AND ($3::date IS NULL OR day <= $3)
        ORDER BY day DESC LIMIT ${String(MOST_SESSIONS + 1)}`,
      [portfolioId, from, to, ...of],
    );
  }
}
