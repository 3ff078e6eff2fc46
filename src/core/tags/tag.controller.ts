import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { CreateTag, EditTag, EditTags, ListTagsQuery, ReorderTags, TagPositionsQuery } from './tag-input.dto.js';
import {
  DefaultTagsResponse,
  EditedTagsResponse,
  TaggedPositionsResponse,
  TagListResponse,
  TagMessageResponse,
  TagResponse,
} from './tag.dto.js';
import { TagService } from './tag.service.js';

const BASE = 'api/v1/tags';

@ApiTags('tags')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller(BASE)
export class TagController {
  constructor(private readonly tags: TagService) {}

  @Get()
  @ApiOperation({ summary: 'Your tags, in your order' })
  @ApiOkResponse({ type: TagListResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: ListTagsQuery,
    @NextLink() link: LinkNext,
  ): Promise<TagListResponse> {
    return TagListResponse.from(link(await this.tags.list(user.id, query.wanted())));
  }

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Create a tag' })
  @ApiCreatedResponse({ type: TagResponse })
  @ApiProblem({ conflict: ['tag.name_taken', 'tag.limit_reached'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: CreateTag,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TagResponse> {
    return located(reply, TagResponse.from(await this.tags.create(user.id, body.input())));
  }

  @Post('defaults')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ten usual tags, for somebody who has none' })
  @ApiOkResponse({ type: DefaultTagsResponse })
  async defaults(@CurrentUser() user: AuthenticatedUser): Promise<DefaultTagsResponse> {
    return DefaultTagsResponse.of(await this.tags.addDefaults(user.id));
  }

  @Post('reorder')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put tags into an order' })
  @ApiOkResponse({ type: TagListResponse })
  @ApiProblem({ missing: ['tag.not_found'] })
  async reorder(@CurrentUser() user: AuthenticatedUser, @Body() body: ReorderTags): Promise<TagListResponse> {
    return TagListResponse.from(await this.tags.reorder(user.id, body.tag_ids));
  }

  @Post('batch-update')
  @HttpCode(200)
  @ApiOperation({ summary: 'Change several tags: all of them, or none' })
  @ApiOkResponse({ type: EditedTagsResponse })
  @ApiProblem({ missing: ['tag.not_found'], conflict: ['tag.name_taken'] })
  async editMany(@CurrentUser() user: AuthenticatedUser, @Body() body: EditTags): Promise<EditedTagsResponse> {
    return EditedTagsResponse.of(await this.tags.editMany(user.id, body.edits()));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One tag' })
  @ApiOkResponse({ type: TagResponse })
  @ApiProblem({ missing: ['tag.not_found'] })
  async get(@CurrentUser() user: AuthenticatedUser, @Param('id', UuidParam) id: string): Promise<TagResponse> {
    return TagResponse.from(await this.tags.get(user.id, id));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change what is sent' })
  @ApiOkResponse({ type: TagResponse })
  @ApiProblem({ missing: ['tag.not_found'], conflict: ['tag.name_taken'] })
  async edit(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Body() body: EditTag,
  ): Promise<TagResponse> {
    return TagResponse.from(await this.tags.edit(user.id, id, body.edit()));
  }

  @Post(':id/archive')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a tag out of the lists; positions keep it' })
  @ApiOkResponse({ type: TagMessageResponse })
  @ApiProblem({ missing: ['tag.not_found'] })
  async archive(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
  ): Promise<TagMessageResponse> {
    return TagMessageResponse.from(`The tag ${(await this.tags.archive(user.id, id)).name} is archived.`);
  }

  @Post(':id/restore')
  @HttpCode(200)
  @ApiOperation({ summary: 'Bring an archived tag back, with the positions that bear it' })
  @ApiOkResponse({ type: TagMessageResponse })
  @ApiProblem({ missing: ['tag.not_found'], conflict: ['tag.name_taken'] })
  async restore(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
  ): Promise<TagMessageResponse> {
    return TagMessageResponse.from(`The tag ${(await this.tags.restore(user.id, id)).name} is active.`);
  }

  @Get(':id/positions')
  @ApiOperation({ summary: 'Open positions that bear it, in one portfolio or in all' })
  @ApiOkResponse({ type: TaggedPositionsResponse })
  @ApiProblem({ missing: ['tag.not_found', 'portfolio.not_found'] })
  async positions(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Query() query: TagPositionsQuery,
    @NextLink() link: LinkNext,
  ): Promise<TaggedPositionsResponse> {
    return TaggedPositionsResponse.from(link(await this.tags.listPositions(user.id, id, query.wanted())));
  }
}

function located(reply: FastifyReply, tag: TagResponse): TagResponse {
  reply.header('location', `/${BASE}/${tag.id}`);
  return tag;
}
