import { Injectable } from '@nestjs/common';
import type { CoreEvent, CoreEvents } from '../../contracts/core-events.js';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { OutboxRepository } from './outbox.repository.js';

const RELAY = asSystem('relay');

@Injectable()
export class CoreEventsAdapter implements CoreEvents {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly outbox: OutboxRepository,
  ) {}

  pull(limit: number): Promise<readonly CoreEvent[]> {
    return this.tx.run(RELAY, () => this.outbox.pull(limit));
  }

  acknowledge(ids: readonly string[]): Promise<void> {
    return this.tx.run(RELAY, () => this.outbox.acknowledge(ids));
  }

  postpone(id: string, error: string): Promise<void> {
    return this.tx.run(RELAY, () => this.outbox.postpone(id, error));
  }

  publish(userId: string, event: Pick<CoreEvent, 'type' | 'aggregateId' | 'payload'>): Promise<void> {
    return this.tx.run(asUser(userId), () => this.outbox.add({ ...event, userId }));
  }
}
