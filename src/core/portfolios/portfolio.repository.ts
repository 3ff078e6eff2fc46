import { Injectable } from '@nestjs/common';
import { IsNull, QueryFailedError } from 'typeorm';
import { CoreTransactions } from '../core.transactions.js';
import { Portfolio } from './portfolio.entity.js';
import { AccountNameTaken } from './portfolio.errors.js';

/** A portfolio with what its latest snapshot says. */
export interface PortfolioSummary {
  readonly portfolio: Portfolio;
  /** Open lots. */
  readonly positionCount: number;
  /** Of the latest snapshot; null before the first. */
  readonly netAssetValue: string | null;
  /** Session of that snapshot. */
  readonly asOf: string | null;
}

export interface Allowance {
  readonly tier: 'free' | 'paid';
  readonly isUnlimited: boolean;
  readonly activePortfolios: number;
}

export type NewPortfolio = Pick<
  Portfolio,
  | 'id'
  | 'userId'
  | 'name'
  | 'accountName'
  | 'accountType'
  | 'description'
  | 'currency'
  | 'equityBalance'
  | 'lotMethod'
  | 'priceDataset'
  | 'isActive'
> &
  Partial<Pick<Portfolio, 'benchmarkSymbol'>>;
export type PortfolioChanges = Partial<Omit<NewPortfolio, 'id' | 'userId' | 'priceDataset'>>;

interface Figures {
  readonly id: string;
  readonly positionCount: number;
  readonly netAssetValue: string | null;
  readonly asOf: string | null;
}

@Injectable()
export class PortfolioRepository {
  constructor(private readonly tx: CoreTransactions) {}

  findOwned(userId: string, id: string): Promise<Portfolio | null> {
    return this.portfolios.findOneBy({ id, userId, deletedAt: IsNull() });
  }

  /** The same, as it is once every other writer of it has finished. It has one writer at a time from then on. */
  findLocked(userId: string, id: string): Promise<Portfolio | null> {
    return this.portfolios.findOne({
      where: { id, userId, deletedAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** One unit of work at a time counts and changes which portfolios of a user are active. */
  async lockOwner(userId: string): Promise<void> {
    await this.tx.manager.query('SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
  }

  /** Oldest first. */
  async listSummaries(
    userId: string,
    filter: { readonly id?: string; readonly activeOnly: boolean },
  ): Promise<PortfolioSummary[]> {
    const found = await this.portfolios.find({
      where: {
        userId,
        deletedAt: IsNull(),
        ...(filter.id === undefined ? {} : { id: filter.id }),
        ...(filter.activeOnly ? { isActive: true } : {}),
      },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const figures = await this.figuresOf(found.map(({ id }) => id));
    return found.map((portfolio) => {
      const { positionCount = 0, netAssetValue = null, asOf = null } = figures.get(portfolio.id) ?? {};
      return { portfolio, positionCount, netAssetValue, asOf };
    });
  }

  /** @throws AccountNameTaken */
  insert(portfolio: NewPortfolio): Promise<void> {
    return this.named(portfolio.accountName, async () => {
      await this.portfolios.insert(portfolio);
    });
  }

  /** @throws AccountNameTaken */
  update(userId: string, id: string, changes: PortfolioChanges): Promise<void> {
    return this.named(changes.accountName ?? '', async () => {
      await this.portfolios.update({ id, userId, deletedAt: IsNull() }, changes);
    });
  }

  /** When it was. Null when there is nothing to delete. */
  async markDeleted(userId: string, id: string): Promise<Date | null> {
    const [row] = await this.tx.manager.query<{ deletedAt: Date }[]>(
      `WITH gone AS (
         UPDATE portfolios SET deleted_at = now(), updated_at = now(), is_active = false
          WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL RETURNING deleted_at)
       SELECT deleted_at AS "deletedAt" FROM gone`,
      [id, userId],
    );
    return row?.deletedAt ?? null;
  }

  async countOtherActive(userId: string, id: string): Promise<number> {
    const [row] = await this.tx.manager.query<{ count: string }[]>(
      'SELECT count(*) AS count FROM portfolios WHERE user_id = $1 AND id <> $2 AND is_active AND deleted_at IS NULL',
      [userId, id],
    );
    return Number(row?.count ?? 0);
  }

  async hasTransactions(id: string): Promise<boolean> {
    const [row] = await this.tx.manager.query<{ found: boolean }[]>(
      'SELECT EXISTS (SELECT 1 FROM transactions WHERE portfolio_id = $1) AS found',
      [id],
    );
    return row?.found ?? false;
  }

  /** Null for an unknown user. */
  async findAllowance(userId: string): Promise<Allowance | null> {
    const [row] = await this.tx.manager.query<Allowance[]>(
      `SELECT tier, (role = 'admin' OR is_demo) AS "isUnlimited",
              (SELECT count(*)::int FROM portfolios p WHERE p.user_id = u.id AND p.is_active AND p.deleted_at IS NULL)
                AS "activePortfolios"
         FROM users u WHERE u.id = $1`,
      [userId],
    );
    return row ?? null;
  }

  private async figuresOf(ids: readonly string[]): Promise<Map<string, Figures>> {
    if (ids.length === 0) return new Map();
    const rows = await this.tx.manager.query<Figures[]>(
      `SELECT p.id, latest.net_asset_value AS "netAssetValue", latest.snapshot_date::text AS "asOf",
              (SELECT count(*)::int FROM positions l WHERE l.portfolio_id = p.id AND l.quantity <> 0) AS "positionCount"
         FROM portfolios p
         LEFT JOIN LATERAL (SELECT s.net_asset_value, s.snapshot_date FROM portfolio_snapshots s
                             WHERE s.portfolio_id = p.id ORDER BY s.snapshot_date DESC LIMIT 1) latest ON true
        WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  private get portfolios() {
    return this.tx.manager.getRepository(Portfolio);
  }

  private async named(accountName: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const { constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as { constraint?: string };
      if (constraint === 'portfolios_account_name_key') throw new AccountNameTaken(accountName);
      throw error;
    }
  }
}
