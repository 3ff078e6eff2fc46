import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { AggregateQuery } from '../aggregate-analytics/aggregate-query.dto.js';
import { AggregateStressResponse } from './aggregate-stress.dto.js';
import { StressTestService } from './stress-test.service.js';

@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', {
  missing: ['portfolio.not_found'],
  conflict: ['analytics.mixed_currencies'],
})
@Controller('api/v1/analytics/aggregate')
export class AggregateStressController {
  constructor(private readonly stress: StressTestService) {}

  @Get('stress-test')
  @ApiOperation({ summary: 'Effect of the built-in scenarios on several portfolios together' })
  @ApiOkResponse({ type: AggregateStressResponse })
  async results(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AggregateQuery,
  ): Promise<Wire<AggregateStressResponse>> {
    return AggregateStressResponse.from(await this.stress.aggregate(user.id, AggregateQuery.ids(query)));
  }
}
