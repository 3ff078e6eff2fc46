import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { AlertNote, AlertPageResponse, AlertsQuery, AlertWithHistoryResponse } from './alert.dto.js';
import { AlertService } from './alert.service.js';

@ApiTags('limits and alerts')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/alerts')
export class AlertController {
  constructor(private readonly alerts: AlertService) {}

  @Get()
  @ApiOperation({ summary: 'Alerts of your portfolios, newest first' })
  @ApiOkResponse({ type: AlertPageResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: AlertsQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<AlertPageResponse>> {
    return AlertPageResponse.from(link(await this.alerts.list(user.id, query.filter(), query.bounds())));
  }

  @Get(':alert_id')
  @ApiOperation({ summary: 'One alert with its history and its deliveries' })
  @ApiOkResponse({ type: AlertWithHistoryResponse })
  @ApiProblem({ missing: ['alert.not_found'] })
  get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('alert_id', UuidParam) id: string,
  ): Promise<Wire<AlertWithHistoryResponse>> {
    return this.alerts.get(user.id, id);
  }

  @Post(':alert_id/acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that you have seen it; it stays open until the breach is over' })
  @ApiOkResponse({ type: AlertWithHistoryResponse })
  @ApiProblem({ missing: ['alert.not_found'], conflict: ['alert.resolved'] })
  acknowledge(
    @CurrentUser() user: AuthenticatedUser,
    @Param('alert_id', UuidParam) id: string,
    @Body() body: AlertNote,
  ): Promise<Wire<AlertWithHistoryResponse>> {
    return this.alerts.acknowledge(user.id, id, body.note ?? null);
  }

  @Post(':alert_id/resolve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put it away; while the breach lasts it is not raised again' })
  @ApiOkResponse({ type: AlertWithHistoryResponse })
  @ApiProblem({ missing: ['alert.not_found'] })
  resolve(
    @CurrentUser() user: AuthenticatedUser,
    @Param('alert_id', UuidParam) id: string,
    @Body() body: AlertNote,
  ): Promise<Wire<AlertWithHistoryResponse>> {
    return this.alerts.resolve(user.id, id, body.note ?? null);
  }
}
