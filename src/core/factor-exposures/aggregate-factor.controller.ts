import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { AggregateQuery } from '../aggregate-analytics/aggregate-query.dto.js';
import { AggregateFactorsResponse } from './aggregate-factor.dto.js';
import { FactorExposureService } from './factor-exposure.service.js';

@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', {
  missing: ['portfolio.not_found'],
  conflict: ['analytics.mixed_currencies'],
})
@Controller('api/v1/analytics/aggregate')
export class AggregateFactorController {
  constructor(private readonly exposures: FactorExposureService) {}

  @Get('factor-exposures')
  @ApiOperation({ summary: 'Factor exposures of several portfolios together' })
  @ApiOkResponse({ type: AggregateFactorsResponse })
  async factors(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateFactorsResponse>> {
    return AggregateFactorsResponse.from(await this.exposures.aggregate(user.id, AggregateQuery.ids(query)));
  }
}
