import { Injectable } from '@nestjs/common';
import { type HeldSnapshot, RestatementRepository, type RestatedStep } from './restatement.repository.js';

export type { HeldSnapshot };

/** Writes restatements down, inside the unit of work of the step that makes them. */
@Injectable()
export class RestatementRecorder {
  constructor(private readonly restatements: RestatementRepository) {}

  /** What is about to be overwritten. */
  find(portfolioId: string, session: string): Promise<HeldSnapshot | null> {
    return this.restatements.find(portfolioId, session);
  }

  record(step: RestatedStep, held: HeldSnapshot): Promise<void> {
    return this.restatements.record(step, held);
  }

  /** Every session knows of every correction now. */
  settle(portfolioId: string): Promise<void> {
    return this.restatements.settle(portfolioId);
  }
}
