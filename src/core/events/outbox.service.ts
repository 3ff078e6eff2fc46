import { Injectable } from '@nestjs/common';
import { type NewOutboxEvent, OutboxRepository } from './outbox.repository.js';

/** Where features leave the facts that the AI side has to follow. */
@Injectable()
export class OutboxService {
  constructor(private readonly outbox: OutboxRepository) {}

  /** In the unit of work that makes the fact true. */
  add(event: NewOutboxEvent): Promise<void> {
    return this.outbox.add(event);
  }
}
