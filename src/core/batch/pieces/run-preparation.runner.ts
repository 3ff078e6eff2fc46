import { Injectable, Logger } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import { Clock } from '../../../shared/time/clock.js';
import { CoreTransactions } from '../../core.transactions.js';
import { BatchPipeline } from '../batch-pipeline.runner.js';
import type { BatchRun } from '../batch-run.entity.js';
import { BatchRunRepository } from '../batch-run.repository.js';
import { LeaseLost } from '../batch.errors.js';
import { BatchPieceRepository } from './batch-piece.repository.js';
import { keepAlive } from './heartbeat.js';
import type { PieceWatch } from './piece.runner.js';
import { requestOf } from './pipeline-request.js';
import { type PieceLimits, splitIntoPieces } from './piece-split.kernel.js';
import { RunShareRepository } from './run-share.repository.js';
import { WorkProgress } from './work-progress.js';

const IDENTITY = asSystem('batch');

/** What is done once a run, by the worker that has its lease: prices, events, and the pieces that the work is shared out in. */
@Injectable()
export class RunPreparation {
  private readonly log = new Logger('Batch');

  // eslint-disable-next-line max-params -- the run, its pieces, and what prepares it
  constructor(
    private readonly tx: CoreTransactions,
    private readonly runs: BatchRunRepository,
    private readonly shares: RunShareRepository,
    private readonly pieces: BatchPieceRepository,
    private readonly pipeline: BatchPipeline,
    private readonly clock: Clock,
  ) {}

  /** @returns why it did not come to an end; null when the run is split. An error ends the run. */
  async prepare(run: BatchRun, owner: string, limits: PieceLimits, given: PieceWatch): Promise<string | null> {
    const progress = new WorkProgress({ id: run.id, newest: run.toDate }, given.interruption, () => {
      given.watch({ phase: progress.phase ?? '', ...progress.snapshot() });
    });
    const stop = keepAlive(
      () => progress.phase,
      () => this.beat(run.id, owner, progress),
    );
    let failure: unknown = null;
    try {
      const found = await this.pipeline.prepare(requestOf(run, this.clock.now()), progress);
      progress.leave();
      await stop();
      await this.split(run.id, owner, { progress, pieces: splitIntoPieces(found, limits) });
    } catch (error) {
      failure = error;
    } finally {
      await stop();
    }
    return failure === null ? null : this.giveUp(run.id, owner, { progress, failure });
  }

  private async split(
    runId: string,
    owner: string,
    { progress, pieces }: { progress: WorkProgress; pieces: ReturnType<typeof splitIntoPieces> },
  ): Promise<void> {
    const isOurs = await this.tell(runId, owner, progress, async () => {
      if (!(await this.shares.split(runId, owner, progress))) throw new LeaseLost(runId);
      await this.pieces.create(runId, pieces);
      await this.shares.add(runId, null);
    });
    if (!isOurs) throw new LeaseLost(runId);
  }

  private async giveUp(
    runId: string,
    owner: string,
    { progress, failure }: { progress: WorkProgress; failure: unknown },
  ): Promise<string> {
    const error = progress.fail(failure);
    if (progress.isLost || progress.isInterrupted || failure instanceof LeaseLost) return error;
    this.log.error(`run ${runId} failed`, failure);
    const { notes: problems, prices } = progress;
    await this.tell(runId, owner, progress, () =>
      this.runs.finish(runId, owner, { status: 'failed', problems, prices, error }),
    );
    return error;
  }

  private async beat(runId: string, owner: string, progress: WorkProgress): Promise<void> {
    try {
      const isOurs = await this.tell(runId, owner, progress, () => Promise.resolve());
      if (!isOurs) progress.lose();
    } catch (error) {
      // One heartbeat may be missed; when the database stays away the pipeline meets that itself.
      this.log.warn(`the heartbeat of run ${runId} was not written: ${String(error)}`);
    }
  }

  /** Adds what was done since it was last told, in one unit of work with what `then` does. @returns whether the run is the owner's. */
  private async tell(
    runId: string,
    owner: string,
    progress: WorkProgress,
    then: () => Promise<unknown>,
  ): Promise<boolean> {
    const { list, isTold } = progress.jobs();
    const isOurs = await this.tx.run(IDENTITY, async () => {
      if (!(await this.runs.renew(runId, owner, progress.phase, list))) return false;
      await then();
      return true;
    });
    if (isOurs) isTold();
    return isOurs;
  }
}
