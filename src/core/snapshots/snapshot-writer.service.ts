import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import type { SnapshotRow } from './snapshot-row.kernel.js';
import { SnapshotWriterRepository, type StaleFrom } from './snapshot-writer.repository.js';

/** One session of one portfolio, computed from what was loaded at `version`. */
export interface SnapshotStep {
  readonly runId: string;
  readonly portfolioId: string;
  readonly session: string;
  /** Null: there is no valuation that could be stood for, and none may stay from before. */
  readonly row: SnapshotRow | null;
  readonly version: string;
  readonly staleFrom: StaleFrom;
}

/** 'outdated': ledger, prices or portfolio have changed since they were loaded, and nothing was written. */
export type StepResult = { readonly kind: 'written'; readonly version: string } | { readonly kind: 'outdated' };

const IDENTITY = asSystem('batch');

/** Each step is one transaction: it happens whole or not at all, and a killed run is resumed where it stood. */
@Injectable()
export class SnapshotWriter {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly snapshots: SnapshotWriterRepository,
  ) {}

  write(step: SnapshotStep): Promise<StepResult> {
    const { portfolioId, session, row, version, staleFrom } = step;
    return this.tx.run(IDENTITY, async () => {
      const found = await this.snapshots.lock(portfolioId, session);
      if (found !== version) return { kind: 'outdated' };
      if (row) return { kind: 'written', version: (await this.snapshots.write(step, row, staleFrom)) ?? version };
      await this.snapshots.remove(portfolioId, session);
      const marked = staleFrom === undefined ? null : await this.snapshots.mark(portfolioId, staleFrom);
      return { kind: 'written', version: marked ?? version };
    });
  }
}
