/** A run of the batch as far as it concerns one portfolio. */
export interface RunFacts {
  readonly status: 'queued' | 'running' | 'completed' | 'partial' | 'failed' | 'abandoned';
  readonly currentPhase: string | null;
  /** Sessions × portfolios. */
  readonly total: number;
  readonly completed: number;
  /** Seconds by phase of the batch; a phase that has not begun is not in it. */
  readonly durations: Readonly<Record<string, number>>;
  /** Sessions of this portfolio that could not be computed. */
  readonly problems: number;
}

export type ProgressStatus = 'running' | 'completed' | 'failed' | 'partial' | 'not_found';

export interface PhaseProgress {
  readonly id: string;
  readonly name: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly current: number;
  readonly total: number;
  readonly seconds: number | null;
}

export interface CalculationProgress {
  readonly status: ProgressStatus;
  readonly phases: readonly PhaseProgress[];
  readonly currentPhase: PhaseProgress | null;
  /** 0 to 100; 100 only when everything is done. */
  readonly percent: number;
}

/** Phases that clients know, and those of the batch that they stand for, in their order. */
const PHASES = [
  { id: 'phase_1', name: 'Market Data Collection', of: ['prices', 'events', 'inputs'] },
  { id: 'phase_1_75', name: 'Symbol Metrics', of: ['symbol results'] },
  { id: 'phase_3', name: 'P&L Calculation & Snapshots', of: ['portfolio results'] },
] as const;

/**
 * How far the figures of a portfolio are. What nobody has started is `not_found`, not completed; a run that ended
 * without a figure of this portfolio has failed for it, however it ended for others.
 */
export function calculationProgress(run: RunFacts | null, snapshots: number): CalculationProgress {
  const status = statusOf(run, snapshots);
  const known = [...PHASES, ...furtherPhases(run)];
  const running = run?.currentPhase ?? null;
  const at = running === null ? -1 : known.findIndex(({ of }) => (of as readonly string[]).includes(running));
  const phases = known.map(({ id, name, of }, index): PhaseProgress => {
    const spent = of.flatMap((phase) => run?.durations[phase] ?? []);
    const seconds = spent.length === 0 ? null : spent.reduce((sum, one) => sum + one, 0);
    const phaseStatus = phaseStatusOf(status, index, at, seconds !== null);
    const isSteps = index === known.length - 1 && run !== null && run.total > 0;
    const total = isSteps ? run.total : 1;
    const current = phaseStatus === 'completed' ? total : isSteps ? Math.min(run.completed, total) : 0;
    return { id, name, status: phaseStatus, current, total, seconds };
  });
  return { status, phases, currentPhase: phases[at] ?? null, percent: percentOf(status, run) };
}

function statusOf(run: RunFacts | null, snapshots: number): ProgressStatus {
  if (run === null) return snapshots > 0 ? 'completed' : 'not_found';
  if (run.status === 'queued' || run.status === 'running') return 'running';
  if (run.status === 'failed' || run.status === 'abandoned' || snapshots === 0) return 'failed';
  return run.problems > 0 ? 'partial' : 'completed';
}

/** Of a batch that does more than clients know by name. */
const furtherPhases = (run: RunFacts | null) =>
  Object.keys(run?.durations ?? {})
    .filter((phase) => !PHASES.some(({ of }) => (of as readonly string[]).includes(phase)))
    .map((phase) => ({ id: phase.replaceAll(/\W+/g, '_'), name: phase, of: [phase] }));

function phaseStatusOf(status: ProgressStatus, index: number, at: number, hasBegun: boolean): PhaseProgress['status'] {
  if (status === 'completed' || status === 'partial') return 'completed';
  if (index === at) return status === 'failed' ? 'failed' : 'running';
  return hasBegun && (at === -1 || index < at) ? 'completed' : 'pending';
}

function percentOf(status: ProgressStatus, run: RunFacts | null): number {
  if (status === 'completed' || status === 'partial') return 100;
  if (run === null || run.total === 0) return 0;
  return Math.min(99, Math.floor((run.completed / run.total) * 100));
}
