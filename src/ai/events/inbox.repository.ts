import { Injectable } from '@nestjs/common';
import type { CoreEvent } from '../../contracts/core-events.js';
import { AiTransactions } from '../ai.transactions.js';
import type { Tombstone } from './tombstone.entity.js';

@Injectable()
export class InboxRepository {
  constructor(private readonly tx: AiTransactions) {}

  /** False when the event's effect is stored already. Two who apply it at once wait for each other here. */
  async remember(event: Pick<CoreEvent, 'eventId' | 'type'>): Promise<boolean> {
    const rows = await this.tx.manager.query<unknown[]>(
      'INSERT INTO ai_inbox_events (event_id, type) VALUES ($1, $2) ON CONFLICT (event_id) DO NOTHING RETURNING event_id',
      [event.eventId, event.type],
    );
    return rows.length > 0;
  }

  /** From now on nobody can write about it any more. Waits for those who are about to. */
  async bury(kind: Tombstone['kind'], id: string): Promise<void> {
    await this.tx.manager.query('SELECT pg_advisory_xact_lock(tombstone_lock($1))', [id]);
    await this.entomb(kind, [id]);
  }

  /** Messages of a conversation that is buried already: its lock serves for all of them, however many there are. */
  async buryMessages(ids: readonly string[]): Promise<void> {
    await this.entomb('message', ids);
  }

  /** Answers whether the database is there. */
  async probe(): Promise<void> {
    await this.tx.manager.query('SELECT 1');
  }

  private async entomb(kind: Tombstone['kind'], ids: readonly string[]): Promise<void> {
    await this.tx.manager.query(
      `INSERT INTO ai_tombstones (aggregate_id, kind) SELECT unnest($1::uuid[]), $2
       ON CONFLICT (aggregate_id) DO NOTHING`,
      [ids, kind],
    );
  }
}
