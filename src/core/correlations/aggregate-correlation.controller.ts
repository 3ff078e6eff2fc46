import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { AggregateCorrelationQuery, AggregateCorrelationResponse } from './aggregate-correlation.dto.js';
import { AggregateCorrelationService } from './aggregate-correlation.service.js';

/** What moves together over several portfolios of one user. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', {
  missing: ['portfolio.not_found'],
  conflict: ['analytics.mixed_currencies'],
})
@Controller('api/v1/analytics/aggregate')
export class AggregateCorrelationController {
  constructor(private readonly correlations: AggregateCorrelationService) {}

  @Get('correlation-matrix')
  @ApiOperation({ summary: 'Correlations of the largest holdings of several portfolios together' })
  @ApiOkResponse({ type: AggregateCorrelationResponse })
  async matrix(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateCorrelationQuery,
  ): Promise<Wire<AggregateCorrelationResponse>> {
    const ids = AggregateCorrelationQuery.ids(query);
    return AggregateCorrelationResponse.from(await this.correlations.find(user.id, ids, query.max_symbols), query);
  }
}
