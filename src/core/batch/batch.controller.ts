import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { AdminOnly, type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import type { Wire } from '../../shared/http/wire.js';
import { BatchDetail, BatchHistory, BatchHistoryQuery } from './batch-history.dto.js';
import {
  BatchLog,
  type BatchLogAnswer,
  batchLogOf,
  BatchLogQuery,
  BatchSummary,
  BatchSummaryQuery,
} from './batch-log.dto.js';
import { BatchStarted, CurrentBatch, RunBatch } from './batch.dto.js';
import { BatchService } from './batch.service.js';

const BASE = 'api/v1/admin/batch';

@ApiTags('admin: batch')
@AdminOnly()
@ApiProblem('unauthenticated', 'forbidden')
@Controller(BASE)
export class BatchController {
  constructor(private readonly batch: BatchService) {}

  @Post('run')
  @ApiOperation({
    summary: 'Compute what is missing or stale; with force_rerun, everything from start_date. Answers at once',
  })
  @Idempotent()
  @HttpCode(202)
  @ApiAcceptedResponse({
    type: BatchStarted,
    headers: { location: { description: 'The run', schema: { type: 'string' } } },
  })
  @ApiProblem('invalid', { conflict: ['batch.already_running'], missing: ['portfolio.not_found'] })
  async run(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: RunBatch,
    @Body() body: RunBatch,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Wire<BatchStarted>> {
    const run = await this.batch.enqueue(RunBatch.toRequest(query, body, user.email));
    reply.header('location', `/${BASE}/history/${run.id}`);
    return BatchStarted.from(run);
  }

  @Get('run/current')
  @ApiOperation({ summary: 'The run under way, or that there is none' })
  @ApiOkResponse({ type: CurrentBatch })
  async current(): Promise<Wire<CurrentBatch>> {
    return CurrentBatch.from(await this.batch.findCurrent(), this.batch.now);
  }

  @Get('history')
  @ApiOperation({ summary: 'Runs, newest first' })
  @ApiOkResponse({ type: BatchHistory })
  @ApiProblem('invalid')
  async history(@Query() query: BatchHistoryQuery, @NextLink() link: LinkNext): Promise<Wire<BatchHistory>> {
    return BatchHistory.from(link(await this.batch.list(BatchHistoryQuery.toFilter(query))), query);
  }

  @Get('history/summary')
  @ApiOperation({ summary: 'How the runs of some days went' })
  @ApiOkResponse({ type: BatchSummary })
  @ApiProblem('invalid')
  async summary(@Query() query: BatchSummaryQuery): Promise<Wire<BatchSummary>> {
    return BatchSummary.from(await this.batch.summarize(query.days), query.days);
  }

  /** What is known of a run, as lines: a JSON document, or a text file. */
  @Get('history/:id/logs')
  @ApiOperation({ summary: 'What is known of a run, as lines' })
  @ApiProduces('application/json', 'text/plain')
  @ApiOkResponse({ type: BatchLog })
  @ApiProblem({ missing: ['batch.not_found'], refused: ['batch.log_format'] })
  async logs(@Param('id', UuidParam) id: string, @Query() query: BatchLogQuery): Promise<BatchLogAnswer> {
    return batchLogOf(await this.batch.get(id), query, this.batch.now);
  }

  @Get('history/:id')
  @ApiOperation({ summary: 'One run, with its problems' })
  @ApiOkResponse({ type: BatchDetail })
  @ApiProblem({ missing: ['batch.not_found'] })
  async detail(@Param('id', UuidParam) id: string): Promise<Wire<BatchDetail>> {
    return BatchDetail.from(await this.batch.getDetail(id));
  }
}
