import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { type Precondition } from '../../shared/http/precondition.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { Conditional, IfMatch, Versioned } from '../../shared/http/versioned.js';
import { type Wire } from '../../shared/http/wire.js';
import { ChangeRiskLimit, CreateRiskLimit, RiskLimitListResponse, RiskLimitResponse } from './risk-limit.dto.js';
import { RiskLimitService, type StoredLimit } from './risk-limit.service.js';

@ApiTags('limits and alerts')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/portfolios/:portfolio_id/limits')
export class RiskLimitController {
  constructor(private readonly limits: RiskLimitService) {}

  @Get()
  @ApiOperation({ summary: 'The limits of a portfolio with what the batch found, oldest first' })
  @ApiOkResponse({ type: RiskLimitListResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
  ): Promise<Wire<RiskLimitListResponse>> {
    return RiskLimitListResponse.from(await this.limits.list(user.id, portfolioId));
  }

  @Post()
  @Idempotent()
  @Versioned()
  @ApiOperation({ summary: 'Set a limit; the next run of the batch evaluates it' })
  @ApiCreatedResponse({ type: RiskLimitResponse })
  @ApiProblem({ missing: ['portfolio.not_found'], conflict: ['limit.too_many'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Body() body: CreateRiskLimit,
  ): Promise<Wire<RiskLimitResponse>> {
    return RiskLimitResponse.from(await this.limits.create(user.id, portfolioId, body.input()));
  }

  @Get(':limit_id')
  @Versioned()
  @ApiOperation({ summary: 'One limit' })
  @ApiOkResponse({ type: RiskLimitResponse })
  @ApiProblem({ missing: ['portfolio.not_found', 'limit.not_found'] })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Param('limit_id', UuidParam) id: string,
  ): Promise<Wire<RiskLimitResponse>> {
    return RiskLimitResponse.from(await this.limits.get(user.id, portfolioId, id));
  }

  @Patch(':limit_id')
  @Versioned()
  @ApiOperation({ summary: 'Change what is sent; the next run of the batch evaluates it anew' })
  @ApiOkResponse({ type: RiskLimitResponse })
  @ApiProblem({ missing: ['portfolio.not_found', 'limit.not_found'] })
  async change(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Param('limit_id', UuidParam) id: string,
    @Body() body: ChangeRiskLimit,
    @IfMatch(RiskLimitResponse) unchanged: Precondition<StoredLimit>,
  ): Promise<Wire<RiskLimitResponse>> {
    return RiskLimitResponse.from(await this.limits.change(user.id, portfolioId, id, body.changes(), unchanged));
  }

  @Delete(':limit_id')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a limit; its alerts stay, resolved' })
  @ApiNoContentResponse()
  @ApiProblem({ missing: ['portfolio.not_found', 'limit.not_found'] })
  async delete(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Param('limit_id', UuidParam) id: string,
    @IfMatch(RiskLimitResponse) unchanged: Precondition<StoredLimit>,
  ): Promise<void> {
    await this.limits.delete(user.id, portfolioId, id, unchanged);
  }
}
