import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../../core.transactions.js';
import type { Message } from './alert-sender.js';

export interface DueDelivery extends Message {
  readonly alertId: string;
  readonly event: 'raised' | 'resolved';
  readonly kind: 'webhook' | 'email';
  readonly channelName: string;
  /** Failed ones before this one. */
  readonly attempts: number;
}

/** Whoever takes a delivery has this long: longer than any attempt lasts. Then its process counts as dead. */
const LEASE = "interval '2 minutes'";
const MAX_ERROR_CHARACTERS = 300;

/** The state of deliveries. All times are the database's. */
@Injectable()
export class AlertDeliveryRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** What is due, hidden from others while the lease lasts. */
  take(limit: number): Promise<DueDelivery[]> {
    return this.query<DueDelivery>(
      `WITH due AS (
         SELECT id FROM alert_deliveries
          WHERE delivered_at IS NULL AND failed_at IS NULL AND next_attempt_at <= now()
          ORDER BY next_attempt_at, id LIMIT $1 FOR UPDATE SKIP LOCKED),
       taken AS (
         UPDATE alert_deliveries delivery SET next_attempt_at = now() + ${LEASE} FROM due
          WHERE delivery.id = due.id RETURNING delivery.*)
       SELECT taken.id, taken.alert_id AS "alertId", taken.event, taken.payload, taken.attempts,
              channel.id AS "channelId", channel.kind, channel.name AS "channelName", channel.target,
              channel.secret_cipher AS "secretCipher"
         FROM taken JOIN alert_channels channel ON channel.id = taken.channel_id
        ORDER BY taken.created_at, taken.id`,
      [limit],
    );
  }

  /** False when it had ended already. */
  async arrived(id: string): Promise<boolean> {
    return this.end(
      `UPDATE alert_deliveries SET delivered_at = now(), attempts = attempts + 1, last_error = NULL
        WHERE id = $1 AND delivered_at IS NULL AND failed_at IS NULL RETURNING id`,
      [id],
    );
  }

  async postpone(id: string, error: string, seconds: number): Promise<void> {
    await this.end(
      `UPDATE alert_deliveries
          SET attempts = attempts + 1, last_error = $2, next_attempt_at = now() + make_interval(secs => $3)
        WHERE id = $1 AND delivered_at IS NULL AND failed_at IS NULL RETURNING id`,
      [id, error.slice(0, MAX_ERROR_CHARACTERS), seconds],
    );
  }

  /** False when it had ended already. */
  giveUp(id: string, error: string): Promise<boolean> {
    return this.end(
      `UPDATE alert_deliveries SET attempts = attempts + 1, last_error = $2, failed_at = now()
        WHERE id = $1 AND delivered_at IS NULL AND failed_at IS NULL RETURNING id`,
      [id, error.slice(0, MAX_ERROR_CHARACTERS)],
    );
  }

  /** A line of the alert's history. */
  async note(alertId: string, event: 'delivered' | 'failed', detail: string, at: Date): Promise<void> {
    await this.query(
      `INSERT INTO alert_events (portfolio_id, alert_id, event, detail, occurred_at)
       SELECT portfolio_id, id, $2, $3, $4 FROM alerts WHERE id = $1`,
      [alertId, event, detail, at],
    );
  }

  private async end(update: string, parameters: readonly unknown[]): Promise<boolean> {
    const rows = await this.query<unknown>(`WITH done AS (${update}) SELECT id FROM done`, parameters);
    return rows.length > 0;
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}
