import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { ChangePosition, ChangePositionQuery } from './position-change.dto.js';
import { PositionChangeService } from './position-change.service.js';
import {
  CreatePosition,
  DeletePositionQuery,
  portfolioIn,
  PortfolioIdQuery,
  pointerOfOne,
} from './position-input.dto.js';
import { PositionRemovalService } from './position-removal.service.js';
import { PositionResponse, RemovedPositionResponse } from './position.dto.js';
import { PositionService } from './position.service.js';

const BASE = 'api/v1/positions';

@ApiTags('positions')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller(BASE)
export class PositionController {
  constructor(
    private readonly positions: PositionService,
    private readonly changes: PositionChangeService,
    private readonly removals: PositionRemovalService,
  ) {}

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Create a position: a purchase or short sale in the ledger' })
  @ApiCreatedResponse({ type: PositionResponse })
  @ApiProblem({ missing: ['portfolio.not_found'], invalid: ['input.invalid', 'ledger.rejected'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: PortfolioIdQuery,
    @Body() body: CreatePosition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PositionResponse> {
    return located(
      reply,
      await this.positions.create(user.id, portfolioIn(query, body), [body.position()], pointerOfOne),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One position' })
  @ApiOkResponse({ type: PositionResponse })
  @ApiProblem({ missing: ['position.not_found'] })
  async get(@CurrentUser() user: AuthenticatedUser, @Param('id', UuidParam) id: string): Promise<PositionResponse> {
    return PositionResponse.from(await this.positions.get(user.id, id));
  }

  @Put(':id')
  @ApiOperation({ summary: 'Correct a position, or close it with exit_price; each is an entry of the ledger' })
  @ApiOkResponse({ type: PositionResponse })
  @ApiProblem({
    missing: ['position.not_found'],
    conflict: ['position.closed', 'position.window_over'],
    invalid: ['input.invalid', 'ledger.rejected'],
  })
  async change(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Query() query: ChangePositionQuery,
    @Body() body: ChangePosition,
  ): Promise<PositionResponse> {
    return PositionResponse.from(await this.changes.change(user.id, id, body.change(query)));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete a position: its entries in the ledger are reversed' })
  @ApiOkResponse({ type: RemovedPositionResponse })
  @ApiProblem({ missing: ['position.not_found'], conflict: ['position.closed_together', 'position.window_over'] })
  async remove(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Query() query: DeletePositionQuery,
  ): Promise<RemovedPositionResponse> {
    return RemovedPositionResponse.from(await this.removals.removeOne(user.id, id, query.force_hard_delete));
  }

  @Delete(':id/hard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Delete a slip within five minutes after it was made' })
  @ApiOkResponse({ type: RemovedPositionResponse })
  @ApiProblem({ missing: ['position.not_found'], conflict: ['position.closed_together', 'position.window_over'] })
  async removeHard(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
  ): Promise<RemovedPositionResponse> {
    return RemovedPositionResponse.from(await this.removals.removeOne(user.id, id, true));
  }
}

function located(reply: FastifyReply, [made]: Awaited<ReturnType<PositionService['create']>>): PositionResponse {
  if (!made) throw new Error('a position was created and is not there');
  reply.header('location', `/${BASE}/${made.id}`);
  return PositionResponse.from(made);
}
