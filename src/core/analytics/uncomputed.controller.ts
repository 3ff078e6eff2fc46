import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { AnalyticsService } from './analytics.service.js';
import { StressTestQuery } from './uncomputed-query.dto.js';
import { StressTestResponse } from './uncomputed.dto.js';

/** Figures of the contract that no calculation computes: they say so, of portfolios that are there. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class UncomputedController {
  constructor(private readonly analytics: AnalyticsService) {}

  @Get('stress-test')
  @ApiOperation({ summary: 'Effect of market scenarios: not computed' })
  @ApiOkResponse({ type: StressTestResponse })
  async stress(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: StressTestQuery,
  ): Promise<Wire<StressTestResponse>> {
    await this.analytics.require(user.id, id);
    return StressTestResponse.from(query);
  }
}
