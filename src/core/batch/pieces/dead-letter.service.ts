import { Injectable } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import type { CursorKey, CursorPage } from '../../../shared/http/cursor.js';
import { CoreTransactions } from '../../core.transactions.js';
import type { BatchRun } from '../batch-run.entity.js';
import { BatchRunNotFound, DeadLetterNotFound } from '../batch.errors.js';
import { BatchRunRepository } from '../batch-run.repository.js';
import { BatchJobs } from '../batch.job.js';
import type { BatchPiece } from './batch-piece.entity.js';
import { BatchPieceRepository } from './batch-piece.repository.js';
import { RunShareRepository } from './run-share.repository.js';

export interface DeadLetters extends CursorPage<BatchPiece> {
  readonly total: number;
}

const IDENTITY = asSystem('batch');

/** Pieces of runs that were given up, for the administrator. */
@Injectable()
export class DeadLetterService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly pieces: BatchPieceRepository,
    private readonly shares: RunShareRepository,
    private readonly runs: BatchRunRepository,
    private readonly jobs: BatchJobs,
  ) {}

  /** The newest first. */
  list(limit: number, after: CursorKey | null): Promise<DeadLetters> {
    return this.tx.run(IDENTITY, async () => ({
      ...(await this.pieces.listDead(limit, after)),
      total: await this.pieces.countDead(),
    }));
  }

  /** Puts the piece back into its run, and the run into the queue when it has ended. @throws DeadLetterNotFound */
  async retry(id: string): Promise<BatchRun> {
    await this.jobs.ready();
    return this.tx.run(IDENTITY, async () => {
      const runId = await this.pieces.revive(id);
      if (runId === null) throw new DeadLetterNotFound(id);
      if (await this.shares.reopen(runId)) await this.jobs.send(runId);
      await this.shares.recount(runId);
      const run = await this.runs.find(runId);
      if (!run) throw new BatchRunNotFound(runId);
      return run;
    });
  }
}
