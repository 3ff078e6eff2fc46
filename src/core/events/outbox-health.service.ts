import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import type { ComponentState } from '../../shared/health/health.registry.js';
import { CoreTransactions } from '../core.transactions.js';
import { OutboxRepository } from './outbox.repository.js';

@Injectable()
export class OutboxHealthService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly outbox: OutboxRepository,
  ) {}

  /** Waiting events are normal while the AI database is away; one that was given up needs a person. */
  async health(): Promise<ComponentState> {
    const { undelivered, dead, oldestUndeliveredAt } = await this.tx.run(asSystem('health'), () => this.outbox.state());
    return {
      status: dead > 0 ? 'down' : 'up',
      detail: { undelivered, given_up: dead, oldest_undelivered_at: oldestUndeliveredAt },
    };
  }
}
