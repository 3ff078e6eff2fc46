import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { ClustersResponse } from './cluster.dto.js';
import { CorrelationMatrixResponse } from './correlation-matrix.dto.js';
import { CorrelationMatrixQuery, CorrelationQuery } from './correlation-query.dto.js';
import { CorrelationService } from './correlation.service.js';
import { DiversificationScoreResponse } from './diversification-score.dto.js';

/** What moves together, as of the newest session. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class CorrelationController {
  constructor(private readonly correlations: CorrelationService) {}

  @Get('correlation-matrix')
  @ApiOperation({ summary: 'Correlations of the largest listed holdings, with overlaps and p-values' })
  @ApiOkResponse({ type: CorrelationMatrixResponse })
  async matrix(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: CorrelationMatrixQuery,
  ): Promise<Wire<CorrelationMatrixResponse>> {
    return CorrelationMatrixResponse.from(await this.correlations.find(user.id, id), query);
  }

  @Get('diversification-score')
  @ApiOperation({ summary: 'Average correlation of the largest listed holdings' })
  @ApiOkResponse({ type: DiversificationScoreResponse })
  async diversification(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: CorrelationQuery,
  ): Promise<Wire<DiversificationScoreResponse>> {
    return DiversificationScoreResponse.from(await this.correlations.find(user.id, id), query);
  }

  @Get('clusters')
  @ApiOperation({ summary: 'Holdings that move together' })
  @ApiOkResponse({ type: ClustersResponse })
  async clusters(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<ClustersResponse>> {
    return ClustersResponse.of(await this.correlations.findClusters(user.id, id));
  }
}
