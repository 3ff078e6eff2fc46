import { Logger } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseMode } from '../../shared/database/databases.js';
import type { Results, SymbolSet } from '../calculations/calculation.js';
import type { CalculationRunner } from '../calculations/calculation.runner.js';
import type { SessionFigures, SnapshotWriter, StepResult } from '../snapshots/snapshot-writer.service.js';
import type { PipelineMonitor, PipelineRequest } from './pipeline-monitor.js';
import { watermarkAfter } from './batch-plan.kernel.js';
import { portfolioBook, type PortfolioWork, rowOf } from './batch-work.js';
import { isFaultOfOne } from './batch.errors.js';
import { MixedBasis, type ValuedSession } from './portfolio-replay.kernel.js';
import { WriteBehind } from './write-behind.js';

export interface ValuedStep {
  readonly work: PortfolioWork;
  readonly session: string;
  /** Or why there is none. */
  readonly valued: ValuedSession | BlockedReason;
}

export type BlockedReason = 'insufficient-coverage' | 'mixed-price-basis' | 'computation-failed';

export interface SymbolResults {
  readonly set: SymbolSet;
  readonly results: Results;
}

interface ComputedStep extends SessionFigures {
  readonly blocked: BlockedReason | null;
}

/**
 * How results are written: sessions of a portfolio in one transaction, and whether that goes on while the next are computed.
 * An embedded database serves one transaction at a time: a long one, or one that waits for its turn beside what is computed,
 * holds up everybody else.
 */
const PACES = {
  server: { sessions: 10, waits: false },
  embedded: { sessions: 3, waits: true },
} as const satisfies Record<DatabaseMode, object>;

/** Valued sessions → figures of the portfolio → snapshots, for one piece of a run. */
export class PortfolioResultsRunner {
  private readonly log = new Logger('Batch');
  private readonly failedBefore = new Set<string>();
  private readonly sessionsAWrite: number;
  /** What is written meanwhile; of symbols, too. */
  readonly behind: WriteBehind;

  constructor(
    private readonly calculations: CalculationRunner,
    private readonly snapshots: SnapshotWriter,
    mode: DatabaseMode,
    private readonly request: PipelineRequest,
    private readonly monitor: PipelineMonitor,
  ) {
    const { sessions, waits } = PACES[mode];
    this.sessionsAWrite = sessions;
    this.behind = new WriteBehind(waits);
  }

  /** Of one portfolio, ascending. Returns while the last of them may still be written. */
  async run(
    work: PortfolioWork,
    steps: readonly (ValuedStep & { readonly symbols: SymbolResults | undefined })[],
  ): Promise<void> {
    for (let start = 0; start < steps.length && work.state === 'going'; start += this.sessionsAWrite) {
      const computed: ComputedStep[] = [];
      for (const step of steps.slice(start, start + this.sessionsAWrite)) {
        computed.push(this.compute(step));
        // What is written behind goes on, and heartbeats go out.
        await nextTurn();
      }
      await this.behind.start(() => this.write(work, computed));
    }
  }

  /** @throws what concerns more than this portfolio. */
  blockedBy(error: unknown, work: PortfolioWork, session: string): BlockedReason {
    if (error instanceof MixedBasis) return 'mixed-price-basis';
    if (!isFaultOfOne(error)) throw error;
    if (!work.isFaulty) this.log.error(`portfolio ${work.id} cannot be computed on ${session}`, error);
    work.isFaulty = true;
    return 'computation-failed';
  }

  private compute(step: ValuedStep & { readonly symbols: SymbolResults | undefined }): ComputedStep {
    const { work, session, valued, symbols } = step;
    const blocked = blockOf(valued);
    if (typeof valued === 'string' || blocked !== null || symbols === undefined) return withoutRow(session, blocked);
    try {
      const book = portfolioBook(work.id, valued, work.market, symbols.set);
      const { figures, rows, failed } = this.calculations.computePortfolio(book, symbols.results);
      this.report(failed, work, session);
      return { session, row: rowOf(valued, figures, failed.keys()), results: rows, blocked };
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

const blockOf = (valued: ValuedSession | BlockedReason): BlockedReason | null => {
  if (typeof valued === 'string') return valued;
  return valued.valuation.portfolio.status === 'BLOCKED' ? 'insufficient-coverage' : null;
};
