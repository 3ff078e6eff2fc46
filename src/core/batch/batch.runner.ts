import { Inject, Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENV, type Env } from '../../shared/config/env.js';
import { DATABASES, type Databases } from '../../shared/database/databases.js';
import { asSystem } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import type { SourceReport } from '../market-data/price-source.js';
import { LimitEvaluationService } from '../risk-limits/limit-evaluation.service.js';
import type { BatchProblem, BatchRun } from './batch-run.entity.js';
import { BatchRunRepository, type RunProgress } from './batch-run.repository.js';
import { LeaseLost, RunInterrupted } from './batch.errors.js';
import { BatchJobs } from './batch.job.js';
import { PieceRunner } from './pieces/piece.runner.js';
import { pieceLimits } from './pieces/piece-limits.kernel.js';
import { RunPreparation } from './pieces/run-preparation.runner.js';
import { keepAlive } from './pieces/heartbeat.js';
import { durationsOf } from './run-jobs.kernel.js';

export interface RunReport {
  readonly runId: string;
  readonly status: 'completed' | 'partial' | 'failed';
  readonly total: number;
  readonly completed: number;
  readonly blocked: number;
  readonly durations: Readonly<Record<string, number>>;
  readonly problems: readonly BatchProblem[];
  readonly prices: readonly SourceReport[];
  readonly error: string | null;
}

const IDENTITY = asSystem('batch');
/** A run that another one keeps from starting asks again after so long. */
const ASK_AGAIN_SECONDS = 2;
/** While others have the last pieces in hand, or a piece rests after an error. */
const LOOK_AGAIN_MS = 500;

/** Coordinates a run: has it prepared, computes pieces of it beside whoever else does, and sees to it that it ends. */
@Injectable()
export class BatchRunner {
  private readonly log = new Logger('Batch');
  private readonly underWay = new Map<AbortController, Promise<void>>();

  // eslint-disable-next-line max-params -- runs, their queue, what prepares and what computes them, and how large pieces are
  constructor(
    private readonly tx: CoreTransactions,
    private readonly runs: BatchRunRepository,
    private readonly preparation: RunPreparation,
    private readonly pieces: PieceRunner,
    private readonly limits: LimitEvaluationService,
    private readonly jobs: BatchJobs,
    @Inject(ENV) private readonly env: Env,
    @Inject(DATABASES) private readonly databases: Databases,
  ) {}

  get isBusy(): boolean {
    return this.underWay.size > 0;
  }

  /** As `execute`, for a run from the queue: where another run on the same portfolios lives, it goes back and waits. */
  async take(runId: string, owner: string): Promise<RunReport | null> {
    const report = await this.execute(runId, owner);
    if (report) return report;
    await this.jobs.ready();
    await this.tx.run(IDENTITY, async () => {
      const run = await this.runs.find(runId);
      if (run?.status === 'queued') await this.jobs.send(runId, ASK_AGAIN_SECONDS);
    });
    return null;
  }

  /**
   * @param owner who holds the lease; a run that is somebody else's is left alone.
   * @returns null when the lease is held by the living, another run works on the same portfolios, or the run has ended.
   */
  async execute(
    runId: string,
    owner: string,
    watch: (progress: RunProgress) => void = () => undefined,
  ): Promise<RunReport | null> {
    const run = await this.tx.run(IDENTITY, async () => {
      await this.runs.lockStart();
      return this.runs.lease(runId, owner);
    });
    if (!run) return null;
    return this.whileUnderWay((interruption) => this.coordinate(run, owner, { interruption, watch }));
  }

  /** Computes pieces of a run that somebody else coordinates, until none is left to take. @returns how many. */
  async help(runId: string, owner: string): Promise<number> {
    const run = await this.tx.run(IDENTITY, () => this.runs.find(runId));
    if (!run) return 0;
    return this.whileUnderWay(async (interruption) => {
      let count = 0;
      while (await this.pieces.next(run, owner, { interruption, watch: () => undefined })) count += 1;
      return count;
    });
  }

  /** Ends what is under way after the step it is at, and hands it back to the queue. */
  async interrupt(): Promise<void> {
    const ending = [...this.underWay.values()];
    for (const interruption of this.underWay.keys()) interruption.abort();
    await Promise.all(ending);
  }

  private async whileUnderWay<T>(work: (interruption: AbortSignal) => Promise<T>): Promise<T> {
    const interruption = new AbortController();
    let end = (): void => undefined;
    this.underWay.set(interruption, new Promise((resolve) => (end = resolve)));
    try {
      return await work(interruption.signal);
    } finally {
      this.underWay.delete(interruption);
      end();
    }
  }

  private async coordinate(
    run: BatchRun,
    owner: string,
    given: { readonly interruption: AbortSignal; readonly watch: (progress: RunProgress) => void },
  ): Promise<RunReport> {
    let failure: string | null = null;
    if (run.splitAt === null) {
      const limits = pieceLimits(this.databases.mode, this.env.BATCH_PIECE_PORTFOLIOS ?? null);
      failure = await this.preparation.prepare(run, owner, limits, given);
    }
    if (failure === null) failure = await this.workOff(run, owner, given);
    // Pieces have seen to the limits of what they computed; this is for portfolios of which nothing was missing.
    if (failure === null) {
      await this.limits.evaluate(run.portfolioId === null ? null : [run.portfolioId], given.interruption);
    }
    if (given.interruption.aborted) await this.release(run.id, owner);
    return this.report(run.id, failure);
  }

  /** @returns why it ended without an end of the run; null when the run has ended. */
  private async workOff(
    run: BatchRun,
    owner: string,
    given: { readonly interruption: AbortSignal; readonly watch: (progress: RunProgress) => void },
  ): Promise<string | null> {
    // An object, since the timer changes it behind the compiler's back.
    const lease = { isOurs: true };
    const stop = keepAlive(
      () => null,
      async () => {
        try {
          lease.isOurs = await this.tx.run(IDENTITY, () => this.runs.renew(run.id, owner, null, []));
        } catch (error) {
          this.log.warn(`the heartbeat of run ${run.id} was not written: ${String(error)}`);
        }
      },
    );
    try {
      while (!given.interruption.aborted) {
        if (await this.pieces.next(run, owner, given)) continue;
        if (await this.pieces.end(run.id)) return null;
        if (!lease.isOurs) return new LeaseLost(run.id).message;
        await sleep(LOOK_AGAIN_MS, undefined, { signal: given.interruption }).catch(() => undefined);
      }
      return (await this.pieces.end(run.id)) ? null : new RunInterrupted(run.id).message;
    } finally {
      await stop();
    }
  }

  /** Run and job together, as when it was asked for. */
  private async release(runId: string, owner: string): Promise<void> {
    await this.jobs.ready();
    await this.tx.run(IDENTITY, async () => {
      if (await this.runs.release(runId, owner)) await this.jobs.send(runId);
    });
  }

  /** As it is stored; a run that has not ended here says why. */
  private async report(runId: string, failure: string | null): Promise<RunReport> {
    const run = await this.tx.run(IDENTITY, () => this.runs.find(runId));
    if (!run) throw new LeaseLost(runId);
    const { totalSteps: total, completedSteps: completed, blockedSteps: blocked, problems } = run;
    const hasEnded = run.status === 'completed' || run.status === 'partial' || run.status === 'failed';
    const status = hasEnded ? (run.status as RunReport['status']) : completed > 0 ? 'partial' : 'failed';
    if (hasEnded) this.log.log(`run ${runId} ${status}: ${completed} of ${total} steps, ${blocked} blocked`);
    return {
      ...{ runId, status, total, completed, blocked, problems, durations: durationsOf(run.jobs) },
      prices: run.prices as readonly SourceReport[],
      error: hasEnded ? run.error : (failure ?? run.error),
    };
  }
}
