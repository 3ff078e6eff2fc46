import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { PositionTagService } from './position-tag.service.js';
import { AssignTags, RemoveTags, tagIdsIn } from './tag-input.dto.js';
import { AssignedTagsResponse, RemovedTagsResponse, ShownTagResponse } from './tag.dto.js';

@ApiTags('position tags')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['position.not_found', 'tag.not_found'] })
@Controller('api/v1/positions/:positionId/tags')
export class PositionTagController {
  constructor(private readonly tags: PositionTagService) {}

  @Get()
  @ApiOperation({ summary: 'The active tags of a position, in your order' })
  @ApiOkResponse({ type: [ShownTagResponse] })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('positionId', UuidParam) positionId: string,
  ): Promise<ShownTagResponse[]> {
    return (await this.tags.list(user.id, positionId)).map((tag) => ShownTagResponse.from(tag));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Put tags on a position' })
  @ApiOkResponse({ type: AssignedTagsResponse })
  @ApiProblem({ conflict: ['tag.archived'] })
  async assign(
    @CurrentUser() user: AuthenticatedUser,
    @Param('positionId', UuidParam) positionId: string,
    @Body() body: AssignTags,
  ): Promise<AssignedTagsResponse> {
    return AssignedTagsResponse.of(await this.tags.assign(user.id, positionId, body.tag_ids, body.replace_existing));
  }

  @Patch()
  @ApiOperation({ summary: 'Give a position these tags and no others' })
  @ApiOkResponse({ type: AssignedTagsResponse })
  @ApiProblem({ conflict: ['tag.archived'] })
  async replace(
    @CurrentUser() user: AuthenticatedUser,
    @Param('positionId', UuidParam) positionId: string,
    @Body() body: AssignTags,
  ): Promise<AssignedTagsResponse> {
    return AssignedTagsResponse.of(await this.tags.assign(user.id, positionId, body.tag_ids, true));
  }

  @Delete()
  @ApiOperation({ summary: 'Take tags off a position; tag_ids may be repeated' })
  @ApiOkResponse({ type: RemovedTagsResponse })
  async remove(
    @CurrentUser() user: AuthenticatedUser,
    @Param('positionId', UuidParam) positionId: string,
    @Query() query: RemoveTags,
    @Body() body: RemoveTags,
  ): Promise<RemovedTagsResponse> {
    return RemovedTagsResponse.of(await this.tags.remove(user.id, positionId, tagIdsIn(query, body)));
  }

  @Post('remove')
  @HttpCode(200)
  @ApiOperation({ summary: 'The same, for clients whose query is dropped on its way' })
  @ApiOkResponse({ type: RemovedTagsResponse })
  async removeByPost(
    @CurrentUser() user: AuthenticatedUser,
    @Param('positionId', UuidParam) positionId: string,
    @Body() body: RemoveTags,
  ): Promise<RemovedTagsResponse> {
    return RemovedTagsResponse.of(await this.tags.remove(user.id, positionId, tagIdsIn(body)));
  }
}
