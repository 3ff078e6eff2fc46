import type { SourceReport } from '../../market-data/price-source.js';
import type { PipelineMonitor } from '../pipeline-monitor.js';
import type { BatchProblem } from '../batch-run.entity.js';
import { LeaseLost, RunInterrupted } from '../batch.errors.js';
import { type JobProgress, JobTally } from '../run-jobs.kernel.js';
import type { PieceProgress } from './batch-piece.repository.js';
import { MAX_EARLIER_PROBLEMS } from './run-end.kernel.js';

const MAX_NOTES = 100;

interface Spent {
  readonly seconds: number;
  readonly records: number;
}

/** What one worker has done so far: in the preparation of a run, or in one attempt at a piece. */
export class WorkProgress implements PipelineMonitor {
  phase: string | null = null;
  readonly problems: BatchProblem[] = [];
  readonly notes: BatchProblem[] = [];
  readonly prices: SourceReport[] = [];
  private total = 0;
  private completed = 0;
  private blocked = 0;
  private failure: string | null = null;
  private earlierProblems = 0;
  private readonly tally = new JobTally([], performance.now());
  private readonly told = new Map<string, Spent>();
  private readonly ending = new AbortController();

  /** @param interruption aborted when this process is to end */
  constructor(
    private readonly run: { readonly id: string; readonly newest: string },
    private readonly interruption: AbortSignal,
    private readonly watch: () => void = () => undefined,
  ) {}

  get signal(): AbortSignal {
    return AbortSignal.any([this.ending.signal, this.interruption]);
  }

  get isLost(): boolean {
    return this.ending.signal.aborted;
  }

  get isInterrupted(): boolean {
    return this.interruption.aborted;
  }

  fetched(reports: readonly SourceReport[]): void {
    this.prices.push(...reports);
    this.processed(reports.reduce((sum, { fetched }) => sum + fetched, 0));
  }

  enter(phase: string): void {
    this.check();
    this.tally.enter(phase, performance.now());
    this.phase = phase;
    this.watch();
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
    // Written behind what is computed meanwhile, which may be of another phase.
    this.tally.processed(1, 'portfolio results');
    if (problem) {
      this.blocked += 1;
      this.remember(problem);
    } else {
      this.completed += 1;
    }
    this.watch();
  }

  note(problem: BatchProblem): void {
    if (this.notes.length < MAX_NOTES) this.notes.push(problem);
  }

  /** The lease went to somebody else, or what it was for has ended. */
  lose(): void {
    this.ending.abort();
  }

  /** @returns the message */
  fail(error: unknown): string {
    this.failure = error instanceof Error ? error.message : String(error);
    return this.failure;
  }

  leave(): void {
    this.tally.leave(performance.now());
  }

  snapshot(): PieceProgress {
    const { total, completed, blocked } = this;
    return { total, completed, blocked };
  }

  /**
   * What its phases did since this was last asked for. The tables add it up over all workers, hence each second and
   * record is told once: `isTold` is to be called when it is stored.
   */
  jobs(): { readonly list: readonly JobProgress[]; readonly isTold: () => void } {
    const all = this.tally.list(performance.now(), this.failure);
    const list = all.map((job): JobProgress => {
      const { seconds, records } = this.told.get(job.name) ?? { seconds: 0, records: 0 };
      return {
        ...job,
        seconds: Math.max(0, job.seconds - seconds),
        records: job.records === null ? null : job.records - records,
      };
    });
    const isTold = (): void => {
      for (const { name, seconds, records } of all) this.told.set(name, { seconds, records: records ?? 0 });
    };
    return { list, isTold };
  }

  /** What the last session lacks tells what is due, so nobody may be left out of it. */
  private remember(problem: BatchProblem): void {
    if (problem.date === this.run.newest) this.problems.push(problem);
    else if (this.earlierProblems < MAX_EARLIER_PROBLEMS) {
      this.earlierProblems += 1;
      this.problems.push(problem);
    }
  }

  private check(): void {
    if (this.isLost) throw new LeaseLost(this.run.id);
    if (this.isInterrupted) throw new RunInterrupted(this.run.id);
  }
}
