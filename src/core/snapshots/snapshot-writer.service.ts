import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { type HeldSnapshot, RestatementRecorder } from '../restatements/restatement-recorder.service.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import type { StoredColumns } from '../calculations/result-columns.js';
import type { SnapshotRow } from './snapshot-row.kernel.js';
import { SnapshotWriterRepository, type StaleFrom } from './snapshot-writer.repository.js';

/** Sessions of one portfolio, ascending, computed from what was loaded at `version`. */
export interface SnapshotSteps {
  readonly runId: string;
  readonly portfolioId: string;
  readonly sessions: readonly SessionFigures[];
  readonly version: string;
  /** Once they are all written. */
  readonly staleFrom: StaleFrom;
  /** Of the prices that were corrected since sessions were computed by them; null when there are none. */
  readonly firstCorrection: string | null;
}

export interface SessionFigures {
  readonly session: string;
  /** Null: there is no valuation that could be stood for, and none may stay from before. */
  readonly row: SnapshotRow | null;
  /** What else was computed of it, for tables of its own. */
  readonly results: readonly StoredColumns[];
}

/** 'outdated': ledger, prices or portfolio have changed since they were loaded, and nothing was written. */
export type StepResult = { readonly kind: 'written'; readonly version: string } | { readonly kind: 'outdated' };

const IDENTITY = asSystem('batch');

/** Steps are written in one transaction: they happen whole or not at all, and a killed run is resumed where it stood. */
@Injectable()
export class SnapshotWriter {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly snapshots: SnapshotWriterRepository,
    private readonly calculations: CalculationRunner,
    private readonly restatements: RestatementRecorder,
  ) {}

  write(steps: SnapshotSteps): Promise<StepResult> {
    const { portfolioId, sessions, version, staleFrom, firstCorrection, runId } = steps;
    const dates = sessions.map(({ session }) => session);
    return this.tx.run(IDENTITY, async () => {
      const found = await this.snapshots.lock(portfolioId, dates);
      if (found !== version) return { kind: 'outdated' };
      if (firstCorrection === null) return { kind: 'written', version: (await this.put(steps)) ?? version };
      const held = await this.heldAt(portfolioId, dates);
      const written = await this.put(steps);
      for (const [session, before] of held) {
        await this.restatements.record({ runId, portfolioId, session, firstCorrection }, before);
      }
      if (staleFrom === null) await this.restatements.settle(portfolioId);
      return { kind: 'written', version: written ?? version };
    });
  }

  private async heldAt(portfolioId: string, dates: readonly string[]): Promise<[string, HeldSnapshot][]> {
    const held: [string, HeldSnapshot][] = [];
    for (const session of dates) {
      const before = await this.restatements.find(portfolioId, session);
      if (before) held.push([session, before]);
    }
    return held;
  }

  private async put({ portfolioId, runId, sessions, staleFrom }: SnapshotSteps): Promise<string | null> {
    const rows = sessions.flatMap(({ session, row }) => (row ? [{ session, row }] : []));
    const gone = sessions.flatMap(({ session, row }) => (row ? [] : [session]));
    if (gone.length > 0) await this.snapshots.remove(portfolioId, gone);
    if (rows.length === 0) return staleFrom === undefined ? null : this.snapshots.mark(portfolioId, staleFrom);
    const version = await this.snapshots.write({ portfolioId, runId }, rows, staleFrom);
    const results = sessions.flatMap((one) => (one.row ? one.results : []));
    await this.calculations.replace(
      portfolioId,
      rows.map(({ session }) => session),
      results,
    );
    return version;
  }
}
