import { Injectable } from '@nestjs/common';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import type { CursorPage } from '../../shared/http/cursor.js';
import { Clock } from '../../shared/time/clock.js';
import { isSession, lastCompletedSession } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { RestatementService, type RestatementsOfRun } from '../restatements/restatement.service.js';
import type { BatchRun } from './batch-run.entity.js';
import { BatchRunRepository, type NewRun, type RunCounts, type RunFilter } from './batch-run.repository.js';
import { BatchWorkRepository } from './batch-work.repository.js';
import { BatchAlreadyRunning, BatchPortfolioNotFound, BatchRunNotFound, InvalidBatchDates } from './batch.errors.js';
import { BatchJobs } from './batch.job.js';

/** After the close, until closing prices can be had. */
export const READY_DELAY_MINUTES = 30;

export interface RunSummary extends RunCounts {
  readonly latest: BatchRun | null;
}

export interface BatchRequest {
  /** E-mail of a user, or the name of what started it. */
  readonly triggeredBy: string;
  readonly portfolioId?: string | null;
  /** First session; without it, the first that is missing or stale. */
  readonly from?: string | null;
  /** Last session; without it, the last completed one. */
  readonly to?: string | null;
  /** Computes sessions that are up to date again. */
  readonly isForced?: boolean;
  /** Queues behind a run on the same portfolios instead of being refused. */
  readonly mayWait?: boolean;
}

export interface RunDetail {
  readonly run: BatchRun;
  readonly restated: RestatementsOfRun;
}

const MAX_RESTATEMENTS = 100;
const IDENTITY = asSystem('batch');

/** Asks for runs, and tells how they are doing. */
@Injectable()
export class BatchService {
  // eslint-disable-next-line max-params -- runs, their work, their queue and what they restated; a holder of two would hide one
  constructor(
    private readonly tx: CoreTransactions,
    private readonly runs: BatchRunRepository,
    private readonly work: BatchWorkRepository,
    private readonly jobs: BatchJobs,
    private readonly restatements: RestatementService,
    private readonly clock: Clock,
  ) {}

  get now(): Date {
    return this.clock.now();
  }

  get lastCompleted(): string {
    return lastCompletedSession(this.clock.now(), READY_DELAY_MINUTES);
  }

  /** A run for the worker; row and job are made together. @throws BatchAlreadyRunning, InvalidBatchDates. */
  async enqueue(request: BatchRequest): Promise<BatchRun> {
    const run = this.checked(request);
    await this.jobs.ready();
    return this.tx.run(IDENTITY, async () => {
      const id = await this.create(run, request.mayWait === true, null);
      await this.jobs.send(id);
      return this.get(id);
    });
  }

  /** A run for the caller's own process, which has the lease from the start. @throws as `enqueue`. */
  async begin(request: Omit<BatchRequest, 'mayWait'>, owner: string): Promise<string> {
    const run = this.checked(request);
    return this.tx.run(IDENTITY, () => this.create(run, false, owner));
  }

  /** Puts runs that workers left lying back into the queue, and those whose jobs were lost. */
  async resumeForgotten(): Promise<void> {
    const forgotten = await this.tx.run(IDENTITY, () => this.runs.listForgotten());
    if (forgotten.length === 0) return;
    await this.jobs.ready();
    await this.tx.run(IDENTITY, async () => {
      for (const id of forgotten) {
        await this.runs.requeueDead(id);
        if (!(await this.jobs.waits(id))) await this.jobs.send(id);
      }
    });
  }

  /** A run of the caller's own portfolio. @throws BatchPortfolioNotFound for another user's, and as `enqueue`. */
  async enqueueFor(user: { readonly id: string; readonly email: string }, portfolioId: string): Promise<BatchRun> {
    await this.mustOwn(user.id, portfolioId);
    return this.enqueue({ triggeredBy: user.email, portfolioId });
  }

  /** A run that covers the caller's own portfolio. @throws BatchPortfolioNotFound, BatchRunNotFound. */
  async getFor(userId: string, portfolioId: string, runId: string): Promise<BatchRun> {
    await this.mustOwn(userId, portfolioId);
    const run = await this.get(runId);
    if (run.portfolioId !== null && run.portfolioId !== portfolioId) throw new BatchRunNotFound(runId);
    return run;
  }

  /** The newest run that covers the caller's own portfolio; null when there was none since it was made. */
  async findLatestFor(userId: string, portfolioId: string): Promise<BatchRun | null> {
    await this.mustOwn(userId, portfolioId);
    return this.tx.run(IDENTITY, () => this.runs.findLatestOf(portfolioId));
  }

  /** Counts of the runs of the last days, and the newest of them. */
  summarize(days: number): Promise<RunSummary> {
    return this.tx.run(IDENTITY, async () => {
      const [latest = null] = (await this.runs.list({ days, statuses: null, limit: 1, after: null })).items;
      return { ...(await this.runs.countByStatus(days)), latest };
    });
  }

  /** @throws BatchRunNotFound */
  async get(id: string): Promise<BatchRun> {
    const run = await this.tx.run(IDENTITY, () => this.runs.find(id));
    if (!run) throw new BatchRunNotFound(id);
    return run;
  }

  /** With the figures that it restated. @throws BatchRunNotFound */
  async getDetail(id: string): Promise<RunDetail> {
    return { run: await this.get(id), restated: await this.restatements.listOfRun(id, MAX_RESTATEMENTS) };
  }

  findCurrent(): Promise<BatchRun | null> {
    return this.tx.run(IDENTITY, () => this.runs.findCurrent());
  }

  list(filter: RunFilter): Promise<CursorPage<BatchRun>> {
    return this.tx.run(IDENTITY, () => this.runs.list(filter));
  }

  private async mustOwn(userId: string, portfolioId: string): Promise<void> {
    const isOwn = await this.tx.run(asUser(userId), () => this.work.isOwned(userId, portfolioId));
    if (!isOwn) throw new BatchPortfolioNotFound(portfolioId);
  }

  private checked({ triggeredBy, portfolioId, from, to, isForced }: BatchRequest): NewRun {
    const last = this.lastCompleted;
    for (const [field, date] of [
      ['start_date', from],
      ['end_date', to],
    ] as const) {
      if (date === undefined || date === null) continue;
      if (!isTradingDay(date)) throw new InvalidBatchDates(field, `${date} is not a session of the exchange.`);
      if (date > last)
        throw new InvalidBatchDates(field, `${date} has not been completed: the last session is ${last}.`);
    }
    const end = to ?? last;
    if (from && from > end)
      throw new InvalidBatchDates('start_date', `${from} is later than ${end}, the end of the run.`);
    return { triggeredBy, portfolioId: portfolioId ?? null, from: from ?? null, to: end, isForced: isForced ?? false };
  }

  private async create(run: NewRun, mayWait: boolean, owner: string | null): Promise<string> {
    await this.runs.lockStart();
    await this.runs.abandonDead(run);
    const live = mayWait ? null : await this.runs.findLive(run.portfolioId);
    if (live !== null) throw new BatchAlreadyRunning(live);
    if (run.portfolioId !== null && !(await this.work.portfolioExists(run.portfolioId))) {
      throw new BatchPortfolioNotFound(run.portfolioId);
    }
    return this.runs.create(run, owner);
  }
}

/** Days that the calendar does not reach are no sessions either. */
function isTradingDay(date: string): boolean {
  try {
    return isSession(date);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
