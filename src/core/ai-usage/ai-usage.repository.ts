import { Injectable } from '@nestjs/common';
import { type AnswerUsage } from '../../contracts/usage-ledger.js';
import { CoreTransactions } from '../core.transactions.js';
import { type Tier } from '../users/user-tier.kernel.js';

export interface Allowance {
  readonly tier: Tier;
  /** Answered this month, and under way. */
  readonly used: number;
  /** Of the demo, which nobody pays for and everybody tries. */
  readonly isUnlimited: boolean;
}

/** An answer takes two minutes at most: what is pending for longer was left lying by a process that ended. */
const PENDING_FOR = '5 minutes';

@Injectable()
export class AiUsageRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** One reservation of a user at a time, so that the last message is given once. */
  async lock(userId: string): Promise<void> {
    await this.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`ai usage ${userId}`]);
  }

  async allowance(userId: string, since: Date): Promise<Allowance | null> {
    const [row] = await this.query<Allowance>(
      `SELECT tier, is_demo AS "isUnlimited",
              (SELECT count(*)::int FROM ai_request_metrics request
                WHERE request.user_id = $1 AND request.created_at >= $2
                  AND (request.state = 'answered'
                       OR (request.state = 'pending' AND request.created_at > now() - interval '${PENDING_FOR}'))) AS used
         FROM users WHERE id = $1`,
      [userId, since],
    );
    return row ?? null;
  }

  async insert(userId: string, kind: 'chat' | 'insight', model: string, at: Date): Promise<string> {
    const [row] = await this.query<{ id: string }>(
      'INSERT INTO ai_request_metrics (user_id, kind, model, created_at) VALUES ($1, $2, $3, $4) RETURNING id',
      [userId, kind, model, at],
    );
    return row?.id ?? '';
  }

  /** The conversation may be gone by now: then the entry is of none. */
  async finish(userId: string, id: string, usage: AnswerUsage): Promise<void> {
    const calls = usage.toolCalls.map(({ name, durationMs }) => ({ name, duration_ms: durationMs }));
    await this.query(
      `UPDATE ai_request_metrics
          SET state = CASE WHEN $3::text IS NULL THEN 'answered' ELSE 'failed' END, error_type = $3, error_message = $4,
              model = $5, conversation_id = (SELECT id FROM agent_conversations WHERE id = $6),
              message_id = (SELECT id FROM agent_messages WHERE id = $7), input_tokens = $8, output_tokens = $9,
              first_token_ms = $10, latency_ms = $11, tool_calls = $12, finished_at = now()
        WHERE user_id = $1 AND id = $2 AND state = 'pending'`,
      [
        ...[userId, id, usage.error?.code ?? null, usage.error?.message ?? null, usage.model, usage.conversationId],
        ...[usage.messageId, usage.inputTokens, usage.outputTokens, usage.firstTokenMs, usage.latencyMs],
        JSON.stringify(calls),
      ],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}
