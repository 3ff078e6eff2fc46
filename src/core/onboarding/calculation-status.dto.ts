import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { logText } from '../batch/run-log.kernel.js';
import { type PhaseProgress } from './calculation-progress.kernel.js';
import { type CalculationStatus } from './calculation-status.service.js';

const STATUSES = ['running', 'completed', 'failed', 'partial', 'not_found'] as const;
const SHOWN_LINES = 50;

export class LogsQuery {
  @ApiPropertyOptional({ enum: ['txt', 'json'], default: 'txt', description: 'Anything else is txt' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  format?: string;
}

class OverallProgress {
  @ApiProperty({ type: String, nullable: true, example: 'phase_3' }) current_phase: string | null;
  @ApiProperty({ type: String, nullable: true }) current_phase_name: string | null;
  @ApiProperty({ type: 'integer' }) phases_completed: number;
  @ApiProperty({ type: 'integer' }) phases_total: number;
  @ApiProperty({ type: 'integer', description: 'At most 99 until everything is done' }) percent_complete: number;

  static from({ progress }: CalculationStatus): Wire<OverallProgress> {
    return {
      current_phase: progress.currentPhase?.id ?? null,
      current_phase_name: progress.currentPhase?.name ?? null,
      phases_completed: progress.phases.filter(({ status }) => status === 'completed').length,
      phases_total: progress.phases.length,
      percent_complete: progress.percent,
    };
  }
}

class PhaseCount {
  @ApiProperty({ type: 'integer' }) current: number;
  @ApiProperty({ type: 'integer' }) total: number;
  @ApiProperty({ type: String }) unit: string;
}

class PhaseResponse extends PhaseCount {
  @ApiProperty({ type: String, example: 'phase_1' }) phase_id: string;
  @ApiProperty({ type: String, example: 'Market Data Collection' }) phase_name: string;
  @ApiProperty({ enum: ['pending', 'running', 'completed', 'failed'] }) status: PhaseProgress['status'];
  @ApiProperty({ type: Number, nullable: true }) duration_seconds: number | null;

  static from(phase: PhaseProgress): Wire<PhaseResponse> {
    const { id: phase_id, name: phase_name, status, seconds: duration_seconds } = phase;
    return { phase_id, phase_name, status, ...countOf(phase), duration_seconds };
  }
}

const countOf = ({ current, total }: PhaseProgress): Wire<PhaseCount> => ({
  ...{ current, total, unit: total > 1 ? 'sessions' : 'steps' },
});

class LogLineResponse {
  @ApiProperty({ type: String, format: 'date-time' }) timestamp: string;
  @ApiProperty({ type: String }) message: string;
  @ApiProperty({ enum: ['info', 'warning', 'error'] }) level: 'info' | 'warning' | 'error';
}

export class CalculationStatusResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ enum: STATUSES, description: 'not_found: no run was ever asked for, and there is no figure' })
  status: (typeof STATUSES)[number];

  @ApiProperty({ type: String, format: 'date-time', nullable: true }) started_at: string | null;
  @ApiProperty({ type: 'integer' }) elapsed_seconds: number;
  @ApiProperty({ type: OverallProgress }) overall_progress: OverallProgress;
  @ApiProperty({ type: PhaseCount, nullable: true }) current_phase_progress: PhaseCount | null;
  @ApiProperty({ type: [LogLineResponse], description: `The last ${SHOWN_LINES}` }) activity_log: LogLineResponse[];
  @ApiProperty({ type: [PhaseResponse] }) phases: PhaseResponse[];
  @ApiProperty({ enum: ['instant'] }) mode: 'instant';

  static from(status: CalculationStatus): Wire<CalculationStatusResponse> {
    const { portfolioId, startedAt, elapsedSeconds, progress, log } = status;
    return {
      portfolio_id: portfolioId,
      status: progress.status,
      started_at: startedAt?.toISOString() ?? null,
      elapsed_seconds: elapsedSeconds,
      overall_progress: OverallProgress.from(status),
      current_phase_progress: progress.currentPhase === null ? null : countOf(progress.currentPhase),
      activity_log: log.slice(-SHOWN_LINES),
      phases: progress.phases.map((phase) => PhaseResponse.from(phase)),
      mode: 'instant',
    };
  }
}

/** The whole log as a file. */
export interface LogFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

export function logFileOf(status: CalculationStatus, { format }: LogsQuery): LogFile {
  const { portfolioId, portfolioName, startedAt, elapsedSeconds, progress, log, now } = status;
  const name = `calculation_${portfolioId}`;
  if (format !== 'json') {
    const title = `${portfolioName} (${portfolioId})`;
    const head = { title, status: progress.status, generatedAt: now.toISOString() };
    return { name: `${name}.txt`, type: 'text/plain; charset=utf-8', content: logText(head, log) };
  }
  const body = {
    portfolio_id: portfolioId,
    portfolio_name: portfolioName,
    started_at: startedAt?.toISOString() ?? null,
    elapsed_seconds: elapsedSeconds,
    final_status: progress.status,
    overall_progress: OverallProgress.from(status),
    phases: progress.phases.map((phase) => PhaseResponse.from(phase)),
    activity_log: log,
    generated_at: now.toISOString(),
  };
  return { name: `${name}.json`, type: 'application/json; charset=utf-8', content: JSON.stringify(body) };
}
