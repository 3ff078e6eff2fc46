import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { CompleteQuery } from './complete-query.dto.js';
import { CompleteResponse } from './complete.dto.js';
import { CompleteService } from './complete.service.js';
import { DataService } from './data.service.js';
import { ListedPortfolioResponse, PortfolioListingQuery } from './portfolio-listing.dto.js';
import { PositionDetailQuery, PositionDetailsResponse } from './position-detail.dto.js';
import { SnapshotSummaryService } from './snapshot-summary.service.js';
import { SnapshotResponse } from './snapshot.dto.js';
import { TopPositionsQuery, TopPositionsResponse } from './top-position.dto.js';

@ApiTags('data')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/data')
export class DataController {
  constructor(
    private readonly data: DataService,
    private readonly complete: CompleteService,
    private readonly snapshots: SnapshotSummaryService,
  ) {}

  @Get('portfolios')
  @ApiOperation({ summary: 'All portfolios of the user with their newest value' })
  @ApiOkResponse({ type: [ListedPortfolioResponse] })
  async portfolios(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: PortfolioListingQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<ListedPortfolioResponse[]>> {
    return ListedPortfolioResponse.list(link(await this.data.listPortfolios(user.id, query.bounds())));
  }

  @Get('portfolio/:portfolio_id/complete')
  @ApiOperation({ summary: 'A portfolio as of a session: value, holdings and, when asked for, series and attribution' })
  @ApiOkResponse({ type: CompleteResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async portfolio(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: CompleteQuery,
  ): Promise<Wire<CompleteResponse>> {
    return CompleteResponse.from(
      await this.complete.get(user.id, id, query.as_of_date ?? null, CompleteQuery.parts(query)),
      query,
    );
  }

  @Get('portfolio/:portfolio_id/snapshot')
  @ApiOperation({ summary: 'The newest snapshot in short' })
  @ApiOkResponse({ type: SnapshotResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async snapshot(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
  ): Promise<Wire<SnapshotResponse>> {
    return SnapshotResponse.from(await this.snapshots.get(user.id, id));
  }

  @Get('positions/details')
  @ApiOperation({ summary: 'Lots of a portfolio, or those that are named, at their newest price' })
  @ApiOkResponse({ type: PositionDetailsResponse })
  @ApiProblem({ missing: ['portfolio.not_found', 'position.not_found'] })
  async positions(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: PositionDetailQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<PositionDetailsResponse>> {
    return PositionDetailsResponse.from(
      link(await this.data.listPositions(user.id, PositionDetailQuery.wanted(query))),
    );
  }

  @Get('positions/top/:portfolio_id')
  @ApiOperation({ summary: 'The largest holdings, lots of one symbol together' })
  @ApiOkResponse({ type: TopPositionsResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async topPositions(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: TopPositionsQuery,
  ): Promise<Wire<TopPositionsResponse>> {
    return TopPositionsResponse.from(
      await this.data.getTopPositions(user.id, id, query.as_of_date ?? null, query.limit),
      query,
    );
  }
}
