import { Injectable } from '@nestjs/common';
import type { CoreEvent } from '../../contracts/core-events.js';
import { CoreTransactions } from '../core.transactions.js';

export type NewOutboxEvent = Pick<CoreEvent, 'type' | 'aggregateId' | 'userId' | 'payload'>;

export interface OutboxState {
  /** Given-up events included. */
  readonly undelivered: number;
  /** Events that were given up after too many attempts. */
  readonly dead: number;
  /** ISO 8601; null when nothing waits. */
  readonly oldestUndeliveredAt: string | null;
}

/** After so many attempts, most of a day, an event waits for a person, with its last error beside it. */
const MAX_ATTEMPTS = 20;
/** Whoever pulls an event has this long before somebody else may pull it. */
const LEASE = "interval '1 minute'";
const LONGEST_PAUSE = "interval '1 hour'";
const MAX_ERROR_CHARACTERS = 500;
/** With its microseconds, which a Date would drop. */
const asText = (column: string): string => `to_json(${column})#>>'{}'`;

@Injectable()
export class OutboxRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Returns nothing: whoever adds an event may not read the box. */
  async add({ type, aggregateId, userId, payload }: NewOutboxEvent): Promise<void> {
    await this.tx.manager.query(
      'INSERT INTO outbox_events (type, aggregate_id, user_id, payload) VALUES ($1, $2, $3, $4)',
      [type, aggregateId, userId, JSON.stringify(payload)],
    );
  }

  /**
   * Due events, oldest first, at most one an aggregate: the next one follows when its predecessor is done with, so that
   * "given" and "withdrawn" never change places. Pulled events are hidden from others while the lease lasts.
   */
  async pull(limit: number): Promise<readonly CoreEvent[]> {
    const [rows] = await this.tx.manager.query<[CoreEvent[], number]>(
      `UPDATE outbox_events SET next_attempt_at = now() + ${LEASE}
        WHERE id = ANY (ARRAY(
          SELECT event.id FROM outbox_events event
           WHERE event.delivered_at IS NULL AND event.attempts < $2 AND event.next_attempt_at <= now()
             AND NOT EXISTS (
               SELECT FROM outbox_events earlier
                WHERE earlier.aggregate_id = event.aggregate_id AND earlier.id < event.id
                  AND earlier.delivered_at IS NULL AND earlier.attempts < $2)
           ORDER BY event.id
           LIMIT $1
             FOR UPDATE SKIP LOCKED))
        RETURNING id::text, event_id AS "eventId", type, aggregate_id AS "aggregateId", user_id AS "userId", payload,
                  ${asText('occurred_at')} AS "occurredAt"`,
      [limit, MAX_ATTEMPTS],
    );
    return [...rows].sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** The payload, which may hold a user's words, is not kept once it has arrived. */
  async acknowledge(ids: readonly string[]): Promise<void> {
    await this.tx.manager.query(
      `UPDATE outbox_events SET delivered_at = now(), last_error = NULL, payload = '{}'
        WHERE id = ANY ($1::bigint[]) AND delivered_at IS NULL`,
      [ids],
    );
  }

  /** The pause doubles with each attempt, from 2 s to an hour. */
  async postpone(id: string, error: string): Promise<void> {
    await this.tx.manager.query(
      `UPDATE outbox_events
          SET attempts = attempts + 1, last_error = $2,
              next_attempt_at = now() + least(${LONGEST_PAUSE}, interval '2 seconds' * 2 ^ least(attempts, 12))
        WHERE id = $1 AND delivered_at IS NULL`,
      [id, error.slice(0, MAX_ERROR_CHARACTERS)],
    );
  }

  async state(): Promise<OutboxState> {
    const [row] = await this.tx.manager.query<OutboxState[]>(
      `SELECT count(*)::int AS undelivered, count(*) FILTER (WHERE attempts >= $1)::int AS dead,
              ${asText('min(occurred_at)')} AS "oldestUndeliveredAt"
         FROM outbox_events WHERE delivered_at IS NULL`,
      [MAX_ATTEMPTS],
    );
    return row ?? { undelivered: 0, dead: 0, oldestUndeliveredAt: null };
  }
}
