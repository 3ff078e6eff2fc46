import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { StressHistoryQuery, StressHistoryResponse } from './stress-history.dto.js';
import { RunStressTest, StressRunResponse } from './stress-run.dto.js';
import { StressTestQuery, StressTestResponse } from './stress-test.dto.js';
import { StressTestService } from './stress-test.service.js';

/** What scenarios do to the portfolio, as of the newest session. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id/stress-test')
export class StressTestController {
  constructor(private readonly stress: StressTestService) {}

  @Get()
  @ApiOperation({ summary: 'Effect of the built-in scenarios' })
  @ApiOkResponse({ type: StressTestResponse })
  async results(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: StressTestQuery,
  ): Promise<Wire<StressTestResponse>> {
    return StressTestResponse.from(await this.stress.get(user.id, id, StressTestQuery.ids(query)), query);
  }

  @Get('history')
  @ApiOperation({ summary: 'Effect of one built-in scenario, session by session' })
  @ApiOkResponse({ type: StressHistoryResponse })
  async history(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: StressHistoryQuery,
  ): Promise<Wire<StressHistoryResponse>> {
    return StressHistoryResponse.from(
      await this.stress.getHistory(user.id, id, query.scenario, StressHistoryQuery.span(query)),
    );
  }

  @Post('run')
  @HttpCode(200)
  @ApiOperation({ summary: 'Run scenarios, or shocks of your own: computed at once, stored nowhere' })
  @ApiOkResponse({ type: StressRunResponse })
  @ApiProblem({ missing: ['stress_scenario.not_found'] })
  async run(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Body() body: RunStressTest,
  ): Promise<Wire<StressRunResponse>> {
    return StressRunResponse.from(await this.stress.run(user.id, id, body.request()));
  }
}
