import { StreamableFile } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Wire } from '../../shared/http/wire.js';
import { RUN_STATUSES, type WireStatus, wireStatusOf } from './batch-history.dto.js';
import type { BatchRun } from './batch-run.entity.js';
import { UnknownLogFormat } from './batch.errors.js';
import type { RunSummary } from './batch.service.js';
import { activityLog, type LogLine, logText } from './run-log.kernel.js';
import { durationsOf } from './run-jobs.kernel.js';

export class BatchSummaryQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 90, default: 30 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  days = 30;
}

class StatusBreakdown {
  @ApiProperty({ type: 'integer' }) completed: number;
  @ApiProperty({ type: 'integer' }) failed: number;
  @ApiProperty({ type: 'integer' }) partial: number;
  @ApiProperty({ type: 'integer' }) running: number;
}

class MostRecentRun {
  @ApiProperty({ type: String, format: 'uuid' }) batch_run_id: string;
  @ApiProperty({ enum: RUN_STATUSES }) status: WireStatus;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) started_at: string | null;
}

export class BatchSummary {
  @ApiProperty({ type: 'integer' }) period_days: number;
  @ApiProperty({ type: 'integer' }) total_runs: number;
  @ApiProperty({ type: StatusBreakdown }) status_breakdown: StatusBreakdown;
  @ApiProperty({ type: Number, nullable: true, description: 'Completed of those that ended; null when none did' })
  success_rate_percent: number | null;

  @ApiProperty({ type: Number, nullable: true }) avg_duration_seconds: number | null;
  @ApiProperty({ type: MostRecentRun, nullable: true }) most_recent: MostRecentRun | null;

  static from({ counts, averageSeconds, latest }: RunSummary, days: number): Wire<BatchSummary> {
    const count = (...statuses: BatchRun['status'][]): number =>
      statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
    const [completed, partial, failed] = [count('completed'), count('partial'), count('failed', 'abandoned')];
    const running = count('queued', 'running');
    const ended = completed + partial + failed;
    return {
      period_days: days,
      total_runs: ended + running,
      status_breakdown: { completed, failed, partial, running },
      success_rate_percent: ended === 0 ? null : Math.round((completed / ended) * 1000) / 10,
      avg_duration_seconds: averageSeconds === null ? null : Math.round(averageSeconds * 10) / 10,
      most_recent: latest && {
        batch_run_id: latest.id,
        status: wireStatusOf(latest),
        started_at: latest.startedAt?.toISOString() ?? null,
      },
    };
  }
}

export class BatchLogQuery {
  @ApiPropertyOptional({ enum: ['json', 'txt'], default: 'json' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  format?: string;

  @ApiPropertyOptional({ type: Boolean, default: false })
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  count_only = false;
}

class BatchLogLine {
  @ApiProperty({ type: String, format: 'date-time' }) timestamp: string;
  @ApiProperty({ type: String }) message: string;
  @ApiProperty({ enum: ['info', 'warning', 'error'] }) level: LogLine['level'];
}

export class BatchLog {
  @ApiProperty({ type: String, format: 'uuid' }) batch_run_id: string;
  @ApiProperty({ type: 'integer' }) log_entry_count: number;
  @ApiPropertyOptional({ enum: RUN_STATUSES }) status?: WireStatus;
  @ApiPropertyOptional({ type: [BatchLogLine], description: 'Not with count_only' }) activity_log?: BatchLogLine[];
}

export type BatchLogAnswer = Wire<BatchLog> | StreamableFile;

/** @throws UnknownLogFormat */
export function batchLogOf(
  run: BatchRun,
  { format = 'json', count_only: countOnly }: BatchLogQuery,
  now: Date,
): BatchLogAnswer {
  if (format !== 'json' && format !== 'txt') throw new UnknownLogFormat();
  const lines = linesOf(run);
  const count = { batch_run_id: run.id, log_entry_count: lines.length };
  if (countOnly) return count;
  const status = wireStatusOf(run);
  if (format === 'json') return { ...count, status, activity_log: lines };
  const text = logText({ title: `run ${run.id}`, status, generatedAt: now.toISOString() }, lines);
  const disposition = `attachment; filename="batch_${run.id}.txt"`;
  return new StreamableFile(Buffer.from(text), { type: 'text/plain; charset=utf-8', disposition });
}

function linesOf(run: BatchRun): LogLine[] {
  const moments = {
    requestedAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    seenAt: run.heartbeatAt?.toISOString() ?? null,
    completedAt: run.completedAt?.toISOString() ?? null,
    phase: run.currentPhase,
    total: run.totalSteps,
    completed: run.completedSteps,
    durations: durationsOf(run.jobs),
    problems: run.problems.map(({ portfolioId, date, reason, detail }) => ({
      ...{ date: `${date} of ${portfolioId}`, reason, detail: detail ?? null },
    })),
  };
  const lines = activityLog(moments, wireStatusOf(run));
  if (run.error === null || run.completedAt === null) return lines;
  return [...lines, { timestamp: run.completedAt.toISOString(), message: run.error, level: 'error' }];
}
