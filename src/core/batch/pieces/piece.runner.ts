import { Inject, Injectable, Logger } from '@nestjs/common';
import { DATABASES, type Databases } from '../../../shared/database/databases.js';
import { asSystem } from '../../../shared/database/transactions.js';
import { Clock } from '../../../shared/time/clock.js';
import { CoreTransactions } from '../../core.transactions.js';
import { LimitEvaluationService } from '../../risk-limits/limit-evaluation.service.js';
import { BatchPipeline } from '../batch-pipeline.runner.js';
import type { BatchRun } from '../batch-run.entity.js';
import type { RunProgress } from '../batch-run.repository.js';
import { RunInterrupted } from '../batch.errors.js';
import { BatchJobs } from '../batch.job.js';
import { RunJobRepository } from '../run-job.repository.js';
import { BatchPieceRepository, type PieceInHand } from './batch-piece.repository.js';
import { keepAlive } from './heartbeat.js';
import { requestOf } from './pipeline-request.js';
import { endOf } from './run-end.kernel.js';
import { type OpenRun, RunShareRepository, type RunTotals } from './run-share.repository.js';
import { WorkProgress } from './work-progress.js';

const IDENTITY = asSystem('batch');
const NOTHING: RunTotals = { total: 0, completed: 0, blocked: 0 };

export interface PieceWatch {
  /** Aborted when this process is to end. */
  readonly interruption: AbortSignal;
  readonly watch: (progress: RunProgress) => void;
}

/**
 * Computes pieces of runs, one at a time in a process. What a piece needs is in the database alone, so that any process
 * may compute any piece, and compute again what another one has left unfinished.
 */
@Injectable()
export class PieceRunner {
  private readonly log = new Logger('Batch');
  /** Settles when the hand is free: memory and processor are bounded by one piece. */
  private hand: Promise<unknown> = Promise.resolve();

  // eslint-disable-next-line max-params -- pieces, the run that they add to, their queue, and what computes them and what then looks at the figures
  constructor(
    private readonly tx: CoreTransactions,
    private readonly pieces: BatchPieceRepository,
    private readonly shares: RunShareRepository,
    private readonly phases: RunJobRepository,
    private readonly pipeline: BatchPipeline,
    private readonly limits: LimitEvaluationService,
    private readonly jobs: BatchJobs,
    private readonly clock: Clock,
    @Inject(DATABASES) private readonly databases: Databases,
  ) {}

  /** Computes the next piece that nobody has. @returns whether there was one. */
  next(run: BatchRun, owner: string, watch: PieceWatch): Promise<boolean> {
    const turn = this.hand.then(async () => {
      if (watch.interruption.aborted) return false;
      const piece = await this.claim(run.id, owner);
      if (piece) await this.work(piece, run, watch);
      return piece !== null;
    });
    this.hand = turn.catch(() => undefined);
    return turn;
  }

  /** Ends a run that no piece is left of. @returns whether it is over, by this call or before. */
  async end(runId: string): Promise<boolean> {
    return this.tx.run(IDENTITY, async () => {
      const run = await this.shares.lock(runId);
      if (!run) return true;
      await this.pieces.buryExpired(runId);
      return this.endIfDone(runId, run);
    });
  }

  /** Others are invited while something is left for them: one invitation a run waits at a time, so the queue stays short. */
  private async claim(runId: string, owner: string): Promise<PieceInHand | null> {
    if (this.isShared) await this.jobs.ready();
    return this.tx.run(IDENTITY, async () => {
      await this.pieces.buryExpired(runId);
      const piece = await this.pieces.claim(runId, owner);
      if (piece && this.isShared && (await this.pieces.isReady(runId))) await this.jobs.invite(runId);
      return piece;
    });
  }

  /** Embedded databases have one worker. */
  private get isShared(): boolean {
    return this.databases.mode === 'server';
  }

  private async work(piece: PieceInHand, run: BatchRun, { interruption, watch }: PieceWatch): Promise<void> {
    let others = NOTHING;
    const progress = new WorkProgress({ id: run.id, newest: run.toDate }, interruption, () => {
      watch(runProgress(progress, others));
    });
    progress.expect(piece.steps);
    const beat = async (): Promise<void> => {
      others = (await this.beat(piece, progress)) ?? others;
    };
    await beat();
    const stop = keepAlive(() => [progress.phase, progress.snapshot()], beat);
    let failure: unknown = null;
    try {
      await this.pipeline.compute(requestOf(run, this.clock.now()), piece.portfolioIds, progress);
      progress.leave();
      // Before the piece is finished: whoever takes over a killed one sees to its limits too.
      await this.limits.evaluate(piece.portfolioIds, interruption);
    } catch (error) {
      failure = error;
    } finally {
      await stop();
    }
    await this.close(piece, run, progress, failure);
  }

  /** @returns what the others have of the run; null when it is not known. */
  private async beat(piece: PieceInHand, progress: WorkProgress): Promise<RunTotals | null> {
    try {
      const others = await this.tell(piece, progress, () => Promise.resolve());
      if (!others) progress.lose();
      return others;
    } catch (error) {
      // One heartbeat may be missed; when the database stays away the pipeline meets that itself.
      this.log.warn(`the heartbeat of a piece of run ${piece.runId} was not written: ${String(error)}`);
      return null;
    }
  }

  private async close(piece: PieceInHand, run: BatchRun, progress: WorkProgress, failure: unknown): Promise<void> {
    if (progress.isLost) {
      this.log.warn(`a piece of run ${run.id} went to another worker`);
      return;
    }
    if (failure instanceof RunInterrupted) {
      await this.tell(piece, progress, () => this.pieces.release(piece));
      return;
    }
    if (failure !== null) this.log.error(`a piece of run ${run.id} failed at attempt ${piece.attempts}`, failure);
    const message = failure === null ? null : progress.fail(failure);
    await this.tell(piece, progress, async (open) => {
      await (message === null ? this.pieces.finish(piece, progress.problems) : this.pieces.fail(piece, message));
      await this.endIfDone(piece.runId, open);
    });
  }

  /**
   * Adds to piece and run what was done since it was last told, in one unit of work with what `then` does.
   * @returns what the others have of the run; null when the piece is not in this hand any more, and then nothing is written.
   */
  private async tell(
    piece: PieceInHand,
    progress: WorkProgress,
    then: (run: OpenRun) => Promise<unknown>,
  ): Promise<RunTotals | null> {
    const { list, isTold } = progress.jobs();
    // Taken once: what is written behind goes on while this is told, and would be counted as work of others too.
    const own = progress.snapshot();
    const others = await this.tx.run(IDENTITY, async () => {
      const run = await this.shares.lock(piece.runId);
      if (!run || !(await this.pieces.renew(piece, own))) return null;
      await this.phases.add(piece.runId, list);
      const sums = await this.shares.add(piece.runId, progress.phase);
      await then(run);
      return difference(sums, own);
    });
    if (others) isTold();
    return others;
  }

  /** Under the lock of the run: whoever finishes the last piece ends it. */
  private async endIfDone(runId: string, { toDate, notes }: OpenRun): Promise<boolean> {
    if (await this.pieces.isOpen(runId)) return false;
    const end = endOf(await this.pieces.listOf(runId), toDate, notes);
    await this.shares.end(runId, end);
    this.log.log(`run ${runId} ${end.status}`);
    return true;
  }
}

const difference = (a: RunTotals, b: RunTotals): RunTotals => ({
  total: a.total - b.total,
  completed: a.completed - b.completed,
  blocked: a.blocked - b.blocked,
});

/** Of the run, as far as this worker knows what the others have done. */
function runProgress(progress: WorkProgress, others: RunTotals): RunProgress {
  const own = progress.snapshot();
  return {
    phase: progress.phase ?? '',
    total: own.total + others.total,
    completed: own.completed + others.completed,
    blocked: own.blocked + others.blocked,
  };
}
