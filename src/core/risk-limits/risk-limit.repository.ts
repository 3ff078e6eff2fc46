import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { LimitDefinition } from './limit-definition.kernel.js';
import type { LimitOutcome } from './limit-evaluation.kernel.js';

export interface StoredLimit extends LimitDefinition {
  readonly id: string;
  readonly portfolioId: string;
  readonly name: string | null;
  readonly isActive: boolean;
  readonly status: LimitOutcome['status'];
  readonly reason: string | null;
  readonly value: number | null;
  /** Session of the last evaluation. */
  readonly asOf: string | null;
  readonly evaluatedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewLimit extends LimitDefinition {
  readonly portfolioId: string;
  readonly name: string | null;
  readonly isActive: boolean;
}

export type Evaluation = Pick<StoredLimit, 'status' | 'reason' | 'value' | 'asOf'>;

export const MAX_LIMITS = 100;

@Injectable()
export class RiskLimitRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async isOwned(userId: string, portfolioId: string): Promise<boolean> {
    const rows = await this.query<unknown>(
      'SELECT 1 FROM portfolios WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL',
      [portfolioId, userId],
    );
    return rows.length > 0;
  }

  /** One writer at a time counts them. */
  async lockPortfolio(portfolioId: string): Promise<void> {
    await this.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`limits of ${portfolioId}`]);
  }

  async count(portfolioId: string): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM risk_limits WHERE portfolio_id = $1',
      [portfolioId],
    );
    return row?.count ?? 0;
  }

  /** Oldest first. */
  list(portfolioId: string): Promise<StoredLimit[]> {
    return this.query<StoredLimit>(`${LIMIT} WHERE portfolio_id = $1 ORDER BY created_at, id LIMIT ${MAX_LIMITS}`, [
      portfolioId,
    ]);
  }

  async find(portfolioId: string, id: string): Promise<StoredLimit | null> {
    const [row] = await this.query<StoredLimit>(`${LIMIT} WHERE portfolio_id = $1 AND id = $2`, [portfolioId, id]);
    return row ?? null;
  }

  /** As `find`; nobody else writes to it while the unit of work is open. */
  async findLocked(portfolioId: string, id: string): Promise<StoredLimit | null> {
    const [row] = await this.query<StoredLimit>(`${LIMIT} WHERE portfolio_id = $1 AND id = $2 FOR UPDATE`, [
      portfolioId,
      id,
    ]);
    return row ?? null;
  }

  async insert({ portfolioId, name, kind, measure, factor, min, max, isActive }: NewLimit, at: Date): Promise<string> {
    const [row] = await this.query<{ id: string }>(
      `INSERT INTO risk_limits (portfolio_id, name, kind, measure, factor, min_value, max_value, is_active, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) RETURNING id`,
      [portfolioId, name, kind, measure, factor, min, max, isActive, at],
    );
    return row?.id ?? '';
  }

  /** What was found of the limit as it was is no longer said of it. */
  async redefine(id: string, limit: Omit<NewLimit, 'portfolioId'>, at: Date): Promise<void> {
    const { name, measure, factor, min, max, isActive } = limit;
    await this.query(
      `UPDATE risk_limits SET name = $2, measure = $3, factor = $4, min_value = $5, max_value = $6, is_active = $7,
              status = 'not_evaluated', status_reason = 'not-computed-yet', value = NULL, as_of_date = NULL,
              evaluated_at = NULL, updated_at = $8
        WHERE id = $1`,
      [id, name, measure, factor, min, max, isActive, at],
    );
  }

  async rename(id: string, name: string | null, at: Date): Promise<void> {
    await this.query('UPDATE risk_limits SET name = $2, updated_at = $3 WHERE id = $1', [id, name, at]);
  }

  async delete(id: string): Promise<void> {
    await this.query('DELETE FROM risk_limits WHERE id = $1', [id]);
  }

  async recordEvaluation(id: string, { status, reason, value, asOf }: Evaluation, at: Date): Promise<void> {
    await this.query(
      `UPDATE risk_limits SET status = $2, status_reason = $3, value = $4, as_of_date = $5, evaluated_at = $6 WHERE id = $1`,
      [id, status, reason, value, asOf, at],
    );
  }

  /** Active limits of a page of portfolios, by portfolio; of one portfolio when it is named. */
  listActive(portfolioIds: readonly string[] | null, after: string | null, portfolios: number): Promise<StoredLimit[]> {
    return this.query<StoredLimit>(
      `${LIMIT} WHERE is_active AND portfolio_id IN (
         SELECT portfolio.id FROM portfolios portfolio
          WHERE portfolio.deleted_at IS NULL AND ($1::uuid[] IS NULL OR portfolio.id = ANY ($1::uuid[]))
            AND ($2::uuid IS NULL OR portfolio.id > $2::uuid)
            AND EXISTS (SELECT FROM risk_limits one WHERE one.portfolio_id = portfolio.id AND one.is_active)
          ORDER BY portfolio.id LIMIT $3)
       ORDER BY portfolio_id, created_at, id`,
      [portfolioIds, after, portfolios],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

const LIMIT = `
  SELECT id, portfolio_id AS "portfolioId", name, kind, measure, factor, min_value AS min, max_value AS max,
         is_active AS "isActive", status, status_reason AS reason, value, as_of_date::text AS "asOf",
         evaluated_at AS "evaluatedAt", created_at AS "createdAt", updated_at AS "updatedAt"
    FROM risk_limits`;
