import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { asSystem } from '../../shared/database/transactions.js';
import type { ComponentState } from '../../shared/health/health.registry.js';
import { CoreTransactions } from '../core.transactions.js';
import { BatchRunRepository, type LastFailure } from './batch-run.repository.js';
import { BatchWorkRepository, type Due } from './batch-work.repository.js';
import { BatchAlreadyRunning } from './batch.errors.js';
import { BatchService } from './batch.service.js';

const IDENTITY = asSystem('batch');

/** Sees to it that what is due gets a run, and tells how far that is. */
@Injectable()
export class BatchDueService {
  /** Session for which blocked portfolios were already seen to: they can stay blocked for want of prices. */
  private seenTo: string | null = null;
  /** Nothing has lacked at one time since the start: what lacks from then on is a night, or something new. */
  private hasCaughtUp = false;

  constructor(
    private readonly tx: CoreTransactions,
    private readonly runs: BatchRunRepository,
    private readonly work: BatchWorkRepository,
    private readonly service: BatchService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Takes up what was left lying by the dead, and asks for a run when a session or a restatement is due. */
  async catchUp(): Promise<void> {
    await this.service.resumeForgotten();
    const session = this.service.lastCompleted;
    const { lacking, stale, blocked, failure } = await this.look(session);
    const isNewlyBlocked = blocked > 0 && session !== this.seenTo;
    if (failure === 'recent' || !(lacking > 0 || stale > 0 || isNewlyBlocked)) return;
    try {
      await this.service.enqueue({ triggeredBy: 'schedule' });
      this.seenTo = session;
    } catch (error) {
      // The run under way may do it all; if not, the next look finds out.
      if (!(error instanceof BatchAlreadyRunning)) throw error;
    }
  }

  /**
   * Figures of earlier sessions are served all the same. Hence a night is no reason to be unready, only what a start has
   * to catch up with.
   */
  async health(): Promise<ComponentState> {
    const session = this.service.lastCompleted;
    const { portfolios, lacking, blocked, stale, live, failure } = await this.look(session);
    const progress =
      live === null ? null : `${live.completed_steps + live.blocked_steps} of ${live.total_steps} sessions computed`;
    const failed = failure !== 'none' && lacking + stale > 0;
    const isComing = live !== null || !this.env.SKIP_BATCH_SCHEDULE;
    const isStarting = lacking > 0 && isComing && !this.hasCaughtUp;
    return {
      status: failed ? 'down' : isStarting ? 'working' : 'up',
      detail: {
        ...{ last_session: session, portfolios, lacking, blocked, stale, failed },
        ...{ run: live?.status ?? 'idle', progress },
      },
    };
  }

  private async look(session: string): Promise<Due & { readonly failure: LastFailure }> {
    const due = await this.tx.run(IDENTITY, async () => ({
      ...(await this.work.findDue(session)),
      failure: await this.runs.findLastFailure(),
    }));
    if (due.lacking === 0) this.hasCaughtUp = true;
    return due;
  }
}
