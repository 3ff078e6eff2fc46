import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import {
  ImportEntriesQuery,
  ImportHoldingsForm,
  ListImportsQuery,
  readUpload,
  UndoneEntriesQuery,
} from './holding-import-input.dto.js';
import { ImportOutcomeResponse } from './holding-import.dto.js';
import { HoldingImportService } from './holding-import.service.js';
import { HoldingImportDetailResponse, HoldingImportPageResponse } from './past-import.dto.js';

const BASE = 'api/v1/portfolios/:portfolioId/imports';

@ApiTags('holding imports')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found', 'import.not_found'] })
@Controller(BASE)
export class HoldingImportController {
  constructor(private readonly imports: HoldingImportService) {}

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Import the holdings file of a broker: all of it, or nothing and every reason' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportHoldingsForm })
  @ApiCreatedResponse({ type: ImportOutcomeResponse })
  @ApiOkResponse({ type: ImportOutcomeResponse, description: 'A dry run' })
  @ApiProblem({ invalid: ['import.refused', 'input.invalid'], conflict: ['import.already_imported'] })
  async importFile(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportOutcomeResponse> {
    return answered(
      reply,
      portfolioId,
      ImportOutcomeResponse.from(await this.imports.importFile(user.id, portfolioId, () => readUpload(request))),
    );
  }

  @Get()
  @ApiOperation({ summary: 'Imports of a portfolio, newest first' })
  @ApiOkResponse({ type: HoldingImportPageResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Query() query: ListImportsQuery,
    @NextLink() link: LinkNext,
  ): Promise<HoldingImportPageResponse> {
    return HoldingImportPageResponse.from(link(await this.imports.list(user.id, portfolioId, query.bounds())));
  }

  @Get(':importId')
  @ApiOperation({ summary: 'One import, its report and its ledger lines' })
  @ApiOkResponse({ type: HoldingImportDetailResponse })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Param('importId', UuidParam) importId: string,
    @Query() query: ImportEntriesQuery,
    @NextLink() link: LinkNext,
  ): Promise<HoldingImportDetailResponse> {
    return HoldingImportDetailResponse.of(link(await this.imports.get(user.id, portfolioId, importId, query.bounds())));
  }

  @Post(':importId/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reverse the ledger lines of an import' })
  @ApiOkResponse({ type: HoldingImportDetailResponse })
  @ApiProblem({ conflict: ['import.already_undone', 'import.needed'] })
  async undo(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Param('importId', UuidParam) importId: string,
    @Query() query: UndoneEntriesQuery,
  ): Promise<HoldingImportDetailResponse> {
    return HoldingImportDetailResponse.of(await this.imports.undo(user.id, portfolioId, importId, query.first()));
  }
}

/** A dry run makes nothing, so that there is nothing to be found at a location. */
function answered(reply: FastifyReply, portfolioId: string, response: ImportOutcomeResponse): ImportOutcomeResponse {
  if (response.import_id === null) reply.status(200);
  else reply.header('location', `/${BASE.replace(':portfolioId', portfolioId)}/${response.import_id}`);
  return response;
}
