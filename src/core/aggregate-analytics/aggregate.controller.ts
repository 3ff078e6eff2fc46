import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { AggregateConcentrationResponse } from './aggregate-concentration.dto.js';
import { AggregateQuery } from './aggregate-query.dto.js';
import { AggregateBetaResponse, AggregateVolatilityResponse } from './aggregate-risk.dto.js';
import { AggregateSectorExposureResponse } from './aggregate-sector.dto.js';
import { AggregateService } from './aggregate.service.js';
import { AggregateBreakdownResponse, AggregateOverviewResponse } from './aggregate-totals.dto.js';

/** Several portfolios of one user taken as one. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', {
  missing: ['portfolio.not_found'],
  conflict: ['analytics.mixed_currencies'],
})
@Controller('api/v1/analytics/aggregate')
export class AggregateController {
  constructor(private readonly aggregates: AggregateService) {}

  @Get('overview')
  @ApiOperation({ summary: 'Value, exposures and P&L of several portfolios together' })
  @ApiOkResponse({ type: AggregateOverviewResponse })
  async overview(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateOverviewResponse>> {
    return AggregateOverviewResponse.from(await this.aggregates.getHoldings(user.id, AggregateQuery.ids(query)));
  }

  @Get('breakdown')
  @ApiOperation({ summary: 'What each portfolio adds to the sum' })
  @ApiOkResponse({ type: AggregateBreakdownResponse })
  async breakdown(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateBreakdownResponse>> {
    return AggregateBreakdownResponse.from(await this.aggregates.getTotals(user.id, AggregateQuery.ids(query)));
  }

  @Get('beta')
  @ApiOperation({ summary: 'Market beta of several portfolios together, and what each contributes' })
  @ApiOkResponse({ type: AggregateBetaResponse })
  async beta(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateBetaResponse>> {
    return AggregateBetaResponse.from(await this.aggregates.getTotals(user.id, AggregateQuery.ids(query)));
  }

  @Get('volatility')
  @ApiOperation({ summary: 'Realised volatility of the positions of several portfolios together' })
  @ApiOkResponse({ type: AggregateVolatilityResponse })
  async volatility(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateVolatilityResponse>> {
    return AggregateVolatilityResponse.from(await this.aggregates.getVolatility(user.id, AggregateQuery.ids(query)));
  }

  @Get('sector-exposure')
  @ApiOperation({ summary: 'Sector weights of several portfolios together, beside the benchmark' })
  @ApiOkResponse({ type: AggregateSectorExposureResponse })
  async sectors(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateSectorExposureResponse>> {
    return AggregateSectorExposureResponse.from(await this.aggregates.getSectors(user.id, AggregateQuery.ids(query)));
  }

  @Get('concentration')
  @ApiOperation({ summary: 'Concentration by symbol over several portfolios' })
  @ApiOkResponse({ type: AggregateConcentrationResponse })
  async concentration(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateConcentrationResponse>> {
    return AggregateConcentrationResponse.from(await this.aggregates.getHoldings(user.id, AggregateQuery.ids(query)));
  }
}
