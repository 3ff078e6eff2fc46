import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { MeasureHistoryResponse } from '../risk-measures/measure-history.dto.js';
import { SpanQuery } from '../risk-measures/span-query.dto.js';
import {
  ContributionHistoryQuery,
  ExposureHistoryQuery,
  FactorHistoryQuery,
  type FigureSource,
  SectorHistoryQuery,
} from './figure-history-query.dto.js';
import { FigureHistoryService } from './figure-history.service.js';
import { SectorHistoryService } from '../sector-exposure/sector-history.service.js';

/** How figures went that are rows of tables of their own. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class FigureHistoryController {
  constructor(
    private readonly histories: FigureHistoryService,
    private readonly sectors: SectorHistoryService,
  ) {}

  @Get('factor-exposures/history')
  @ApiOperation({ summary: 'Exposure to one factor, session by session' })
  @ApiOkResponse({ type: MeasureHistoryResponse })
  factor(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: FactorHistoryQuery,
  ): Promise<Wire<MeasureHistoryResponse>> {
    return this.answer(user, id, query, FactorHistoryQuery.source(query));
  }

  @Get('risk-contributions/history')
  @ApiOperation({ summary: 'What one holding added to risk, session by session' })
  @ApiOkResponse({ type: MeasureHistoryResponse })
  contribution(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ContributionHistoryQuery,
  ): Promise<Wire<MeasureHistoryResponse>> {
    return this.answer(user, id, query, ContributionHistoryQuery.source(query));
  }

  @Get('overview/history')
  @ApiOperation({ summary: 'A delta-adjusted exposure, or a figure with options at their values, session by session' })
  @ApiOkResponse({ type: MeasureHistoryResponse })
  exposure(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExposureHistoryQuery,
  ): Promise<Wire<MeasureHistoryResponse>> {
    return this.answer(user, id, query, ExposureHistoryQuery.source(query));
  }

  @Get('sector-exposure/history')
  @ApiOperation({ summary: 'Weight of one sector, funds looked through, session by session' })
  @ApiOkResponse({ type: MeasureHistoryResponse })
  async sector(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: SectorHistoryQuery,
  ): Promise<Wire<MeasureHistoryResponse>> {
    const asked = SectorHistoryQuery.asked(query);
    const view = await this.sectors.find(user.id, id, asked, SpanQuery.span(query));
    return MeasureHistoryResponse.from(view, `${asked.sector}: ${asked.figure}`);
  }

  private async answer(
    { id: userId }: AuthenticatedUser,
    id: string,
    span: SpanQuery,
    source: FigureSource,
  ): Promise<Wire<MeasureHistoryResponse>> {
    const { view, name } = await this.histories.find(userId, id, source, SpanQuery.span(span));
    return MeasureHistoryResponse.from(view, name);
  }
}
