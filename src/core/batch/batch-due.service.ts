import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { asSystem } from '../../shared/database/transactions.js';
import type { ComponentState } from '../../shared/health/health.registry.js';
import { CoreTransactions } from '../core.transactions.js';
import { BatchRunRepository, type LastFailure } from './batch-run.repository.js';
import { BatchWorkRepository, type Due } from './batch-work.repository.js';
import { BatchScheduleRepository } from './batch-schedule.repository.js';
import { NIGHTLY_BATCH, type BatchSchedule } from './batch-schedule.entity.js';
import { nextRunAt, sessionDue } from './batch-schedule.kernel.js';
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

  // eslint-disable-next-line max-params -- the schedule, runs, their work, and who asks for them
  constructor(
    private readonly tx: CoreTransactions,
    private readonly runs: BatchRunRepository,
    private readonly work: BatchWorkRepository,
    private readonly schedules: BatchScheduleRepository,
    private readonly service: BatchService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Takes up what was left lying by the dead, and asks for a run when a session or a restatement is due. Nothing is asked
   * for while the schedule is paused; what was missed by then lacks afterwards.
   */
  async catchUp(): Promise<void> {
    await this.service.resumeForgotten();
    const schedule = await this.planned();
    if (!schedule.isActive) return;
    const session = sessionDue(this.service.now, schedule);
    const { lacking, stale, blocked, failure } = await this.look(session);
    const isNewlyBlocked = blocked > 0 && session !== this.seenTo;
    if (failure === 'recent' || !(lacking > 0 || stale > 0 || isNewlyBlocked)) return;
    try {
      await this.service.enqueue({ triggeredBy: 'schedule', to: session });
      await this.tx.run(IDENTITY, () => this.schedules.noteRun(NIGHTLY_BATCH));
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
    const schedule = await this.tx.run(IDENTITY, () => this.schedules.get(NIGHTLY_BATCH));
    const session = sessionDue(this.service.now, schedule);
    const { portfolios, lacking, blocked, stale, live, failure } = await this.look(session);
    const progress =
      live === null ? null : `${live.completed_steps + live.blocked_steps} of ${live.total_steps} sessions computed`;
    const failed = failure !== 'none' && lacking + stale > 0;
    const isScheduled = schedule.isActive && !this.env.SKIP_BATCH_SCHEDULE;
    const isComing = live !== null || isScheduled;
    const isStarting = lacking > 0 && isComing && !this.hasCaughtUp;
    return {
      status: failed ? 'down' : isStarting ? 'working' : 'up',
      detail: {
        ...{ last_session: session, portfolios, lacking, blocked, stale, failed },
        ...{ run: live?.status ?? 'idle', progress },
        schedule: isScheduled ? 'active' : schedule.isActive ? 'off' : 'paused',
      },
    };
  }

  /** Whether a run waits or is under way; also when nobody can tell. */
  async hasRun(): Promise<boolean> {
    try {
      return (await this.tx.run(IDENTITY, () => this.runs.findLive(null))) !== null;
    } catch {
      return true;
    }
  }

  /** The schedule, once it says when it is due next. */
  private planned(): Promise<BatchSchedule> {
    return this.tx.run(IDENTITY, async () => {
      const schedule = await this.schedules.get(NIGHTLY_BATCH);
      await this.schedules.noteNext(NIGHTLY_BATCH, nextRunAt(this.service.now, schedule));
      return schedule;
    });
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
