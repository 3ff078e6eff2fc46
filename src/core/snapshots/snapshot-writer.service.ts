import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { RestatementRecorder } from '../restatements/restatement-recorder.service.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import type { StoredRows } from '../calculations/result-table.js';
import type { SnapshotRow } from './snapshot-row.kernel.js';
import { SnapshotWriterRepository, type StaleFrom } from './snapshot-writer.repository.js';

/** One session of one portfolio, computed from what was loaded at `version`. */
export interface SnapshotStep {
  readonly runId: string;
  readonly portfolioId: string;
  readonly session: string;
  /** Null: there is no valuation that could be stood for, and none may stay from before. */
  readonly row: SnapshotRow | null;
  /** What else was computed of it, for tables of its own. */
  readonly results?: readonly StoredRows[];
  readonly version: string;
  readonly staleFrom: StaleFrom;
  /** Of the prices that were corrected since sessions were computed by them; null when there are none. */
  readonly firstCorrection: string | null;
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
    private readonly calculations: CalculationRunner,
    private readonly restatements: RestatementRecorder,
  ) {}

  write(step: SnapshotStep): Promise<StepResult> {
    const { portfolioId, session, version, staleFrom, firstCorrection } = step;
    return this.tx.run(IDENTITY, async () => {
      const found = await this.snapshots.lock(portfolioId, session);
      if (found !== version) return { kind: 'outdated' };
      const held = firstCorrection === null ? null : await this.restatements.find(portfolioId, session);
      const written = await this.put(step);
      if (held && firstCorrection !== null) await this.restatements.record({ ...step, firstCorrection }, held);
      if (firstCorrection !== null && staleFrom === null) await this.restatements.settle(portfolioId);
      return { kind: 'written', version: written ?? version };
    });
  }

  private async put(step: SnapshotStep): Promise<string | null> {
    const { portfolioId, session, row, results = [], staleFrom } = step;
    if (row) {
      const version = await this.snapshots.write(step, row, staleFrom);
      await this.calculations.replace(portfolioId, session, results);
      return version;
    }
    await this.snapshots.remove(portfolioId, session);
    return staleFrom === undefined ? null : this.snapshots.mark(portfolioId, staleFrom);
  }
}
