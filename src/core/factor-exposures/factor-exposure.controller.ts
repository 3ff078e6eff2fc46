import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { FactorExposuresResponse, SpreadFactorsResponse } from './factor-exposure.dto.js';
import { FactorExposureService } from './factor-exposure.service.js';
import { PositionFactorsQuery } from './position-factors-query.dto.js';
import { PositionFactorExposuresResponse } from './position-factors.dto.js';

/** What the portfolio and its positions are exposed to, as of the newest session. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class FactorExposureController {
  constructor(private readonly exposures: FactorExposureService) {}

  @Get('factor-exposures')
  @ApiOperation({ summary: 'Market beta, rate beta and exposures to six styles' })
  @ApiOkResponse({ type: FactorExposuresResponse })
  async factors(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<FactorExposuresResponse>> {
    return FactorExposuresResponse.from(await this.exposures.find(user.id, id));
  }

  @Get('spread-factors')
  @ApiOperation({ summary: 'Exposures to four long-short spreads, the market held fixed' })
  @ApiOkResponse({ type: SpreadFactorsResponse })
  async spreads(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<SpreadFactorsResponse>> {
    return SpreadFactorsResponse.from(await this.exposures.find(user.id, id));
  }

  @Get('positions/factor-exposures')
  @ApiOperation({ summary: 'Factor exposures position by position' })
  @ApiOkResponse({ type: PositionFactorExposuresResponse })
  async positionFactors(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: PositionFactorsQuery,
  ): Promise<Wire<PositionFactorExposuresResponse>> {
    const page = PositionFactorsQuery.page(query);
    return PositionFactorExposuresResponse.from(await this.exposures.findPositions(user.id, id, page), query);
  }
}
