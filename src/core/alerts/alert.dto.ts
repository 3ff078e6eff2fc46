import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { cursoredQuery } from '../../shared/http/page.js';
import type { Wire } from '../../shared/http/wire.js';
import { LIMIT_KINDS, type LimitKind } from '../risk-limits/limit-definition.kernel.js';
import {
  ALERT_KEY,
  ALERT_STATUSES,
  type AlertDeliveryView,
  type AlertEventView,
  type AlertFilter,
  type AlertPage,
  type AlertStatus,
  type AlertView,
} from './alert.repository.js';
import type { AlertWithHistory } from './alert.service.js';

const ALERT_EVENTS = ['raised', 'updated', 'acknowledged', 'resolved', 'delivered', 'failed'] as const;

export class AlertsQuery extends cursoredQuery({ fallback: 50, max: 200 }, ALERT_KEY) {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Alerts of this portfolio alone' })
  @IsOptional()
  @IsUUID()
  portfolio_id?: string;

  @ApiPropertyOptional({ enum: ALERT_STATUSES })
  @IsOptional()
  @IsIn(ALERT_STATUSES)
  status?: AlertStatus;

  @ApiPropertyOptional({ enum: LIMIT_KINDS })
  @IsOptional()
  @IsIn(LIMIT_KINDS)
  kind?: LimitKind;

  filter(): AlertFilter {
    return { portfolioId: this.portfolio_id ?? null, status: this.status ?? null, kind: this.kind ?? null };
  }
}

@RefuseUnknownFields()
export class AlertNote {
  @ApiPropertyOptional({
    type: String,
    maxLength: 500,
    nullable: true,
    example: 'Hedged on Monday.',
    description: 'Kept in the history',
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  note?: string | null;
}

export class AlertResponse implements AlertView {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null when the limit has been deleted' })
  limit_id: string | null;

  @ApiProperty({ enum: LIMIT_KINDS }) kind: string;
  @ApiProperty({ type: String, example: 'portfolio', description: '`portfolio`, or the symbol that it is about' })
  subject: string;

  @ApiProperty({ type: String, example: 'Beta over 90 sessions is 1.34, above the limit of 1.2.' }) message: string;
  @ApiProperty({ enum: ALERT_STATUSES }) status: AlertStatus;
  @ApiProperty({ type: Number, example: 1.34, description: 'In the unit of the limit' }) value: number;
  @ApiProperty({ type: Number, example: 1.2 }) threshold: number;
  @ApiProperty({ type: String, format: 'date', description: 'Session at which the breach began' }) first_as_of: string;
  @ApiProperty({ type: String, format: 'date', description: 'Session of the value' }) as_of: string;
  @ApiProperty({ type: String, format: 'date-time' }) raised_at: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) acknowledged_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) resolved_at: string | null;
  @ApiProperty({ enum: ['user', 'batch'], nullable: true }) resolved_by: 'user' | 'batch' | null;
  @ApiProperty({ type: Boolean, description: 'False once the batch has found the limit kept again' })
  is_breached: boolean;
}

export class AlertPageResponse {
  @ApiProperty({ type: [AlertResponse] }) alerts: readonly AlertResponse[];
  @ApiProperty({ type: 'integer' }) total: number;
  @ApiProperty({ type: Boolean }) has_more: boolean;

  static from({ items, total, nextCursor }: AlertPage): Wire<AlertPageResponse> {
    return { alerts: items, total, has_more: nextCursor !== null };
  }
}

export class AlertEventResponse implements AlertEventView {
  @ApiProperty({ enum: ALERT_EVENTS }) event: AlertEventView['event'];
  @ApiProperty({ type: String, format: 'date-time' }) occurred_at: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) as_of: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 1.34 }) value: number | null;
  @ApiProperty({ type: String, nullable: true, example: 'Beta over 90 sessions is 1.34, above the limit of 1.2.' })
  detail: string | null;
}

export class AlertDeliveryResponse implements AlertDeliveryView {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) channel_id: string;
  @ApiProperty({ type: String, example: 'Operations' }) channel_name: string;
  @ApiProperty({ enum: ['raised', 'resolved'] }) event: 'raised' | 'resolved';
  @ApiProperty({ enum: ['pending', 'delivered', 'failed'], description: 'Failed: given up after the last attempt' })
  status: 'pending' | 'delivered' | 'failed';

  @ApiProperty({ type: 'integer', example: 1 }) attempts: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) next_attempt_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) delivered_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) failed_at: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'The address answered 503.' }) last_error: string | null;
}

export class AlertWithHistoryResponse extends AlertResponse implements AlertWithHistory {
  @ApiProperty({ type: [AlertEventResponse], description: 'In the order of what happened' })
  events: readonly AlertEventResponse[];

  @ApiProperty({
    type: [AlertDeliveryResponse],
    description: 'What was sent, or is still to be sent, over each channel',
  })
  deliveries: readonly AlertDeliveryResponse[];
}
