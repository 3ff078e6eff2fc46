import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { type CursorPage, CursorParameter, decodeCursor } from '../../shared/http/cursor.js';
import type { Wire } from '../../shared/http/wire.js';
import { RestatementResponse } from '../restatements/restatement.dto.js';
import type { BatchProblem, BatchRun, BatchRunStatus } from './batch-run.entity.js';
import { RUN_KEY, type RunFilter } from './batch-run.repository.js';
import type { RunDetail } from './batch.service.js';
import { durationsOf } from './run-jobs.kernel.js';

/** The words that clients know: a queued run counts as running, an abandoned one as failed. */
export const RUN_STATUSES = ['running', 'completed', 'failed', 'partial'] as const;
export type WireStatus = (typeof RUN_STATUSES)[number];

const MAX_PROBLEMS = 100;

const TO_WIRE = {
  queued: 'running',
  running: 'running',
  completed: 'completed',
  partial: 'partial',
  failed: 'failed',
  abandoned: 'failed',
} as const satisfies Record<BatchRunStatus, WireStatus>;

export class BatchHistoryQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 90, default: 30 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  days = 30;

  @ApiPropertyOptional({ enum: RUN_STATUSES })
  @IsOptional()
  @IsIn(RUN_STATUSES)
  status?: WireStatus;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @CursorParameter(RUN_KEY)
  cursor?: string;

  static toFilter({ days, status, limit, cursor }: BatchHistoryQuery): RunFilter {
    const all = Object.keys(TO_WIRE) as BatchRunStatus[];
    const statuses = status === undefined ? null : all.filter((one) => TO_WIRE[one] === status);
    return { days, limit, statuses, after: decodeCursor(cursor, RUN_KEY) };
  }
}

export class BatchHistoryItem {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  batch_run_id: string;

  @ApiProperty({ type: String })
  triggered_by: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completed_at: string | null;

  @ApiProperty({ enum: RUN_STATUSES })
  status: WireStatus;

  @ApiProperty({ type: Number })
  total_jobs: number;

  @ApiProperty({ type: Number })
  completed_jobs: number;

  @ApiProperty({ type: Number, description: 'Blocked for want of prices' })
  failed_jobs: number;

  @ApiProperty({ type: Number, nullable: true })
  duration_seconds: number | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'Phase to seconds' })
  phase_durations: Record<string, number>;

  @ApiProperty({ type: Boolean })
  has_errors: boolean;

  static from(run: BatchRun): Wire<BatchHistoryItem> {
    return {
      ...headOf(run),
      total_jobs: run.totalSteps,
      completed_jobs: run.completedSteps,
      failed_jobs: run.blockedSteps,
      duration_seconds: durationOf(run),
      phase_durations: durationsOf(run.jobs),
      has_errors: run.error !== null || run.blockedSteps > 0,
    };
  }
}

export class BatchHistory {
  @ApiProperty({ type: Boolean })
  success: boolean;

  @ApiProperty({ type: Number, description: 'Of this answer' })
  total_count: number;

  @ApiProperty({ type: Number })
  days: number;

  @ApiProperty({ type: String, nullable: true })
  status_filter: string | null;

  @ApiProperty({ type: [BatchHistoryItem] })
  runs: BatchHistoryItem[];

  static from({ items: runs }: CursorPage<BatchRun>, { days, status }: BatchHistoryQuery): Wire<BatchHistory> {
    const items = runs.map((run) => BatchHistoryItem.from(run));
    return { success: true, total_count: items.length, days, status_filter: status ?? null, runs: items };
  }
}

class BatchJobCounts {
  @ApiProperty({ type: Number })
  total: number;

  @ApiProperty({ type: Number })
  completed: number;

  @ApiProperty({ type: Number, description: 'Blocked for want of prices' })
  failed: number;

  @ApiProperty({ type: Number, nullable: true, description: '0 to 100; null where there was nothing to do' })
  success_rate: number | null;
}

class BatchProblemResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ type: String, format: 'date' })
  date: string;

  @ApiProperty({ type: String })
  reason: string;

  @ApiProperty({ type: String, nullable: true, description: 'What the reason is about' })
  detail: string | null;
}

export class BatchDetail {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  batch_run_id: string;

  @ApiProperty({ type: String })
  triggered_by: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completed_at: string | null;

  @ApiProperty({ enum: ['running', 'completed', 'failed', 'partial'] })
  status: string;

  @ApiProperty({ type: BatchJobCounts })
  jobs: BatchJobCounts;

  @ApiProperty({ type: Number, nullable: true })
  duration_seconds: number | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'Phase to seconds' })
  phase_durations: Record<string, number>;

  @ApiProperty({ type: String, nullable: true })
  error_summary: string | null;

  @ApiProperty({ type: [BatchProblemResponse], description: `At most ${MAX_PROBLEMS}` })
  problems: BatchProblemResponse[];

  @ApiProperty({
    example: [],
    type: [Object],
    description: 'What the prices phase fetched, a dataset each: counts, and the symbols that failed or are stale',
  })
  prices: object[];

  @ApiProperty({
    type: [RestatementResponse],
    description: `Figures that moved since prices changed, at most ${MAX_PROBLEMS}`,
  })
  restatements: RestatementResponse[];

  @ApiProperty({ type: Number })
  restatements_total: number;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  static from({ run, restated }: RunDetail): Wire<BatchDetail> {
    const { totalSteps: total, completedSteps: completed, blockedSteps: failed } = run;
    return {
      ...headOf(run),
      jobs: { total, completed, failed, success_rate: total === 0 ? null : (completed / total) * 100 },
      duration_seconds: durationOf(run),
      phase_durations: durationsOf(run.jobs),
      error_summary: errorOf(run),
      problems: run.problems.slice(0, MAX_PROBLEMS).map(({ portfolioId, date, reason, detail = null }) => ({
        ...{ portfolio_id: portfolioId, date, reason, detail },
      })),
      prices: run.prices,
      restatements: restated.items.map((item) => RestatementResponse.from(item)),
      restatements_total: restated.total,
      created_at: run.createdAt.toISOString(),
    };
  }
}

const headOf = (run: BatchRun) => ({
  id: run.id,
  batch_run_id: run.id,
  triggered_by: run.triggeredBy,
  started_at: run.startedAt?.toISOString() ?? null,
  completed_at: run.completedAt?.toISOString() ?? null,
  status: TO_WIRE[run.status],
});

export const wireStatusOf = (run: BatchRun): WireStatus => TO_WIRE[run.status];
export const startOf = (run: BatchRun): Date => run.startedAt ?? run.createdAt;
const durationOf = ({ startedAt, completedAt }: BatchRun): number | null =>
  startedAt && completedAt ? secondsBetween(startedAt, completedAt) : null;
export const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 100) / 10);
const errorOf = (run: BatchRun): string | null =>
  run.error ?? (run.problems.length === 0 ? null : run.problems.slice(0, MAX_PROBLEMS).map(problemText).join('; '));
export const problemText = ({ portfolioId, date, reason, detail }: BatchProblem): string =>
  `${date} ${portfolioId}: ${reason}${detail === undefined ? '' : ` (${detail})`}`;
