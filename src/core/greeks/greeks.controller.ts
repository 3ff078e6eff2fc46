import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { GreeksHistoryQuery, GreeksQuery } from './greeks-query.dto.js';
import { GreeksHistoryResponse, GreeksResponse } from './greeks.dto.js';
import { GreeksService } from './greeks.service.js';

/** How the portfolio's options move. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class GreeksController {
  constructor(private readonly greeks: GreeksService) {}

  @Get('greeks')
  @ApiOperation({ summary: 'Greeks of the positions as of the newest session, and their totals in money' })
  @ApiOkResponse({ type: GreeksResponse })
  async newest(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: GreeksQuery,
  ): Promise<Wire<GreeksResponse>> {
    return GreeksResponse.from(await this.greeks.find(user.id, id, query), query);
  }

  @Get('greeks/history')
  @ApiOperation({ summary: 'Totals of the Greeks by session' })
  @ApiOkResponse({ type: GreeksHistoryResponse })
  async history(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: GreeksHistoryQuery,
  ): Promise<Wire<GreeksHistoryResponse>> {
    return GreeksHistoryResponse.from(id, await this.greeks.listDays(user.id, id, GreeksHistoryQuery.span(query)));
  }
}
