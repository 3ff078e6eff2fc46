import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { AnalyticsService } from './analytics.service.js';
import { BetaComparisonResponse } from './beta-comparison.dto.js';
import { ConcentrationResponse } from './concentration.dto.js';
import { OverviewResponse } from './overview.dto.js';
import { SectorExposureResponse } from './sector-exposure.dto.js';
import { VolatilityResponse } from './volatility.dto.js';

/** The newest figures of a portfolio. A figure that could not be computed is null, and its reason is beside it. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class AnalyticsController {
  constructor(private readonly analytics: AnalyticsService) {}

  @Get('overview')
  @ApiOperation({ summary: 'Value, exposures, leverage and P&L' })
  @ApiOkResponse({ type: OverviewResponse })
  async overview(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<OverviewResponse>> {
    return OverviewResponse.from(await this.analytics.getOverview(user.id, id));
  }

  @Get('concentration')
  @ApiOperation({ summary: 'Herfindahl index and the shares of the largest symbols' })
  @ApiOkResponse({ type: ConcentrationResponse })
  async concentration(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<ConcentrationResponse>> {
    return ConcentrationResponse.from(await this.analytics.getConcentration(user.id, id));
  }

  @Get('sector-exposure')
  @ApiOperation({ summary: 'Weights of the sectors, funds looked through, beside those of the benchmark' })
  @ApiOkResponse({ type: SectorExposureResponse })
  async sectorExposure(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<SectorExposureResponse>> {
    return SectorExposureResponse.from(id, await this.analytics.getSectorExposure(user.id, id));
  }

  @Get('volatility')
  @ApiOperation({ summary: 'Realised volatility over 21 and 63 sessions' })
  @ApiOkResponse({ type: VolatilityResponse })
  async volatility(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<VolatilityResponse>> {
    return VolatilityResponse.from(await this.analytics.getVolatility(user.id, id));
  }

  @Get('beta-comparison')
  @ApiOperation({ summary: 'Market betas of the positions and of the portfolio' })
  @ApiOkResponse({ type: BetaComparisonResponse })
  async betaComparison(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<BetaComparisonResponse>> {
    return BetaComparisonResponse.from(await this.analytics.getBetas(user.id, id));
  }
}
