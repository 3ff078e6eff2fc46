import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { type LotDay } from './position-performance.kernel.js';

export interface LotHead {
  readonly id: string;
  readonly portfolioId: string;
  readonly instrumentId: string;
  readonly symbol: string;
  readonly isPrivate: boolean;
}

@Injectable()
export class PositionPerformanceRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Null for a lot that does not exist, or is another user's, or of a deleted portfolio. */
  async findHead(userId: string, positionId: string): Promise<LotHead | null> {
    const [row] = await this.tx.manager.query<LotHead[]>(
      `SELECT lot.id, lot.portfolio_id AS "portfolioId", lot.instrument_id AS "instrumentId", instrument.symbol,
              instrument.investment_class = 'PRIVATE' AS "isPrivate"
         FROM positions lot
         JOIN portfolios portfolio ON portfolio.id = lot.portfolio_id
         JOIN instruments instrument ON instrument.id = lot.instrument_id
        WHERE lot.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [positionId, userId],
    );
    return row ?? null;
  }

  /** The lot at every session of its portfolio up to `to`, ascending; at most as many as the calendar has. */
  listDays(
    portfolioId: string,
    positionId: string,
    to: string | null,
  ): Promise<(LotDay & { readonly count: number })[]> {
    return this.tx.manager.query(
      `SELECT snapshot.snapshot_date::text AS date, 1 AS count, held.market_value AS "marketValue",
              held.cost_basis AS "costBasis", coalesce(held.position_id IS NOT NULL AND held.price IS NULL, false) AS "isUnpriced"
         FROM portfolio_snapshots snapshot
         LEFT JOIN snapshot_positions held
           ON held.portfolio_id = snapshot.portfolio_id AND held.snapshot_date = snapshot.snapshot_date
          AND held.position_id = $2
        WHERE snapshot.portfolio_id = $1 AND ($3::date IS NULL OR snapshot.snapshot_date <= $3)
        ORDER BY snapshot.snapshot_date`,
      [portfolioId, positionId, to],
    );
  }
}
