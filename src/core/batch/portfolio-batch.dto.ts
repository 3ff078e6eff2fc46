import { ApiProperty } from '@nestjs/swagger';
import type { Wire } from '../../shared/http/wire.js';
import { RUN_STATUSES, secondsBetween, startOf, type WireStatus, wireStatusOf } from './batch-history.dto.js';
import type { BatchRun } from './batch-run.entity.js';

export class CalculationStarted {
  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  batch_run_id: string;

  @ApiProperty({ enum: ['started'] })
  status: 'started';

  @ApiProperty({ type: String })
  message: string;

  @ApiProperty({ type: String })
  poll_url: string;

  static from(portfolioId: string, run: BatchRun): Wire<CalculationStarted> {
    return {
      portfolio_id: portfolioId,
      batch_run_id: run.id,
      status: 'started',
      message: 'The portfolio is being calculated. Ask poll_url how it is doing.',
      poll_url: `/api/v1/portfolios/${portfolioId}/batch-status/${run.id}`,
    };
  }
}

/** All that clients poll for; on the last two they stop. A run without a result is none to wait for any more. */
const POLLED = {
  running: 'running',
  completed: 'completed',
  partial: 'completed',
  failed: 'idle',
} as const satisfies Record<WireStatus, string>;

export class PortfolioBatchStatus {
  @ApiProperty({ enum: ['running', 'completed', 'idle'], description: 'Ask again while it is running' })
  status: (typeof POLLED)[WireStatus];

  @ApiProperty({ enum: RUN_STATUSES, description: 'How it really is: partial and failed are told apart' })
  run_status: WireStatus;

  @ApiProperty({ type: String, format: 'uuid' })
  batch_run_id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ type: String, format: 'date-time' })
  started_at: string;

  @ApiProperty({ type: String })
  triggered_by: string;

  @ApiProperty({ type: 'integer' })
  elapsed_seconds: number;

  /** A run of all portfolios is told about only as far as it concerns everybody. */
  static from(portfolioId: string, run: BatchRun, now: Date): Wire<PortfolioBatchStatus> {
    return {
      status: POLLED[wireStatusOf(run)],
      run_status: wireStatusOf(run),
      batch_run_id: run.id,
      portfolio_id: portfolioId,
      started_at: startOf(run).toISOString(),
      triggered_by: run.portfolioId === null ? '' : run.triggeredBy,
      elapsed_seconds: Math.round(secondsBetween(startOf(run), run.completedAt ?? now)),
    };
  }
}
