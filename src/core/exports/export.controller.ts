import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import type { Wire } from '../../shared/http/wire.js';
import { ExportPageResponse, ListExportsQuery, MakeExport } from './export.dto.js';
import { ExportService } from './export.service.js';

const MEDIA_TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

@ApiTags('exports')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/portfolios/:portfolioId/exports')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Take the lots or the ledger out as a file; it is listed afterwards' })
  @ApiProduces('text/csv', 'application/json')
  @ApiOkResponse({ schema: { type: 'string', example: 'trade_date,kind,symbol\r\n' } })
  @ApiProblem({ refused: ['export.too_large'] })
  async make(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Body() body: MakeExport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { content, record } = await this.exports.make(user.id, portfolioId, body.wanted());
    void reply
      .header('content-type', MEDIA_TYPES[record.exportFormat])
      .header('content-disposition', `attachment; filename="${record.fileName}"`);
    return content;
  }

  @Get()
  @ApiOperation({ summary: 'What was exported of a portfolio, newest first' })
  @ApiOkResponse({ type: ExportPageResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Query() query: ListExportsQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<ExportPageResponse>> {
    return ExportPageResponse.from(link(await this.exports.list(user.id, portfolioId, query.limit, query.after())));
  }
}
