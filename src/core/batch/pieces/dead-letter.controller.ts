import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../../shared/http/cursor.js';
import { AdminOnly } from '../../../shared/http/current-user.js';
import { Idempotent } from '../../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../../shared/http/uuid-param.js';
import type { Wire } from '../../../shared/http/wire.js';
import { BatchStarted } from '../batch.dto.js';
import { DeadLetterList, DeadLetterQuery } from './dead-letter.dto.js';
import { DeadLetterService } from './dead-letter.service.js';

@ApiTags('admin: batch')
@AdminOnly()
@ApiProblem('unauthenticated', 'forbidden')
@Controller('api/v1/admin/batch/dead-letters')
export class DeadLetterController {
  constructor(private readonly letters: DeadLetterService) {}

  @Get()
  @ApiOperation({ summary: 'Pieces of runs that failed as often as is allowed, newest first' })
  @ApiOkResponse({ type: DeadLetterList })
  @ApiProblem('invalid')
  async list(@Query() query: DeadLetterQuery, @NextLink() link: LinkNext): Promise<Wire<DeadLetterList>> {
    return DeadLetterList.from(link(await this.letters.list(query.limit, DeadLetterQuery.after(query))));
  }

  @Post(':id/retry')
  @ApiOperation({ summary: 'Compute a piece that was given up again; its run goes on. Answers at once' })
  @Idempotent()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: BatchStarted })
  @ApiProblem({ missing: ['batch.dead_letter_not_found'] })
  async retry(@Param('id', UuidParam) id: string): Promise<Wire<BatchStarted>> {
    return BatchStarted.from(await this.letters.retry(id));
  }
}
