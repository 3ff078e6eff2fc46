import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { PerformanceQuery, PerformanceResponse } from './performance.dto.js';
import { PerformanceService } from './performance.service.js';

/** P&L, returns and where they came from, over any span. A figure that could not be computed is null, with its reason. */
@ApiTags('performance')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1')
export class PerformanceController {
  constructor(private readonly performance: PerformanceService) {}

  @Get('portfolios/performance')
  @ApiOperation({ summary: 'Performance of all your active portfolios as one' })
  @ApiOkResponse({ type: PerformanceResponse })
  async all(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: PerformanceQuery,
  ): Promise<Wire<PerformanceResponse>> {
    return PerformanceResponse.from(await this.performance.ofAll(user.id, query.span()));
  }

  @Get('portfolios/:id/performance')
  @ApiOperation({ summary: 'Performance of a portfolio' })
  @ApiOkResponse({ type: PerformanceResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async portfolio(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Query() query: PerformanceQuery,
  ): Promise<Wire<PerformanceResponse>> {
    return PerformanceResponse.from(await this.performance.ofPortfolio(user.id, id, query.span()));
  }

  @Get('positions/:id/performance')
  @ApiOperation({ summary: 'Performance of a position (a lot)' })
  @ApiOkResponse({ type: PerformanceResponse })
  @ApiProblem({ missing: ['position.not_found'] })
  async position(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Query() query: PerformanceQuery,
  ): Promise<Wire<PerformanceResponse>> {
    return PerformanceResponse.from(await this.performance.ofPosition(user.id, id, query.span()));
  }
}
