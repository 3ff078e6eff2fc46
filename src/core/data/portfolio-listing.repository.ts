import { Injectable } from '@nestjs/common';
import type { Page } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { type ListedPortfolio } from './portfolio-view.js';

@Injectable()
export class PortfolioListingRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Portfolios of a user that are not deleted, oldest first, each with its newest snapshot; one statement. */
  listOwned(userId: string, { limit, offset }: Page): Promise<ListedPortfolio[]> {
    return this.tx.manager.query<ListedPortfolio[]>(LISTED, [userId, limit, offset]);
  }
}

/** Before the first snapshot a portfolio holds what the ledger says. */
const LISTED = `
  SELECT portfolio.id, portfolio.name, portfolio.account_name AS "accountName", portfolio.account_type AS "accountType",
         portfolio.currency, portfolio.is_active AS "isActive", portfolio.equity_balance::float8 AS "equityBalance",
         portfolio.created_at AS "createdAt", portfolio.updated_at AS "updatedAt",
         snapshot.snapshot_date::text AS "asOf", snapshot.net_asset_value::float8 AS "netAssetValue",
         snapshot.net_exposure::float8 AS "totalMarketValue",
         coalesce(snapshot.num_positions, (SELECT count(*)::int FROM positions position
            WHERE position.portfolio_id = portfolio.id AND position.quantity <> 0)) AS "positionCount"
    FROM portfolios portfolio
    LEFT JOIN LATERAL (
      SELECT snapshot_date, net_asset_value, net_exposure, num_positions
        FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id
       ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true
   WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL
   ORDER BY portfolio.created_at, portfolio.id
   LIMIT $2 OFFSET $3`;
