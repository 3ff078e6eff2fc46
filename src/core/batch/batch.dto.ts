import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import type { Wire } from '../../shared/http/wire.js';
import { secondsBetween, startOf } from './batch-history.dto.js';
import type { BatchRun } from './batch-run.entity.js';
import type { BatchRequest } from './batch.service.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CURRENT_RUN = '/api/v1/admin/batch/run/current';

/** Query parameters are text. */
const toBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;

/** In the body, in the query, or in both, of which the body counts. */
export class RunBatch {
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'Without it, every portfolio' })
  @IsOptional()
  @IsUUID()
  portfolio_id?: string | null;

  @ApiPropertyOptional({ type: Boolean, description: 'Queues behind a run under way instead of being refused' })
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  force?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Computes again from start_date, what is up to date too' })
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  force_rerun?: boolean;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY, { message: '$property must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: '$property must be a date of the calendar' })
  start_date?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY, { message: '$property must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: '$property must be a date of the calendar' })
  end_date?: string | null;

  /** @throws InvalidInput for dates without force_rerun and the reverse. */
  static toRequest(query: RunBatch, body: RunBatch, triggeredBy: string): BatchRequest {
    const { portfolio_id, force, force_rerun, start_date, end_date } = { ...given(query), ...given(body) };
    const isForced = force_rerun === true;
    if (isForced && !start_date) throw refused('start_date', 'start_date is required with force_rerun.');
    if (!isForced && (start_date ?? end_date)) throw refused('force_rerun', 'Dates are for force_rerun=true only.');
    return {
      triggeredBy,
      portfolioId: portfolio_id ?? null,
      from: start_date ?? null,
      to: end_date ?? null,
      isForced,
      mayWait: force === true,
    };
  }
}

/** What is said, and not left out or null. */
const given = (input: RunBatch): Partial<Wire<RunBatch>> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null));

const refused = (field: string, message: string): InvalidInput =>
  new InvalidInput([{ field, code: 'batch.dates', message }]);

class DateRange {
  @ApiProperty({ type: String, description: 'A date, or "first missing"' })
  start: string;

  @ApiProperty({ type: String, format: 'date' })
  end: string;
}

export class BatchStarted {
  @ApiProperty({ enum: ['started'] })
  status: 'started';

  @ApiProperty({ type: String, format: 'uuid' })
  batch_run_id: string;

  @ApiProperty({ type: String, description: 'An id, or "all"', example: 'all' })
  portfolio_id: string;

  @ApiProperty({ type: Boolean })
  force_rerun: boolean;

  @ApiProperty({ type: DateRange })
  date_range: DateRange;

  @ApiProperty({ type: String })
  triggered_by: string;

  @ApiProperty({ type: String, format: 'date-time' })
  timestamp: string;

  @ApiProperty({ type: String })
  poll_url: string;

  static from(run: BatchRun): Wire<BatchStarted> {
    return {
      status: 'started',
      batch_run_id: run.id,
      portfolio_id: run.portfolioId ?? 'all',
      force_rerun: run.isForced,
      date_range: { start: run.fromDate ?? 'first missing', end: run.toDate },
      triggered_by: run.triggeredBy,
      timestamp: run.createdAt.toISOString(),
      poll_url: CURRENT_RUN,
    };
  }
}

class CurrentJobs {
  @ApiProperty({ type: Number })
  total: number;

  @ApiProperty({ type: Number })
  completed: number;

  @ApiProperty({ type: Number })
  failed: number;

  @ApiProperty({ type: Number })
  pending: number;
}

export class CurrentBatch {
  @ApiProperty({ enum: ['idle', 'running'] })
  status: 'idle' | 'running';

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  batch_run_id: string | null;

  @ApiPropertyOptional({ type: String, description: 'When idle' })
  message?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'When running' })
  started_at?: string;

  @ApiPropertyOptional({ type: Number })
  elapsed_seconds?: number;

  @ApiPropertyOptional({ type: String })
  triggered_by?: string;

  @ApiPropertyOptional({ type: CurrentJobs, description: 'A job is one session of one portfolio' })
  jobs?: CurrentJobs;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Phase' })
  current_job?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  current_portfolio?: string | null;

  @ApiPropertyOptional({ type: Number, description: '0 to 100' })
  progress_percent?: number;

  static from(run: BatchRun | null, now: Date): Wire<CurrentBatch> {
    if (!run) return { status: 'idle', batch_run_id: null, message: 'No batch is running.' };
    const { totalSteps: total, completedSteps: completed, blockedSteps: failed } = run;
    return {
      status: 'running',
      batch_run_id: run.id,
      started_at: startOf(run).toISOString(),
      elapsed_seconds: secondsBetween(startOf(run), now),
      triggered_by: run.triggeredBy,
      jobs: { total, completed, failed, pending: total - completed - failed },
      current_job: run.currentPhase ?? (run.status === 'queued' ? 'queued' : null),
      current_portfolio: run.portfolioId,
      progress_percent: total === 0 ? 0 : Math.round(((completed + failed) / total) * 1_000) / 10,
    };
  }
}
