import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import type { Wire } from '../../shared/http/wire.js';
import { CalculationStarted, PortfolioBatchStatus } from './portfolio-batch.dto.js';
import { BatchService } from './batch.service.js';

@ApiTags('portfolios')
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found', 'batch.not_found'] })
@Controller('api/v1/portfolios/:portfolio_id')
export class PortfolioBatchController {
  constructor(private readonly batch: BatchService) {}

  @Post('calculate')
  @ApiOperation({ summary: 'Compute the sessions of the portfolio that are missing or stale. Answers at once' })
  @Idempotent()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: CalculationStarted })
  @ApiProblem({ conflict: ['batch.already_running'] })
  async calculate(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
  ): Promise<Wire<CalculationStarted>> {
    return CalculationStarted.from(portfolioId, await this.batch.enqueueFor(user, portfolioId));
  }

  @Get('batch-status/:batch_run_id')
  @ApiOperation({ summary: 'How far a run has come' })
  @ApiOkResponse({ type: PortfolioBatchStatus })
  async status(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Param('batch_run_id', UuidParam) runId: string,
  ): Promise<Wire<PortfolioBatchStatus>> {
    return PortfolioBatchStatus.from(portfolioId, await this.batch.getFor(user.id, portfolioId, runId), this.batch.now);
  }
}
