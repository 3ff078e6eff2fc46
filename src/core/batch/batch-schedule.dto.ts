import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import type { Wire } from '../../shared/http/wire.js';
import { type BatchSchedule, MAX_DELAY_MINUTES, MIN_DELAY_MINUTES } from './batch-schedule.entity.js';
import type { ScheduleChange } from './batch-schedule.repository.js';

const isGiven = (_: object, value: unknown): boolean => value !== undefined;

export class ScheduleName {
  @ApiProperty({ type: String, maxLength: 100, example: 'nightly-batch', description: 'Name of a schedule' })
  @IsString()
  @MaxLength(100)
  job_name: string;
}

/** What is left out stays as it is. */
@RefuseUnknownFields()
export class ChangeSchedule {
  @ApiPropertyOptional({ type: Boolean, example: false, description: 'False pauses it: nothing begins by itself' })
  @ValidateIf(isGiven)
  @IsBoolean()
  is_active?: boolean;

  @ApiPropertyOptional({
    ...{ type: 'integer', example: 60, minimum: MIN_DELAY_MINUTES, maximum: MAX_DELAY_MINUTES },
    description: 'Minutes after the close of the New York Stock Exchange',
  })
  @ValidateIf(isGiven)
  @IsInt()
  @Min(MIN_DELAY_MINUTES)
  @Max(MAX_DELAY_MINUTES)
  delay_minutes?: number;

  static toChange({ is_active, delay_minutes }: ChangeSchedule): ScheduleChange {
    return {
      ...(is_active === undefined ? {} : { isActive: is_active }),
      ...(delay_minutes === undefined ? {} : { delayMinutes: delay_minutes }),
    };
  }
}

export class ScheduleResponse {
  @ApiProperty({ type: String, example: 'nightly-batch' })
  job_name: string;

  @ApiProperty({ type: String, example: 'Computes what is missing or stale' })
  description: string;

  @ApiProperty({ type: Boolean, example: true })
  is_active: boolean;

  @ApiProperty({ type: 'integer', example: 30, description: 'After the close of the New York Stock Exchange' })
  delay_minutes: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it last asked for a run' })
  last_run_at: string | null;

  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description: 'When the next session is due; null while it is paused, or no server has looked yet',
  })
  next_run_at: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at: string;

  static from(schedule: BatchSchedule): Wire<ScheduleResponse> {
    return {
      job_name: schedule.jobName,
      description: schedule.description,
      is_active: schedule.isActive,
      delay_minutes: schedule.delayMinutes,
      last_run_at: schedule.lastRunAt?.toISOString() ?? null,
      next_run_at: schedule.nextRunAt?.toISOString() ?? null,
      updated_at: schedule.updatedAt.toISOString(),
    };
  }
}

export class ScheduleList {
  @ApiProperty({ type: [ScheduleResponse] })
  schedules: ScheduleResponse[];

  static from(schedules: readonly BatchSchedule[]): Wire<ScheduleList> {
    return { schedules: schedules.map((schedule) => ScheduleResponse.from(schedule)) };
  }
}
