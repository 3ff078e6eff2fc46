import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import {
  BookedMarksResponse,
  ImportMarksForm,
  ListMarksQuery,
  MarkListResponse,
  PostMark,
  readMarkFile,
} from './mark.dto.js';
import { MarkService } from './mark.service.js';

@ApiTags('marks')
@ApiBearerAuth()
@ApiProblem('unauthenticated', { missing: ['portfolio.not_found'], invalid: ['marks.refused', 'input.invalid'] })
@Controller('api/v1/portfolios/:portfolioId/marks')
export class MarkController {
  constructor(private readonly marks: MarkService) {}

  @Get()
  @ApiOperation({ summary: 'Marks of private assets, newest first, with their age' })
  @ApiOkResponse({ type: MarkListResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Query() query: ListMarksQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<MarkListResponse>> {
    return MarkListResponse.from(link(await this.marks.list(user.id, portfolioId, query.filter())), query);
  }

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Say what a private asset is worth on a day' })
  @ApiCreatedResponse({ type: BookedMarksResponse })
  async add(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Body() body: PostMark,
  ): Promise<Wire<BookedMarksResponse>> {
    return BookedMarksResponse.from(await this.marks.add(user.id, portfolioId, body.mark()));
  }

  @Post('import')
  @Idempotent()
  @ApiOperation({ summary: 'Book a file of marks: all of it, or nothing and every problem by row' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportMarksForm })
  @ApiCreatedResponse({ type: BookedMarksResponse })
  async importFile(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Req() request: FastifyRequest,
  ): Promise<Wire<BookedMarksResponse>> {
    return BookedMarksResponse.from(await this.marks.importFile(user.id, portfolioId, await readMarkFile(request)));
  }
}
