import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { type CursorPage, CursorParameter, decodeCursor } from '../../shared/http/cursor.js';
import { type Wire } from '../../shared/http/wire.js';
import { type ActivityType } from './activity-event.entity.js';
import { ACTIVITY_KEY, type ActivityRow, type DailyActivity, type ErrorGroup } from './activity.repository.js';
import { type EventFilter, type Period, type Since } from './onboarding-funnel.service.js';

const flag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);
const PERCENT = { type: Number, nullable: true, description: '0 to 100; null where nobody came so far' } as const;

export class FunnelQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 90, default: 30 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  days = 30;
}

export class ActivityEventsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @ApiPropertyOptional({ type: String, example: 'onboarding.login_error' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  event_type?: string;

  @ApiPropertyOptional({ type: Boolean, default: false })
  @Transform(flag)
  @IsBoolean()
  error_only = false;

  @CursorParameter(ACTIVITY_KEY)
  cursor?: string;

  filter(): EventFilter {
    const after = decodeCursor(this.cursor, ACTIVITY_KEY);
    return { type: this.event_type ?? null, errorOnly: this.error_only, limit: this.limit, after };
  }
}

export class DateRange {
  @ApiProperty({ type: String, format: 'date-time' }) start: string;
  @ApiProperty({ type: String, format: 'date-time' }) end: string;

  static from({ start, end }: Period): Wire<DateRange> {
    return { start: start.toISOString(), end: end.toISOString() };
  }
}

const STEPS = [
  ['register_start', 'onboarding.register_start'],
  ['register_complete', 'onboarding.register_complete'],
  ['login_success', 'onboarding.login_success'],
  ['portfolio_start', 'onboarding.portfolio_start'],
  ['portfolio_complete', 'onboarding.portfolio_complete'],
] as const;

class FunnelStep {
  @ApiProperty({ type: String, example: 'register_start' }) step: string;
  @ApiProperty({ type: String, example: 'onboarding.register_start' }) event_type: string;
  @ApiProperty({ type: 'integer' }) count: number;
  @ApiProperty({ ...PERCENT, description: 'Of the step before it, percent' }) conversion_rate: number | null;
}

export class FunnelResponse {
  @ApiProperty({ type: DateRange }) date_range: DateRange;
  @ApiProperty({ type: 'integer' }) total_register_starts: number;
  @ApiProperty({ type: 'integer' }) total_portfolio_completes: number;
  @ApiProperty(PERCENT) overall_conversion_rate: number | null;
  @ApiProperty({ type: [FunnelStep] }) steps: FunnelStep[];
  @ApiProperty({ type: [FunnelStep], description: 'The same as steps' }) funnel_steps: FunnelStep[];
  @ApiProperty({ type: 'integer', description: 'The same as total_register_starts' }) total_started: number;
  @ApiProperty({ type: 'integer', description: 'The same as total_portfolio_completes' }) total_completed: number;
  @ApiProperty({ ...PERCENT, description: '100 less overall_conversion_rate' }) drop_off_rate: number | null;

  static from({ period, found }: Since<Partial<Record<ActivityType, number>>>): Wire<FunnelResponse> {
    const counts = STEPS.map(([, type]) => found[type] ?? 0);
    const steps = STEPS.map(([step, event_type], index) => ({
      ...{ step, event_type, count: counts[index] ?? 0 },
      conversion_rate: index === 0 ? null : percentOf(counts[index] ?? 0, counts[index - 1] ?? 0),
    }));
    const [started = 0] = counts;
    const completed = counts.at(-1) ?? 0;
    const overall = percentOf(completed, started);
    return {
      date_range: DateRange.from(period),
      total_register_starts: started,
      total_portfolio_completes: completed,
      overall_conversion_rate: overall,
      steps,
      funnel_steps: steps,
      total_started: started,
      total_completed: completed,
      drop_off_rate: overall === null ? null : Math.max(0, 100 - overall),
    };
  }
}

const percentOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;

class ErrorBreakdown {
  @ApiProperty({ type: String, example: 'ERR_INVITE_001' }) error_code: string;
  @ApiProperty({ type: String }) event_type: string;
  @ApiProperty({ type: 'integer' }) count: number;
  @ApiProperty({ type: Number, description: '0 to 100' }) percentage: number;
  @ApiProperty({ type: [String], description: 'At most three' }) sample_messages: string[];
}

export class FunnelErrorsResponse {
  @ApiProperty({ type: DateRange }) date_range: DateRange;
  @ApiProperty({ type: 'integer' }) total_errors: number;
  @ApiProperty({ type: [ErrorBreakdown] }) breakdown: ErrorBreakdown[];

  static from({ period, found }: Since<readonly ErrorGroup[]>): Wire<FunnelErrorsResponse> {
    const total = found.reduce((sum, { count }) => sum + count, 0);
    return {
      date_range: DateRange.from(period),
      total_errors: total,
      breakdown: found.map(({ errorCode, eventType, count, samples }) => ({
        ...{ error_code: errorCode, event_type: eventType, count, sample_messages: samples },
        percentage: percentOf(count, total) ?? 0,
      })),
    };
  }
}

class DailyFunnel {
  @ApiProperty({ type: String, format: 'date' }) date: string;
  @ApiProperty({ type: 'integer' }) register_starts: number;
  @ApiProperty({ type: 'integer' }) register_completes: number;
  @ApiProperty({ type: 'integer' }) login_successes: number;
  @ApiProperty({ type: 'integer' }) login_errors: number;
  @ApiProperty({ type: 'integer' }) portfolio_starts: number;
  @ApiProperty({ type: 'integer' }) portfolio_completes: number;

  static from({ date, counts }: DailyActivity): Wire<DailyFunnel> {
    return {
      date,
      register_starts: counts['onboarding.register_start'] ?? 0,
      register_completes: counts['onboarding.register_complete'] ?? 0,
      login_successes: counts['onboarding.login_success'] ?? 0,
      login_errors: counts['onboarding.login_error'] ?? 0,
      portfolio_starts: counts['onboarding.portfolio_start'] ?? 0,
      portfolio_completes: counts['onboarding.portfolio_complete'] ?? 0,
    };
  }
}

export class DailyFunnelResponse {
  @ApiProperty({ type: DateRange }) date_range: DateRange;
  @ApiProperty({ type: [DailyFunnel], description: 'Days (UTC) on which something happened' }) metrics: DailyFunnel[];
  @ApiProperty({ type: [DailyFunnel], description: 'The same as metrics' }) trends: DailyFunnel[];

  static from({ period, found }: Since<readonly DailyActivity[]>): Wire<DailyFunnelResponse> {
    const metrics = found.map((day) => DailyFunnel.from(day));
    return { date_range: DateRange.from(period), metrics, trends: metrics };
  }
}

class ActivityEventResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) user_id: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Not kept' }) session_id: null;
  @ApiProperty({ type: String }) event_type: string;
  @ApiProperty({ type: String, example: 'onboarding' }) event_category: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { portfolios: 1 } }) event_data: Record<
    string,
    unknown
  >;
  @ApiProperty({ type: String, nullable: true }) error_code: string | null;
  @ApiProperty({ type: String, nullable: true }) error_message: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Not kept' }) ip_address: null;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
}

export class ActivityEventsResponse {
  @ApiProperty({ type: 'integer', description: 'Of this answer' }) total: number;
  @ApiProperty({ type: [ActivityEventResponse] }) events: ActivityEventResponse[];

  static from({ items: rows }: CursorPage<ActivityRow>): Wire<ActivityEventsResponse> {
    const events = rows.map((row) => ({
      id: row.id,
      user_id: row.userId,
      session_id: null,
      event_type: row.eventType,
      event_category: row.eventType.split('.')[0] ?? '',
      event_data: row.eventData,
      error_code: row.errorCode,
      error_message: row.errorMessage,
      ip_address: null,
      created_at: row.createdAt.toISOString(),
    }));
    return { total: events.length, events };
  }
}
