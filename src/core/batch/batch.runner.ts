import { Injectable, Logger } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { lastCompletedSession } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import type { SourceReport } from '../market-data/price-source.js';
import { BatchPipeline, type PipelineMonitor } from './batch-pipeline.runner.js';
import { type BatchProblem, type BatchRun } from './batch-run.entity.js';
import { BatchRunRepository, type RunProgress } from './batch-run.repository.js';
import { LeaseLost, RunInterrupted } from './batch.errors.js';
import { BatchJobs } from './batch.job.js';
import { READY_DELAY_MINUTES } from './batch.service.js';
import { type JobProgress, JobTally } from './run-jobs.kernel.js';

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
const TICK_MS = 1_000;
/** Renewed every 2 s: a live process keeps its lease of 16 s, but for a stall of 14 s. */
const HEARTBEAT_TICKS = 2;
/** A run that another one keeps from starting asks again after so long. */
const ASK_AGAIN_SECONDS = 2;
/** Of sessions before the last one; every portfolio that is blocked at the last one is named. */
const MAX_EARLIER_PROBLEMS = 100;
const MAX_NOTES = 100;

/** Works one run off: takes its lease, keeps it alive while the pipeline works, and says how it ended. */
@Injectable()
export class BatchRunner {
  private readonly log = new Logger('Batch');
  private readonly underWay = new Map<ProgressOfRun, Promise<void>>();

  constructor(
    private readonly tx: CoreTransactions,
    private readonly runs: BatchRunRepository,
    private readonly pipeline: BatchPipeline,
    private readonly jobs: BatchJobs,
    private readonly clock: Clock,
  ) {}

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
    const progress = new ProgressOfRun(run, watch);
    let end = (): void => undefined;
    this.underWay.set(progress, new Promise((resolve) => (end = resolve)));
    try {
      await this.work(run, owner, progress);
      return await this.finish(runId, owner, progress);
    } finally {
      this.underWay.delete(progress);
      end();
    }
  }

  /** Ends what is under way after the step it is at, and hands it back to the queue. */
  async interrupt(): Promise<void> {
    const ending = [...this.underWay.values()];
    for (const progress of this.underWay.keys()) progress.interrupt();
    await Promise.all(ending);
  }

  private async work(run: BatchRun, owner: string, progress: ProgressOfRun): Promise<void> {
    const stop = this.keepAlive(run.id, owner, progress);
    try {
      await this.pipeline.run(this.requestOf(run), progress);
    } catch (error) {
      progress.fail(error);
      if (!(error instanceof LeaseLost || error instanceof RunInterrupted)) {
        this.log.error(`run ${run.id} failed`, error);
      }
    } finally {
      await stop();
    }
  }

  private requestOf(run: BatchRun): Parameters<BatchPipeline['run']>[0] {
    const lastCompleted = lastCompletedSession(this.clock.now(), READY_DELAY_MINUTES);
    const { id: runId, portfolioId, fromDate: from, toDate: to, isForced } = run;
    return { runId, portfolioId, from, to, isForced, lastCompleted };
  }

  private async finish(runId: string, owner: string, progress: ProgressOfRun): Promise<RunReport> {
    const report = progress.report();
    if (progress.isLost) return report;
    if (progress.isInterrupted) {
      await this.release(runId, owner);
      return report;
    }
    const { status, problems, prices, error } = report;
    await this.tx.run(IDENTITY, async () => {
      await this.runs.renew(runId, owner, progress.snapshot(), progress.jobs());
      await this.runs.finish(runId, owner, { status, problems, prices, error });
    });
    this.log.log(`run ${runId} ${status}: ${report.completed} of ${report.total} steps, ${report.blocked} blocked`);
    return report;
  }

  /** Run and job together, as when it was asked for. */
  private async release(runId: string, owner: string): Promise<void> {
    await this.jobs.ready();
    await this.tx.run(IDENTITY, async () => {
      if (await this.runs.release(runId, owner)) await this.jobs.send(runId);
    });
  }

  /** From a timer, hence outside of every unit of work. @returns what ends it. */
  private keepAlive(runId: string, owner: string, progress: ProgressOfRun): () => Promise<void> {
    let ticks = 0;
    let written = '';
    let writing: Promise<void> | null = null;
    const renew = async (): Promise<void> => {
      try {
        const isOurs = await this.tx.run(IDENTITY, () =>
          this.runs.renew(runId, owner, progress.snapshot(), progress.jobs()),
        );
        if (!isOurs) progress.lose();
      } catch (error) {
        // One heartbeat may be missed; when the database stays away the pipeline meets that itself.
        this.log.warn(`the heartbeat of run ${runId} was not written: ${String(error)}`);
      }
    };
    const timer = setInterval(() => {
      ticks += 1;
      const now = JSON.stringify(progress.snapshot());
      if (writing || (now === written && ticks % HEARTBEAT_TICKS !== 0)) return;
      written = now;
      writing = renew().finally(() => {
        writing = null;
      });
    }, TICK_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      if (writing) await writing;
    };
  }
}

/** What has been done so far. */
class ProgressOfRun implements PipelineMonitor {
  isLost = false;
  isInterrupted = false;
  private phase = 'prices';
  private total = 0;
  private completed = 0;
  private blocked = 0;
  private failure: string | null = null;
  private earlierProblems = 0;
  private readonly tally: JobTally;
  private readonly problems: BatchProblem[] = [];
  private readonly notes: BatchProblem[] = [];
  private readonly prices: SourceReport[] = [];
  private readonly ending = new AbortController();

  constructor(
    private readonly run: Pick<BatchRun, 'id' | 'toDate' | 'jobs'>,
    private readonly watch: (progress: RunProgress) => void,
  ) {
    this.tally = new JobTally(run.jobs, performance.now());
  }

  get signal(): AbortSignal {
    return this.ending.signal;
  }

  fetched(reports: readonly SourceReport[]): void {
    this.prices.push(...reports);
    this.processed(reports.reduce((sum, { fetched }) => sum + fetched, 0));
  }

  enter(phase: string): void {
    this.check();
    this.tally.enter(phase, performance.now());
    this.phase = phase;
    this.watch(this.snapshot());
  }

  /** In a further round the steps that are left are expected anew. */
  expect(steps: number): void {
    this.total = this.completed + this.blocked + steps;
  }

  processed(records: number): void {
    this.tally.processed(records);
  }

  done(problem: BatchProblem | null): void {
    this.check();
    this.processed(1);
    if (problem) {
      this.blocked += 1;
      this.remember(problem);
    } else {
      this.completed += 1;
    }
    this.watch(this.snapshot());
  }

  note(problem: BatchProblem): void {
    if (this.notes.length < MAX_NOTES) this.notes.push(problem);
  }

  /** What the last session lacks tells what is due, so nobody may be left out of it. */
  private remember(problem: BatchProblem): void {
    if (problem.date === this.run.toDate) this.problems.push(problem);
    else if (this.earlierProblems < MAX_EARLIER_PROBLEMS) {
      this.earlierProblems += 1;
      this.problems.push(problem);
    }
  }

  lose(): void {
    this.isLost = true;
    this.ending.abort();
  }

  interrupt(): void {
    this.isInterrupted = true;
    this.ending.abort();
  }

  fail(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
  }

  snapshot(): RunProgress {
    const { phase, total, completed, blocked } = this;
    return { phase, total, completed, blocked, durations: this.tally.durations };
  }

  jobs(): JobProgress[] {
    return this.tally.list(performance.now(), this.failure);
  }

  report(): RunReport {
    if (this.failure === null) this.tally.leave(performance.now());
    const { total, completed, blocked, durations } = this.snapshot();
    const progress = { total, completed, blocked, durations };
    const status = this.failure !== null ? this.statusOfFailure() : this.blocked > 0 ? 'partial' : 'completed';
    // What kept steps from being done comes first: it also says which portfolios are blocked.
    const problems = [...this.problems, ...this.notes];
    return { runId: this.run.id, status, ...progress, problems, prices: this.prices, error: this.failure };
  }

  /** What was done before an error stays done. */
  private statusOfFailure(): 'partial' | 'failed' {
    return this.completed > 0 ? 'partial' : 'failed';
  }

  private check(): void {
    if (this.isLost) throw new LeaseLost(this.run.id);
    if (this.isInterrupted) throw new RunInterrupted(this.run.id);
  }
}
