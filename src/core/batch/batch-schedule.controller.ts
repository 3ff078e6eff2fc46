import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { AdminOnly } from '../../shared/http/current-user.js';
import type { Wire } from '../../shared/http/wire.js';
import { ChangeSchedule, ScheduleName, ScheduleList, ScheduleResponse } from './batch-schedule.dto.js';
import { BatchScheduleService } from './batch-schedule.service.js';

@ApiTags('admin: batch')
@AdminOnly()
@ApiProblem('unauthenticated', 'forbidden')
@Controller('api/v1/admin/batch/schedules')
export class BatchScheduleController {
  constructor(private readonly schedules: BatchScheduleService) {}

  @Get()
  @ApiOperation({ summary: 'What begins by itself, and when' })
  @ApiOkResponse({ type: ScheduleList })
  async list(): Promise<Wire<ScheduleList>> {
    return ScheduleList.from(await this.schedules.list());
  }

  @Patch(':job_name')
  @ApiOperation({ summary: 'Pause, resume or move a schedule. Runs that are asked for by hand go on' })
  @ApiOkResponse({ type: ScheduleResponse })
  @ApiProblem('invalid', { missing: ['batch.schedule_not_found'] })
  async change(
    @Param() { job_name: jobName }: ScheduleName,
    @Body() body: ChangeSchedule,
  ): Promise<Wire<ScheduleResponse>> {
    return ScheduleResponse.from(await this.schedules.change(jobName, ChangeSchedule.toChange(body)));
  }
}
