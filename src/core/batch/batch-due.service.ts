import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import type { ComponentState } from '../../shared/health/health.registry.js';
import { CoreTransactions } from '../core.transactions.js';
import { BatchRunRepository } from './batch-run.repository.js';
import { BatchWorkRepository } from './batch-work.repository.js';
import { BatchAlreadyRunning } from './batch.errors.js';
import { BatchJobs } from './batch.job.js';
import { BatchService } from './batch.service.js';

const IDENTITY = asSystem('batch');

/** Sees to it that what is due gets a run, and tells how far that is. */
@Injectable()
export class BatchDueService {
  /** Session for which missing snapshots were already seen to: some can stay missing for want of prices. */
  private seenTo: string | null = null;

  constructor(
    private readonly tx: CoreTransactions,
    private readonly runs: BatchRunRepository,
    private readonly work: BatchWorkRepository,
    private readonly jobs: BatchJobs,
    private readonly service: BatchService,
  ) {}

  /** Takes up what was left lying by the dead, and asks for a run when a session or a restatement is due. */
  async catchUp(): Promise<void> {
    await this.resume();
    const session = this.service.lastCompleted;
    const { due, hasFailed } = await this.tx.run(IDENTITY, async () => ({
      due: await this.work.findDue(session),
      hasFailed: await this.runs.hasJustFailed(),
    }));
    const isNew = session !== this.seenTo && due.lacking + due.blocked > 0;
    if (hasFailed || !(isNew || due.stale > 0)) return;
    try {
      await this.service.enqueue({ triggeredBy: 'schedule' });
      this.seenTo = session;
    } catch (error) {
      // The run under way may do it all; if not, the next look finds out.
      if (!(error instanceof BatchAlreadyRunning)) throw error;
    }
  }

  async health(): Promise<ComponentState> {
    const session = this.service.lastCompleted;
    const { portfolios, lacking, blocked, stale, live } = await this.tx.run(IDENTITY, () => this.work.findDue(session));
    const progress =
      live === null ? null : `${live.completed_steps + live.blocked_steps} of ${live.total_steps} sessions computed`;
    return {
      status: lacking > 0 && live !== null ? 'working' : 'up',
      detail: { last_session: session, portfolios, lacking, blocked, stale, run: live?.status ?? 'idle', progress },
    };
  }

  private async resume(): Promise<void> {
    const forgotten = await this.tx.run(IDENTITY, () => this.runs.listResumable());
    if (forgotten.length === 0) return;
    await this.jobs.ready();
    // A job too many does no harm: a run has one lease.
    await this.tx.run(IDENTITY, async () => {
      for (const id of forgotten) await this.jobs.send(id);
    });
  }
}
