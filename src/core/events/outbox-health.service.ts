import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import type { ComponentHealth } from '../../shared/health/health.registry.js';
import { CoreTransactions } from '../core.transactions.js';
import { OutboxRepository } from './outbox.repository.js';

const NAME = 'core_events';

@Injectable()
export class OutboxHealthService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly outbox: OutboxRepository,
  ) {}

  /** Waiting events are normal while the AI database is away; one that was given up needs a person. */
  async health(): Promise<ComponentHealth> {
    try {
      const { undelivered, dead, oldestUndeliveredAt } = await this.tx.run(asSystem('health'), () =>
        this.outbox.state(),
      );
      const detail = { undelivered, given_up: dead, oldest_undelivered_at: oldestUndeliveredAt };
      return { name: NAME, status: dead > 0 ? 'down' : 'up', isVital: false, detail };
    } catch {
      // The core database's own check says why.
      return { name: NAME, status: 'down', isVital: false, detail: { error: 'does not answer' } };
    }
  }
}
