import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import type { Wire } from '../../shared/http/wire.js';
import { ListRestatementsQuery, RestatementPageResponse } from './restatement.dto.js';
import { RestatementService } from './restatement.service.js';

@ApiTags('portfolios')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/portfolios/:id/restatements')
export class RestatementController {
  constructor(private readonly restatements: RestatementService) {}

  /** Figures that moved since a price was corrected or came late, with the prices that moved them. Newest first. */
  @Get()
  @ApiOperation({ summary: 'Figures that corrected prices have moved, newest first' })
  @ApiOkResponse({ type: RestatementPageResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Query() query: ListRestatementsQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<RestatementPageResponse>> {
    return RestatementPageResponse.from(link(await this.restatements.list(user.id, id, query.limit, query.after())));
  }
}
