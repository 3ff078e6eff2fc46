import { Injectable } from '@nestjs/common';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';

export const ALERT_STATUSES = ['open', 'acknowledged', 'resolved'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];
export const ALERT_KEY: readonly CursorPart[] = ['instant', 'uuid'];

/** An alert in the words of the wire. */
export interface AlertView {
  readonly id: string;
  readonly portfolio_id: string;
  readonly limit_id: string | null;
  readonly kind: string;
  readonly subject: string;
  readonly message: string;
  readonly status: AlertStatus;
  readonly value: number;
  readonly threshold: number;
  readonly first_as_of: string;
  readonly as_of: string;
  readonly raised_at: string;
  readonly acknowledged_at: string | null;
  readonly resolved_at: string | null;
  readonly resolved_by: 'user' | 'batch' | null;
  readonly is_breached: boolean;
}

export interface AlertEventView {
  readonly event: 'raised' | 'updated' | 'acknowledged' | 'resolved' | 'delivered' | 'failed';
  readonly occurred_at: string;
  readonly as_of: string | null;
  readonly value: number | null;
  readonly detail: string | null;
}

export interface AlertDeliveryView {
  readonly id: string;
  readonly channel_id: string;
  readonly channel_name: string;
  readonly event: 'raised' | 'resolved';
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly delivered_at: string | null;
  readonly failed_at: string | null;
  readonly last_error: string | null;
}

export interface AlertFilter {
  readonly portfolioId: string | null;
  readonly status: AlertStatus | null;
  readonly kind: string | null;
}

export interface AlertPage extends CursorPage<AlertView> {
  readonly total: number;
}

export interface NewAlertEvent {
  readonly alertId: string;
  readonly event: AlertEventView['event'];
  readonly at: Date;
  readonly detail?: string | null;
  readonly value?: number | null;
  readonly asOf?: string | null;
}

/** Of one alert; the oldest are left out of a longer history. */
const MAX_EVENTS = 500;
const MAX_DELIVERIES = 200;
const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

@Injectable()
export class AlertRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async isOwned(userId: string, portfolioId: string): Promise<boolean> {
    const rows = await this.query<unknown>(
      'SELECT 1 FROM portfolios WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL',
      [portfolioId, userId],
    );
    return rows.length > 0;
  }

  /** Newest first. */
  async list(userId: string, { portfolioId, status, kind }: AlertFilter, page: CursoredPage): Promise<AlertPage> {
    const which = `portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND ($2::uuid IS NULL OR alert.portfolio_id = $2::uuid)
      AND ($3::text IS NULL OR alert.status = $3::text) AND ($4::text IS NULL OR alert.kind = $4::text)`;
    const parameters = [userId, portfolioId, status, kind];
    const rows = await this.query<AlertView>(
      `${VIEW} WHERE ${which} AND ($7::timestamptz IS NULL OR alert.raised_at < $7
              OR (alert.raised_at = $7 AND alert.id > $8::uuid))
        ORDER BY alert.raised_at DESC, alert.id LIMIT $5 OFFSET $6`,
      [...parameters, page.limit + 1, page.after ? 0 : page.offset, ...(page.after ?? [null, null])],
    );
    const [count] = await this.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM alerts alert JOIN portfolios portfolio ON portfolio.id = alert.portfolio_id WHERE ${which}`,
      parameters,
    );
    // The program's clock writes raised_at, in milliseconds: the text of an answer is all of it.
    return { ...cursorPage(rows, page.limit, ({ raised_at, id }) => [raised_at, id]), total: count?.total ?? 0 };
  }

  async find(userId: string, id: string): Promise<AlertView | null> {
    const [row] = await this.query<AlertView>(
      `${VIEW} WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND alert.id = $2`,
      [userId, id],
    );
    return row ?? null;
  }

  /** As `find`; nobody else writes to it while the unit of work is open. */
  async findLocked(userId: string, id: string): Promise<AlertView | null> {
    await this.query('SELECT 1 FROM alerts WHERE id = $1 FOR UPDATE', [id]);
    return this.find(userId, id);
  }

  /** In the order of what happened. */
  async listEvents(id: string): Promise<AlertEventView[]> {
    const rows = await this.query<AlertEventView>(
      `SELECT event, ${instant('occurred_at')} AS occurred_at, as_of_date::text AS as_of, value, detail
         FROM alert_events WHERE alert_id = $1 ORDER BY id DESC LIMIT ${String(MAX_EVENTS)}`,
      [id],
    );
    return rows.reverse();
  }

  listDeliveries(id: string): Promise<AlertDeliveryView[]> {
    return this.query<AlertDeliveryView>(
      `SELECT delivery.id, delivery.channel_id, channel.name AS channel_name, delivery.event,
              CASE WHEN delivery.delivered_at IS NOT NULL THEN 'delivered' WHEN delivery.failed_at IS NOT NULL THEN 'failed'
                   ELSE 'pending' END AS status,
              delivery.attempts,
              CASE WHEN delivery.delivered_at IS NULL AND delivery.failed_at IS NULL
                   THEN ${instant('delivery.next_attempt_at')} END AS next_attempt_at,
              ${instant('delivery.delivered_at')} AS delivered_at, ${instant('delivery.failed_at')} AS failed_at,
              delivery.last_error
         FROM alert_deliveries delivery JOIN alert_channels channel ON channel.id = delivery.channel_id
        WHERE delivery.alert_id = $1 ORDER BY delivery.created_at, delivery.id LIMIT ${String(MAX_DELIVERIES)}`,
      [id],
    );
  }

  async acknowledge(id: string, at: Date): Promise<void> {
    await this.query(
      `UPDATE alerts SET status = 'acknowledged', acknowledged_at = $2, updated_at = $2 WHERE id = $1 AND status = 'open'`,
      [id, at],
    );
  }

  async resolve(id: string, by: 'user' | 'batch', at: Date): Promise<void> {
    await this.query(
      `UPDATE alerts SET status = 'resolved', resolved_at = $3, resolved_by = $2, updated_at = $3
        WHERE id = $1 AND status <> 'resolved'`,
      [id, by, at],
    );
  }

  async addEvent({ alertId, event, at, detail, value, asOf }: NewAlertEvent): Promise<void> {
    await this.query(
      `INSERT INTO alert_events (portfolio_id, alert_id, event, detail, value, as_of_date, occurred_at)
       SELECT portfolio_id, id, $2, $3, $4, $5, $6 FROM alerts WHERE id = $1`,
      [alertId, event, detail ?? null, value ?? null, asOf ?? null, at],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

const VIEW = `
  SELECT alert.id, alert.portfolio_id, alert.limit_id, alert.kind, alert.subject, alert.message, alert.status, alert.value,
         alert.threshold, alert.first_as_of_date::text AS first_as_of, alert.as_of_date::text AS as_of,
         ${instant('alert.raised_at')} AS raised_at, ${instant('alert.acknowledged_at')} AS acknowledged_at,
         ${instant('alert.resolved_at')} AS resolved_at, alert.resolved_by, alert.breach_ended_at IS NULL AS is_breached
    FROM alerts alert JOIN portfolios portfolio ON portfolio.id = alert.portfolio_id`;
