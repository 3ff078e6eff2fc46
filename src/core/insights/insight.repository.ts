import { Injectable } from '@nestjs/common';
import { type InsightView, type NewInsight } from '../../contracts/insight-store.js';
import { type CursorKey, type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { CoreTransactions } from '../core.transactions.js';

export interface InsightFilter {
  readonly type: string | null;
  readonly since: Date;
  readonly limit: number;
  readonly offset: number;
  readonly after: CursorKey | null;
}

export const INSIGHT_KEY: readonly CursorPart[] = ['instant', 'uuid'];

export interface InsightPage extends CursorPage<InsightView> {
  readonly total: number;
}

export interface InsightChanges {
  readonly viewed?: boolean;
  readonly dismissed?: boolean;
  readonly rating?: number;
  readonly feedback?: string | null;
}

@Injectable()
export class InsightRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async isOwned(userId: string, portfolioId: string): Promise<boolean> {
    const rows = await this.query<unknown>(
      'SELECT 1 FROM portfolios WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL',
      [portfolioId, userId],
    );
    return rows.length > 0;
  }

  async insert(insight: NewInsight, at: Date): Promise<string> {
    const [row] = await this.query<{ id: string }>(
      `INSERT INTO ai_insights (portfolio_id, insight_type, title, severity, summary, full_analysis, key_findings,
         recommendations, data_limitations, figures, focus_area, user_question, model_used, generation_time_ms,
         token_count_input, token_count_output, tool_calls_count, cache_key, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) RETURNING id`,
      [
        ...[insight.portfolioId, insight.insightType, insight.title, insight.severity, insight.summary],
        ...[insight.fullAnalysis, JSON.stringify(insight.keyFindings), JSON.stringify(insight.recommendations)],
        ...[insight.dataLimitations, JSON.stringify(insight.figures), insight.focusArea, insight.userQuestion],
        ...[insight.model, insight.generationTimeMs, insight.inputTokens, insight.outputTokens],
        ...[insight.toolCallsCount, insight.cacheKey, at],
      ],
    );
    return row?.id ?? '';
  }

  async find(userId: string, id: string): Promise<InsightView | null> {
    const [row] = await this.query<InsightView>(`${VIEW} AND insight.id = $2`, [userId, id]);
    return row ?? null;
  }

  async findByKey(userId: string, portfolioId: string, cacheKey: string, since: Date): Promise<InsightView | null> {
    const [row] = await this.query<InsightView>(
      `${VIEW} AND insight.portfolio_id = $2 AND insight.cache_key = $3 AND insight.created_at > $4
       ORDER BY insight.created_at DESC, insight.id LIMIT 1`,
      [userId, portfolioId, cacheKey, since],
    );
    return row ?? null;
  }

  /** Newest first; dismissed ones are not listed. */
  async list(userId: string, portfolioId: string, filter: InsightFilter): Promise<InsightPage> {
    const which = `portfolio_id = $2 AND NOT insight.dismissed AND insight.created_at >= $3
      AND ($4::text IS NULL OR insight.insight_type = $4::text)`;
    const parameters = [userId, portfolioId, filter.since, filter.type];
    const rows = await this.query<InsightView>(
      `${VIEW} AND insight.${which} AND ($7::timestamptz IS NULL OR insight.created_at < $7
              OR (insight.created_at = $7 AND insight.id > $8::uuid))
        ORDER BY insight.created_at DESC, insight.id LIMIT $5 OFFSET $6`,
      [...parameters, filter.limit + 1, filter.after ? 0 : filter.offset, ...(filter.after ?? [null, null])],
    );
    const [count] = await this.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM ai_insights insight JOIN portfolios portfolio ON portfolio.id = insight.portfolio_id
        WHERE portfolio.user_id = $1 AND insight.${which}`,
      parameters,
    );
    // The program's clock writes created_at, in milliseconds: the text of an answer is all of it.
    return { ...cursorPage(rows, filter.limit, ({ created_at, id }) => [created_at, id]), total: count?.total ?? 0 };
  }

  async update(id: string, { viewed, dismissed, rating, feedback }: InsightChanges): Promise<void> {
    await this.query(
      `UPDATE ai_insights SET viewed = coalesce($2, viewed), dismissed = coalesce($3, dismissed),
              user_rating = coalesce($4, user_rating), user_feedback = CASE WHEN $5 THEN $6 ELSE user_feedback END,
              updated_at = now()
        WHERE id = $1`,
      [id, viewed ?? null, dismissed ?? null, rating ?? null, feedback !== undefined, feedback ?? null],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

/** Of the user $1. */
const VIEW = `
  SELECT insight.id, insight.portfolio_id, insight.insight_type, insight.title, insight.severity, insight.summary,
         insight.key_findings, insight.recommendations, insight.full_analysis, insight.data_limitations,
         insight.focus_area, insight.user_question,
         to_char(insight.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at, insight.viewed,
         insight.dismissed, insight.user_rating::float8 AS user_rating, insight.user_feedback, insight.figures,
         json_build_object('cost_usd', NULL, 'generation_time_ms', insight.generation_time_ms,
           'token_count', insight.token_count_input + insight.token_count_output) AS performance
    FROM ai_insights insight
    JOIN portfolios portfolio ON portfolio.id = insight.portfolio_id
   WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL`;
