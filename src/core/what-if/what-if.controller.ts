import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { ModelingSessionPageResponse, ModelingSessionResponse } from './modeling-session.dto.js';
import { ModelingSessionService } from './modeling-session.service.js';
import { AskWhatIf, ListModelingSessionsQuery } from './what-if-input.dto.js';
import { WhatIfResponse } from './what-if.dto.js';
import { WhatIfService } from './what-if.service.js';

/** What trades would make of the portfolio. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found', 'modeling_session.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class WhatIfController {
  constructor(
    private readonly whatIf: WhatIfService,
    private readonly sessions: ModelingSessionService,
  ) {}

  @Post('what-if')
  @HttpCode(200)
  @ApiOperation({ summary: 'Risk before and after some trades at the close of the newest session; nothing is booked' })
  @ApiOkResponse({ type: WhatIfResponse })
  @ApiProblem({
    conflict: ['what_if.not_computed_yet'],
    refused: ['what_if.mixed_price_basis', 'modeling_session.limit_reached'],
  })
  async ask(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Body() body: AskWhatIf,
  ): Promise<Wire<WhatIfResponse>> {
    const { trades, saveAs } = AskWhatIf.read(body);
    return WhatIfResponse.from(await this.whatIf.ask(user.id, id, trades, saveAs));
  }

  @Get('modeling-sessions')
  @ApiOperation({ summary: 'What-ifs that were kept, newest first' })
  @ApiOkResponse({ type: ModelingSessionPageResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ListModelingSessionsQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<ModelingSessionPageResponse>> {
    const page = ListModelingSessionsQuery.page(query);
    return ModelingSessionPageResponse.from(link(await this.sessions.list(user.id, id, page)));
  }

  @Get('modeling-sessions/:session_id')
  @ApiOperation({ summary: 'One of them, with its figures as they were then' })
  @ApiOkResponse({ type: ModelingSessionResponse })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Param('session_id', UuidParam) sessionId: string,
  ): Promise<Wire<ModelingSessionResponse>> {
    return ModelingSessionResponse.from(await this.sessions.get(user.id, id, sessionId));
  }

  @Delete('modeling-sessions/:session_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget one of them' })
  @ApiNoContentResponse()
  async remove(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Param('session_id', UuidParam) sessionId: string,
  ): Promise<void> {
    await this.sessions.remove(user.id, id, sessionId);
  }
}
