export interface LogLine {
  /** ISO 8601. */
  readonly timestamp: string;
  readonly message: string;
  readonly level: 'info' | 'warning' | 'error';
}

/** What is known of a run, and when. */
export interface RunMoments {
  readonly requestedAt: string;
  readonly startedAt: string | null;
  /** When it last said how far it is. */
  readonly seenAt: string | null;
  readonly completedAt: string | null;
  readonly phase: string | null;
  readonly total: number;
  readonly completed: number;
  readonly durations: Readonly<Record<string, number>>;
  readonly problems: readonly { readonly date: string; readonly reason: string; readonly detail: string | null }[];
}

const ENDS: Readonly<Record<string, Pick<LogLine, 'message' | 'level'>>> = {
  completed: { message: 'The calculation is complete.', level: 'info' },
  partial: { message: 'The calculation is complete, but for the sessions above.', level: 'warning' },
  failed: {
    message: 'The calculation failed: what it should have computed is missing. Start it again.',
    level: 'error',
  },
};

/** A line for each fact that a run leaves behind, in order of time. Nothing is said that was not recorded. */
export function activityLog(run: RunMoments, status: string): LogLine[] {
  const lines: LogLine[] = [{ timestamp: run.requestedAt, message: 'The calculation was asked for.', level: 'info' }];
  const say = (timestamp: string, message: string, level: LogLine['level'] = 'info'): void => {
    lines.push({ timestamp, message, level });
  };
  if (run.startedAt !== null) say(run.startedAt, 'The calculation began.');
  const last = run.completedAt ?? run.seenAt ?? run.startedAt ?? run.requestedAt;
  for (const [phase, seconds] of Object.entries(run.durations)) say(last, `${phase}: ${seconds.toFixed(1)} s so far.`);
  if (run.completedAt === null) {
    if (run.phase !== null) say(last, `At work on ${run.phase}: ${run.completed} of ${run.total} sessions are done.`);
    return lines;
  }
  for (const { date, reason, detail } of run.problems) {
    say(
      run.completedAt,
      `${date} could not be computed: ${reason}${detail === null ? '' : ` (${detail})`}.`,
      'warning',
    );
  }
  const end = ENDS[status];
  return end === undefined ? lines : [...lines, { timestamp: run.completedAt, ...end }];
}

export interface LogHead {
  /** What was computed. */
  readonly title: string;
  readonly status: string;
  readonly generatedAt: string;
}

/** The log as a text file. */
export const logText = (head: LogHead, lines: readonly LogLine[]): string =>
  [
    `Calculation of ${head.title.replaceAll(/\s+/g, ' ')}`,
    `Status: ${head.status}`,
    `Written: ${head.generatedAt}`,
    '',
    ...lines.map(({ timestamp, level, message }) => `${timestamp} ${level.toUpperCase().padEnd(7)} ${message}`),
    '',
  ].join('\n');
