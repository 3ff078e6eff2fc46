/** What is known of a phase from before. */
interface SpentOn {
  readonly jobName: string;
  readonly durationSeconds: number;
}

interface EarlierJob extends SpentOn {
  readonly recordsProcessed: number | null;
}

/** A phase as it is stored. Moments are seconds before now, since the database tells the time. */
export interface JobProgress {
  readonly name: string;
  readonly status: 'running' | 'completed' | 'failed';
  readonly startedAgo: number;
  /** Null while it is under way. */
  readonly endedAgo: number | null;
  readonly seconds: number;
  readonly records: number | null;
  readonly error: string | null;
}

interface Tally {
  startedAt: number;
  endedAt: number;
  milliseconds: number;
  records: number | null;
}

/**
 * Adds up what a run does in its phases, to which it comes back many times. Times are milliseconds of a clock that never
 * goes back; what earlier attempts at the run spent and processed is counted in.
 */
export class JobTally {
  private readonly jobs = new Map<string, Tally>();
  private current: string | null = null;
  private since = 0;

  constructor(earlier: readonly EarlierJob[], now: number) {
    for (const { jobName, durationSeconds, recordsProcessed: records } of earlier)
      this.jobs.set(jobName, { startedAt: now, endedAt: now, milliseconds: durationSeconds * 1_000, records });
  }

  enter(name: string, now: number): void {
    this.leave(now);
    this.current = name;
    this.since = now;
    if (!this.jobs.has(name)) this.jobs.set(name, { startedAt: now, endedAt: now, milliseconds: 0, records: null });
  }

  /** Ends the phase under way, if any. */
  leave(now: number): void {
    const job = this.jobs.get(this.current ?? '');
    this.current = null;
    if (!job) return;
    job.milliseconds += now - this.since;
    job.endedAt = now;
  }

  /** Of the phase under way, or of an earlier one whose results are stored only now. */
  processed(records: number, name: string | null = this.current): void {
    const job = this.jobs.get(name ?? '') ?? this.jobs.get(this.current ?? '');
    if (job) job.records = (job.records ?? 0) + records;
  }

  /** Phase to seconds, of those that were left at least once. */
  get durations(): Record<string, number> {
    const left = [...this.jobs].filter(([, { milliseconds }]) => milliseconds > 0);
    return Object.fromEntries(left.map(([name, { milliseconds }]) => [name, Math.round(milliseconds) / 1_000]));
  }

  /** @param failure what ended the run in the phase under way, when something did. */
  list(now: number, failure: string | null): JobProgress[] {
    return [...this.jobs].map(([name, job]) => {
      const isCurrent = name === this.current;
      const isFailed = isCurrent && failure !== null;
      const milliseconds = job.milliseconds + (isCurrent ? now - this.since : 0);
      return {
        name,
        status: isFailed ? 'failed' : isCurrent ? 'running' : 'completed',
        startedAgo: (now - job.startedAt) / 1_000,
        endedAgo: isFailed ? 0 : isCurrent ? null : (now - job.endedAt) / 1_000,
        seconds: Math.round(milliseconds) / 1_000,
        records: job.records,
        error: isFailed ? failure : null,
      };
    });
  }
}

/** Phase to seconds. */
export const durationsOf = (jobs: readonly SpentOn[]): Record<string, number> =>
  Object.fromEntries(jobs.map(({ jobName, durationSeconds }) => [jobName, durationSeconds]));
