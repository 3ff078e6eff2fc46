import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { SectorTagService } from './sector-tag.service.js';
import { portfolioIdIn, SectorTagsTarget } from './tag-input.dto.js';
import { SectorTagsResponse } from './tag.dto.js';

@ApiTags('position tags')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/data/positions')
export class SectorTagController {
  constructor(private readonly tags: SectorTagService) {}

  @Post('restore-sector-tags')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tag the open positions of a portfolio by the sector of their company' })
  @ApiOkResponse({ type: SectorTagsResponse })
  async restore(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: SectorTagsTarget,
    @Body() body: SectorTagsTarget,
  ): Promise<SectorTagsResponse> {
    return SectorTagsResponse.from(await this.tags.restore(user.id, portfolioIdIn(query, body)));
  }
}
