import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import type { Wire } from '../../shared/http/wire.js';
import {
  AddMemory,
  MemoriesDeletedResponse,
  MemoriesQuery,
  MemoryCountResponse,
  MemoryListResponse,
  MemoryResponse,
} from './memory.dto.js';
import { MAX_MEMORIES, MemoryService } from './memory.service.js';

@ApiTags('chat')
@ApiProblem('unauthenticated', 'invalid', { unavailable: ['ai.unavailable'] })
@Controller('api/v1/chat/memories')
export class MemoryController {
  constructor(private readonly memories: MemoryService) {}

  @Get()
  @ApiOperation({ summary: 'What the analyst is asked to remember, newest first' })
  @ApiOkResponse({ type: MemoryListResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async list(@CurrentUser() user: AuthenticatedUser, @Query() query: MemoriesQuery): Promise<Wire<MemoryListResponse>> {
    const { memories, total } = await this.memories.list(user.id, query.filter(), query.limit);
    return { memories: memories.map((memory) => MemoryResponse.from(memory)), total, limit: query.limit };
  }

  @Get('count')
  @ApiOperation({ summary: 'How many memories there are, and may be' })
  @ApiOkResponse({ type: MemoryCountResponse })
  async count(@CurrentUser() user: AuthenticatedUser): Promise<Wire<MemoryCountResponse>> {
    return { count: await this.memories.count(user.id), max_allowed: MAX_MEMORIES };
  }

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Have something remembered, of yourself or of a portfolio' })
  @ApiCreatedResponse({ type: MemoryResponse })
  @ApiProblem({ missing: ['portfolio.not_found'], conflict: ['memory.limit_reached'] })
  async add(@CurrentUser() user: AuthenticatedUser, @Body() body: AddMemory): Promise<Wire<MemoryResponse>> {
    return MemoryResponse.from(await this.memories.add(user.id, body.toMemory()));
  }

  @Delete(':memory_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Have one forgotten' })
  @ApiNoContentResponse()
  @ApiProblem({ missing: ['memory.not_found'] })
  forget(@CurrentUser() user: AuthenticatedUser, @Param('memory_id', UuidParam) id: string): Promise<void> {
    return this.memories.forget(user.id, id);
  }

  @Delete()
  @ApiOperation({ summary: 'Have all of yours forgotten' })
  @ApiOkResponse({ type: MemoriesDeletedResponse })
  async forgetAll(@CurrentUser() user: AuthenticatedUser): Promise<Wire<MemoriesDeletedResponse>> {
    return { deleted: await this.memories.forgetAll(user.id) };
  }
}
