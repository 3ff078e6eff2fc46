import { lastCompletedSession } from '../../../shared/time/trading-calendar.kernel.js';
import type { PipelineRequest } from '../pipeline-monitor.js';
import type { BatchRun } from '../batch-run.entity.js';
import { READY_DELAY_MINUTES } from '../batch.service.js';

/** What a run asks of the pipeline, the same for all of its pieces. */
export function requestOf(
  { id: runId, portfolioId, fromDate: from, toDate: to, isForced }: BatchRun,
  now: Date,
): PipelineRequest {
  return { runId, portfolioId, from, to, isForced, lastCompleted: lastCompletedSession(now, READY_DELAY_MINUTES) };
}
