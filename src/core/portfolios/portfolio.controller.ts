import { Body, Controller, Delete, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Precondition } from '../../shared/http/precondition.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { Conditional, IfMatch, Versioned } from '../../shared/http/versioned.js';
import { ChangePortfolio, CreatePortfolio, ListPortfoliosQuery } from './portfolio-input.dto.js';
import { DeletedPortfolioResponse, PortfolioListResponse, PortfolioResponse } from './portfolio.dto.js';
import { PortfolioService, type PortfolioSummary } from './portfolio.service.js';

const BASE = 'api/v1/portfolios';

@ApiTags('portfolios')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller(BASE)
export class PortfolioController {
  constructor(private readonly portfolios: PortfolioService) {}

  @Get()
  @ApiOperation({ summary: 'Your portfolios, oldest first' })
  @ApiOkResponse({ type: PortfolioListResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: ListPortfoliosQuery,
  ): Promise<PortfolioListResponse> {
    return PortfolioListResponse.from(await this.portfolios.list(user.id, query.include_inactive));
  }

  @Post()
  @Idempotent()
  @Versioned()
  @ApiOperation({ summary: 'Create a portfolio; equity_balance becomes its opening deposit' })
  @ApiCreatedResponse({ type: PortfolioResponse })
  @ApiProblem({ conflict: ['portfolio.account_name_taken'], forbidden: ['portfolio.limit_reached'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: CreatePortfolio,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PortfolioResponse> {
    return located(reply, PortfolioResponse.from(await this.portfolios.create(user.id, body.input())));
  }

  @Get(':id')
  @Versioned()
  @ApiOperation({ summary: 'One portfolio' })
  @ApiOkResponse({ type: PortfolioResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async get(@CurrentUser() user: AuthenticatedUser, @Param('id', UuidParam) id: string): Promise<PortfolioResponse> {
    return PortfolioResponse.from(await this.portfolios.getSummary(user.id, id));
  }

  @Put(':id')
  @Versioned()
  @ApiOperation({ summary: 'Change what is sent' })
  @ApiOkResponse({ type: PortfolioResponse })
  @ApiProblem({
    missing: ['portfolio.not_found'],
    conflict: ['portfolio.account_name_taken', 'portfolio.currency_fixed'],
    forbidden: ['portfolio.limit_reached'],
  })
  async change(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Body() body: ChangePortfolio,
    @IfMatch(PortfolioResponse) unchanged: Precondition<PortfolioSummary>,
  ): Promise<PortfolioResponse> {
    return PortfolioResponse.from(await this.portfolios.change(user.id, id, body.changes(), unchanged));
  }

  @Delete(':id')
  @Conditional()
  @ApiOperation({ summary: 'Delete a portfolio, unless it is the last active one' })
  @ApiOkResponse({ type: DeletedPortfolioResponse })
  @ApiProblem({ missing: ['portfolio.not_found'], refused: ['portfolio.last_active'] })
  async delete(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @IfMatch(PortfolioResponse) unchanged: Precondition<PortfolioSummary>,
  ): Promise<DeletedPortfolioResponse> {
    return DeletedPortfolioResponse.from(await this.portfolios.delete(user.id, id, unchanged));
  }
}

function located(reply: FastifyReply, portfolio: PortfolioResponse): PortfolioResponse {
  reply.header('location', `/${BASE}/${portfolio.id}`);
  return portfolio;
}
