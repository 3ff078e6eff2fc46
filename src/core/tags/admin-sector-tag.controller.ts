import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { AdminOnly, type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { AdminSectorTagsResponse } from './admin-sector-tag.dto.js';
import { AdminSectorTagService } from './admin-sector-tag.service.js';
import { SectorTagsTarget } from './tag-input.dto.js';

@ApiTags('admin: batch')
@ApiBearerAuth()
@AdminOnly()
@ApiProblem('unauthenticated', 'forbidden', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/admin/batch')
export class AdminSectorTagController {
  constructor(private readonly tags: AdminSectorTagService) {}

  @Post('restore-sector-tags')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tag the open positions of one portfolio, or of all, by the sector of their company' })
  @ApiOkResponse({ type: AdminSectorTagsResponse })
  async restore(
    @CurrentUser() { email }: AuthenticatedUser,
    @Query() query: SectorTagsTarget,
    @Body() body: SectorTagsTarget,
  ): Promise<AdminSectorTagsResponse> {
    return AdminSectorTagsResponse.from(
      await this.tags.restore(query.portfolio_id ?? body.portfolio_id ?? null),
      email,
    );
  }
}
