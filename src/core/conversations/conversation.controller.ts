import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import type { Wire } from '../../shared/http/wire.js';
import {
  ChangeMode,
  ConversationQuery,
  ConversationResponse,
  CreateConversation,
  MessageQuery,
  MessageResponse,
  ModeResponse,
} from './conversation.dto.js';
import { ConversationService } from './conversation.service.js';

@ApiTags('chat')
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/chat/conversations')
export class ConversationController {
  constructor(private readonly conversations: ConversationService) {}

  @Post()
  @ApiOperation({ summary: 'Begin a conversation' })
  @Idempotent()
  @ApiCreatedResponse({ type: ConversationResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: CreateConversation,
  ): Promise<Wire<ConversationResponse>> {
    return ConversationResponse.from(await this.conversations.create(user.id, body.toWish()));
  }

  @Get()
  @ApiOperation({ summary: 'Your conversations, newest first' })
  @ApiOkResponse({ type: [ConversationResponse] })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: ConversationQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<ConversationResponse[]>> {
    return ConversationResponse.list(link(await this.conversations.list(user.id, query.bounds())).items);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One conversation' })
  @ApiOkResponse({ type: ConversationResponse })
  @ApiProblem({ missing: ['conversation.not_found'] })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
  ): Promise<Wire<ConversationResponse>> {
    return ConversationResponse.from(await this.conversations.get(user.id, id));
  }

  @Get(':id/messages')
  @ApiOperation({ summary: 'Its messages, oldest first, with the citations and the traced figures of each answer' })
  @ApiOkResponse({ type: [MessageResponse] })
  @ApiProblem({ missing: ['conversation.not_found'] })
  async messages(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Query() query: MessageQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<MessageResponse[]>> {
    return MessageResponse.list(link(await this.conversations.listMessages(user.id, id, query.bounds())).items);
  }

  @Put(':id/mode')
  @ApiOperation({ summary: 'Change how it answers' })
  @ApiOkResponse({ type: ModeResponse })
  @ApiProblem({ missing: ['conversation.not_found'] })
  async changeMode(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Body() body: ChangeMode,
  ): Promise<Wire<ModeResponse>> {
    return ModeResponse.from(await this.conversations.changeMode(user.id, id, body.mode));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete it, with its messages and the feedback on them' })
  @HttpCode(204)
  @ApiNoContentResponse()
  @ApiProblem({ missing: ['conversation.not_found'] })
  remove(@CurrentUser() user: AuthenticatedUser, @Param('id', UuidParam) id: string): Promise<void> {
    return this.conversations.remove(user.id, id);
  }
}
