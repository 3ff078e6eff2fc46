import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { BacktestResponse } from './backtest.dto.js';
import { MeasureHistoryResponse } from './measure-history.dto.js';
import { RiskContributionsResponse } from './risk-contributions.dto.js';
import { RiskMeasureService } from './risk-measure.service.js';
import { BacktestQuery, ContributionsQuery, HistoryQuery, RatiosQuery } from './risk-query.dto.js';
import { RiskRatiosResponse } from './risk-ratios.dto.js';
import { ValueAtRiskResponse } from './value-at-risk.dto.js';

/** What may be lost, where it comes from, and how the figures went over time. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class RiskMeasureController {
  constructor(private readonly risk: RiskMeasureService) {}

  @Get('value-at-risk')
  @ApiOperation({ summary: 'VaR and expected shortfall of a session, by three methods' })
  @ApiOkResponse({ type: ValueAtRiskResponse })
  async valueAtRisk(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<ValueAtRiskResponse>> {
    return ValueAtRiskResponse.from(await this.risk.find(user.id, id));
  }

  @Get('value-at-risk/backtest')
  @ApiOperation({ summary: 'How often losses exceeded VaR, and whether that is as often as it says' })
  @ApiOkResponse({ type: BacktestResponse })
  async backtest(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: BacktestQuery,
  ): Promise<Wire<BacktestResponse>> {
    return BacktestResponse.from(id, await this.risk.findBacktest(user.id, id, BacktestQuery.asked(query)), query);
  }

  @Get('risk-contributions')
  @ApiOperation({ summary: 'What each holding adds to volatility, VaR and expected shortfall' })
  @ApiOkResponse({ type: RiskContributionsResponse })
  async contributions(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ContributionsQuery,
  ): Promise<Wire<RiskContributionsResponse>> {
    return RiskContributionsResponse.from(await this.risk.findContributions(user.id, id, query), query);
  }

  @Get('risk-ratios')
  @ApiOperation({ summary: 'Drawdowns and ratios of actual returns, and of the weights as they are now' })
  @ApiOkResponse({ type: RiskRatiosResponse })
  async ratios(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: RatiosQuery,
  ): Promise<Wire<RiskRatiosResponse>> {
    return RiskRatiosResponse.from(await this.risk.findRatios(user.id, id, RatiosQuery.span(query)));
  }

  @Get('risk-measures/history')
  @ApiOperation({ summary: 'One figure, session by session' })
  @ApiOkResponse({ type: MeasureHistoryResponse })
  async history(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: HistoryQuery,
  ): Promise<Wire<MeasureHistoryResponse>> {
    const view = await this.risk.findHistory(user.id, id, HistoryQuery.asked(query));
    return MeasureHistoryResponse.from(view, query.measure);
  }
}
