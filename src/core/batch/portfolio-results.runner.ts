import { Logger } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseMode } from '../../shared/database/databases.js';
import type { StoredPortfolio } from '../calculations/session-results.js';
import type { SessionFigures, SnapshotWriter, StepResult } from '../snapshots/snapshot-writer.service.js';
import type { PipelineMonitor, PipelineRequest } from './pipeline-monitor.js';
import { watermarkAfter } from './batch-plan.kernel.js';
import { type PortfolioWork, rowOf } from './batch-work.js';
import { isFaultOfOne } from './batch.errors.js';
import { MixedBasis, type ValuedSession } from './portfolio-replay.kernel.js';
import { WriteBehind } from './write-behind.js';

export interface ValuedStep {
  readonly work: PortfolioWork;
  readonly session: string;
  /** Or why there is none. */
  readonly valued: ValuedSession | BlockedReason;
}

export interface OpenStep extends ValuedStep {
  /** Of what was valued, and is to have a snapshot. */
  readonly results: () => Promise<StoredPortfolio>;
}

export type BlockedReason = 'insufficient-coverage' | 'mixed-price-basis' | 'computation-failed';

interface ComputedStep extends SessionFigures {
  readonly blocked: BlockedReason | null;
}

/**
 * How results are written: sessions of a portfolio in one transaction, and how many transactions go on while the next are computed.
 * An embedded database serves one transaction at a time: a long one, or one that waits for its turn beside what is computed,
 * holds up everybody else.
 */
const PACES = {
  server: { sessions: 10, writes: 2 },
  embedded: { sessions: 3, writes: 0 },
} as const satisfies Record<DatabaseMode, object>;

/** Valued sessions → figures of the portfolio → snapshots, for one piece of a run. */
export class PortfolioResultsRunner {
  private readonly log = new Logger('Batch');
  private readonly failedBefore = new Set<string>();
  private readonly sessionsAWrite: number;
  private readonly behind: WriteBehind;
  private symbolsStored: Promise<void> = Promise.resolve();

  constructor(
    private readonly snapshots: SnapshotWriter,
    mode: DatabaseMode,
    private readonly request: PipelineRequest,
    private readonly monitor: PipelineMonitor,
  ) {
    const { sessions, writes } = PACES[mode];
    this.sessionsAWrite = sessions;
    this.behind = new WriteBehind(writes);
  }

  /** Results of symbols, before those of the portfolios that `run` is called for next. Returns while they may still be written. */
  async storeSymbols(write: () => Promise<void>): Promise<void> {
    const { end } = await this.behind.start('symbols', write);
    this.symbolsStored = end;
  }

  /** Of one portfolio, ascending. Returns while the last of them may still be written. */
  async run(work: PortfolioWork, steps: readonly OpenStep[]): Promise<void> {
    for (let start = 0; start < steps.length && work.state === 'going'; start += this.sessionsAWrite) {
      const computed: ComputedStep[] = [];
      for (const step of steps.slice(start, start + this.sessionsAWrite)) {
        computed.push(await this.compute(step));
        // What is written behind goes on, and heartbeats go out.
        await nextTurn();
      }
      // A session with a snapshot is done, so the results of its symbols come first.
      await this.symbolsStored;
      await this.behind.start(work.id, () => this.write(work, computed));
    }
  }

  /** @throws what a write failed with. */
  settle(): Promise<void> {
    return this.behind.settle();
  }

  /** @throws what concerns more than this portfolio. */
  blockedBy(error: unknown, work: PortfolioWork, session: string): BlockedReason {
    if (error instanceof MixedBasis) return 'mixed-price-basis';
    if (!isFaultOfOne(error)) throw error;
    if (!work.isFaulty) this.log.error(`portfolio ${work.id} cannot be computed on ${session}`, error);
    work.isFaulty = true;
    return 'computation-failed';
  }

  private async compute({ work, session, valued, results }: OpenStep): Promise<ComputedStep> {
    const blocked = blockOf(valued);
    if (typeof valued === 'string' || blocked !== null) return withoutRow(session, blocked);
    try {
      const { figures, columns, failed } = await results();
      this.report(failed, work, session);
      return { session, row: rowOf(valued, figures, failed.keys()), results: columns, blocked };
    } catch (error) {
      return withoutRow(session, this.blockedBy(error, work, session));
    }
  }

  private async write(work: PortfolioWork, steps: readonly ComputedStep[]): Promise<void> {
    if (work.state !== 'going') return;
    let stored = steps;
    let result: StepResult;
    try {
      result = await this.store(work, stored);
    } catch (error) {
      const [step] = steps;
      if (!step || !isFaultOfOne(error)) throw error;
      if (steps.length > 1) {
        for (const one of steps) await this.write(work, [one]);
        return;
      }
      stored = [withoutRow(step.session, this.blockedBy(error, work, step.session))];
      result = await this.store(work, stored);
    }
    if (result.kind === 'outdated') {
      this.log.log(`portfolio ${work.id} has changed while it was computed: its inputs are read again`);
      work.state = 'outdated';
      return;
    }
    work.version = result.version;
    for (const { blocked: reason, session: date } of stored) {
      if (this.isAhead(work, date)) work.ahead = date;
      this.monitor.done(reason === null ? null : { portfolioId: work.id, date, reason });
    }
  }

  private store(work: PortfolioWork, sessions: readonly ComputedStep[]): Promise<StepResult> {
    const { id: portfolioId, plan, version, ahead } = work;
    const { firstCorrection } = work.record;
    const last = sessions.at(-1)?.session ?? this.request.to;
    const staleFrom = this.isAhead(work, last) ? undefined : watermarkAfter(plan, last, this.request, ahead);
    const { runId } = this.request;
    return this.snapshots.write({ runId, portfolioId, sessions, version, staleFrom, firstCorrection });
  }

  /** The newest session comes before its turn, so that people see today's figures first. */
  private isAhead({ plan }: PortfolioWork, session: string): boolean {
    return session === this.request.to && plan.sessions.length > 1;
  }

  /** Once a calculation and piece: what fails for one mostly fails for all. */
  private report(failed: ReadonlyMap<string, Error>, { id }: PortfolioWork, session: string): void {
    for (const [name, error] of failed) {
      if (this.failedBefore.has(name)) continue;
      this.failedBefore.add(name);
      this.log.error(`${name} cannot be computed of portfolio ${id} on ${session}; the rest is`, error);
    }
  }
}

/** The session is left without a snapshot. */
const withoutRow = (session: string, blocked: BlockedReason | null): ComputedStep => ({
  ...{ session, row: null, results: [], blocked },
});

/** Why a step has no snapshot; null when it is to have one. */
export const blockOf = (valued: ValuedSession | BlockedReason): BlockedReason | null => {
  if (typeof valued === 'string') return valued;
  return valued.valuation.portfolio.status === 'BLOCKED' ? 'insufficient-coverage' : null;
};
