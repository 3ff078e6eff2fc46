import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { AggregateQuery } from './aggregate-query.dto.js';
import { AggregateUncomputedResponse } from './aggregate-uncomputed.dto.js';
import { AggregateService } from './aggregate.service.js';

/** Aggregates of the contract that no calculation computes: they say so, of portfolios that are there. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', {
  missing: ['portfolio.not_found'],
  conflict: ['analytics.mixed_currencies'],
})
@Controller('api/v1/analytics/aggregate')
export class AggregateUncomputedController {
  constructor(private readonly aggregates: AggregateService) {}

  @Get('factor-exposures')
  @ApiOperation({ summary: 'Factor exposures of several portfolios together: not computed' })
  @ApiOkResponse({ type: AggregateUncomputedResponse })
  async factors(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateUncomputedResponse>> {
    return AggregateUncomputedResponse.from(await this.aggregates.getTotals(user.id, AggregateQuery.ids(query)));
  }

  @Get('correlation-matrix')
  @ApiOperation({ summary: 'Correlations over several portfolios: not computed' })
  @ApiOkResponse({ type: AggregateUncomputedResponse })
  async correlations(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateUncomputedResponse>> {
    return AggregateUncomputedResponse.from(await this.aggregates.getTotals(user.id, AggregateQuery.ids(query)));
  }
}
