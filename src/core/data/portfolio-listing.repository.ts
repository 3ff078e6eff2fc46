import { Injectable } from '@nestjs/common';
import { instantText } from '../../shared/database/instant-text.js';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { type ListedPortfolio } from './portfolio-view.js';

export const LISTING_KEY: readonly CursorPart[] = ['instant', 'uuid'];

@Injectable()
export class PortfolioListingRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Portfolios of a user that are not deleted, oldest first, each with its newest snapshot; one statement. */
  async listOwned(userId: string, { limit, offset, after }: CursoredPage): Promise<CursorPage<ListedPortfolio>> {
    const rows = await this.tx.manager.query<(ListedPortfolio & { readonly at: string })[]>(LISTED, [
      ...[userId, limit + 1, after ? 0 : offset, ...(after ?? [null, null])],
    ]);
    return cursorPage(rows, limit, ({ at, id }) => [at, id]);
  }
}

/** Before the first snapshot a portfolio holds what the ledger says. */
const LISTED = `
  SELECT portfolio.id, portfolio.name, portfolio.account_name AS "accountName", portfolio.account_type AS "accountType",
         portfolio.currency, portfolio.is_active AS "isActive", portfolio.equity_balance::float8 AS "equityBalance",
         portfolio.created_at AS "createdAt", portfolio.updated_at AS "updatedAt",
         ${instantText('portfolio.created_at')} AS at,
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
     AND ($4::timestamptz IS NULL OR (portfolio.created_at, portfolio.id) > ($4::timestamptz, $5::uuid))
   ORDER BY portfolio.created_at, portfolio.id
   LIMIT $2 OFFSET $3`;
