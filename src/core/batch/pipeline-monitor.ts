import type { SourceReport } from '../market-data/price-source.js';
import type { BatchScope } from './batch-plan.kernel.js';
import type { BatchProblem } from './batch-run.entity.js';

export interface PipelineRequest extends BatchScope {
  readonly runId: string;
  readonly portfolioId: string | null;
}

/** Follows a run. Every call may throw to end it. */
export interface PipelineMonitor {
  /** Given when the run is to end. */
  readonly signal: AbortSignal;
  enter(phase: 'prices' | 'events' | 'inputs' | 'symbol results' | 'portfolio results'): void;
  expect(steps: number): void;
  /** Counts what the phase at hand worked through. */
  processed(records: number): void;
  done(problem: BatchProblem | null): void;
  fetched(reports: readonly SourceReport[]): void;
  /** Something that keeps no step from being done. */
  note(problem: BatchProblem): void;
}
