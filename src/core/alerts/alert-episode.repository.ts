import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { isConfirmed } from './confirmation/confirmed-channel.js';
import type { AlertView } from './alert.repository.js';

/** A breach that lasts, with the alert of it. */
export interface Episode {
  readonly limitId: string;
  readonly alertId: string;
  readonly subject: string;
  readonly asOf: string;
  readonly value: number;
  readonly threshold: number;
  readonly isResolved: boolean;
}

/** A breach as it is found at a session. */
export interface Finding {
  readonly subject: string;
  readonly message: string;
  readonly value: number;
  readonly threshold: number;
  readonly asOf: string;
}

export interface BreachedLimit {
  readonly limitId: string;
  readonly portfolioId: string;
  readonly kind: string;
}

@Injectable()
export class AlertEpisodeRepository {
  constructor(private readonly tx: CoreTransactions) {}

  listOpen(limitIds: readonly string[]): Promise<Episode[]> {
    return this.query<Episode>(
      `SELECT limit_id AS "limitId", id AS "alertId", subject, as_of_date::text AS "asOf", value, threshold,
              status = 'resolved' AS "isResolved"
         FROM alerts WHERE limit_id = ANY ($1::uuid[]) AND breach_ended_at IS NULL ORDER BY raised_at, id`,
      [limitIds],
    );
  }

  /** Null where the breach has an alert already. */
  async insert(limit: BreachedLimit, finding: Finding, at: Date): Promise<string | null> {
    const [row] = await this.query<{ id: string }>(
      `INSERT INTO alerts (portfolio_id, limit_id, kind, subject, message, value, threshold, first_as_of_date, as_of_date,
                           raised_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9)
       ON CONFLICT (limit_id, subject) WHERE breach_ended_at IS NULL DO NOTHING
       RETURNING id`,
      [
        ...[limit.portfolioId, limit.limitId, limit.kind, finding.subject, finding.message],
        ...[finding.value, finding.threshold, finding.asOf, at],
      ],
    );
    return row?.id ?? null;
  }

  async update(alertId: string, { message, value, threshold, asOf }: Finding, at: Date): Promise<void> {
    await this.query(
      'UPDATE alerts SET message = $2, value = $3, threshold = $4, as_of_date = $5, updated_at = $6 WHERE id = $1',
      [alertId, message, value, threshold, asOf, at],
    );
  }

  async end(alertId: string, at: Date): Promise<void> {
    await this.query('UPDATE alerts SET breach_ended_at = $2, updated_at = $2 WHERE id = $1', [alertId, at]);
  }

  /** For every channel of the owner that is confirmed, in the unit of work that makes it true. */
  async enqueue(alertId: string, event: 'raised' | 'resolved', payload: object): Promise<void> {
    await this.query(
      `INSERT INTO alert_deliveries (portfolio_id, alert_id, channel_id, event, payload)
       SELECT alert.portfolio_id, alert.id, channel.id, $2, $3
         FROM alerts alert
         JOIN portfolios portfolio ON portfolio.id = alert.portfolio_id
         JOIN alert_channels channel ON channel.user_id = portfolio.user_id
          AND ${isConfirmed('channel')}
        WHERE alert.id = $1`,
      [alertId, event, JSON.stringify(payload)],
    );
  }

  /** What a message tells of an alert, with the name of its portfolio. */
  async describe(alertId: string): Promise<(Partial<AlertView> & { readonly portfolio_name: string }) | null> {
    const [row] = await this.query<{ portfolio_name: string }>(
      `SELECT alert.id, alert.portfolio_id, portfolio.name AS portfolio_name, alert.limit_id, alert.kind, alert.subject,
              alert.message, alert.status, alert.value, alert.threshold, alert.as_of_date::text AS as_of
         FROM alerts alert JOIN portfolios portfolio ON portfolio.id = alert.portfolio_id WHERE alert.id = $1`,
      [alertId],
    );
    return row ?? null;
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}
