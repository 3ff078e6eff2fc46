import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import {
  ChangeInsight,
  InsightPageResponse,
  InsightRated,
  InsightResponse,
  InsightsQuery,
  RateInsight,
} from './insight.dto.js';
import { InsightService } from './insight.service.js';

@ApiTags('insights')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['insight.not_found', 'portfolio.not_found'] })
@Controller('api/v1/insights')
export class InsightController {
  constructor(private readonly insights: InsightService) {}

  @Get('portfolio/:portfolio_id')
  @ApiOperation({ summary: 'Insights of a portfolio, newest first, without dismissed ones' })
  @ApiOkResponse({ type: InsightPageResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Query() query: InsightsQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<InsightPageResponse>> {
    return InsightPageResponse.from(link(await this.insights.list(user.id, portfolioId, query.wanted())));
  }

  @Get(':insight_id')
  @ApiOperation({ summary: 'One insight; reading does not mark it viewed' })
  @ApiOkResponse({ type: InsightResponse })
  get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('insight_id', UuidParam) id: string,
  ): Promise<Wire<InsightResponse>> {
    return this.insights.get(user.id, id);
  }

  @Patch(':insight_id')
  @ApiOperation({ summary: 'Mark as viewed or dismissed' })
  @ApiOkResponse({ type: InsightResponse })
  change(
    @CurrentUser() user: AuthenticatedUser,
    @Param('insight_id', UuidParam) id: string,
    @Body() body: ChangeInsight,
  ): Promise<Wire<InsightResponse>> {
    return this.insights.change(user.id, id, body.changes());
  }

  @Post(':insight_id/feedback')
  @HttpCode(200)
  @ApiOperation({ summary: 'Rate an insight; a new rating replaces the one before' })
  @ApiOkResponse({ type: InsightRated })
  async rate(
    @CurrentUser() user: AuthenticatedUser,
    @Param('insight_id', UuidParam) id: string,
    @Body() body: RateInsight,
  ): Promise<Wire<InsightRated>> {
    return InsightRated.of(await this.insights.change(user.id, id, body.changes()));
  }
}
