import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Precondition } from '../../shared/http/precondition.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { Conditional, IfMatch, Versioned } from '../../shared/http/versioned.js';
import {
  CreateEquityChange,
  EditEquityChange,
  EquitySpanQuery,
  ExportEquityChangesQuery,
  GetEquityChangeQuery,
  ListEquityChangesQuery,
} from './equity-change-input.dto.js';
import {
  EquityChangePageResponse,
  EquityChangeResponse,
  EquitySummaryResponse,
  exportOf,
} from './equity-change.dto.js';
import { type EquityChange, EquityChangeService } from './equity-change.service.js';

@ApiTags('equity changes')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['EQUITY_004', 'EQUITY_008'] })
@Controller('api/v1/portfolios/:portfolioId/equity-changes')
export class EquityChangeController {
  constructor(private readonly changes: EquityChangeService) {}

  @Get()
  @ApiOperation({ summary: 'Contributions and withdrawals, newest first' })
  @ApiOkResponse({ type: EquityChangePageResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Query() query: ListEquityChangesQuery,
    @NextLink() link: LinkNext,
  ): Promise<EquityChangePageResponse> {
    return EquityChangePageResponse.from(
      link(await this.changes.list(user.id, portfolioId, query.span(), query.bounds())),
      query,
    );
  }

  @Post()
  @Idempotent()
  @Versioned()
  @ApiOperation({ summary: 'Book a contribution or a withdrawal' })
  @ApiCreatedResponse({ type: EquityChangeResponse })
  @ApiProblem({ refused: ['EQUITY_003'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Body() body: CreateEquityChange,
  ): Promise<EquityChangeResponse> {
    return EquityChangeResponse.from(await this.changes.create(user.id, portfolioId, body.input()));
  }

  @Get('summary')
  @ApiOperation({ summary: 'Sums of the span, of 30 and of 90 days' })
  @ApiOkResponse({ type: EquitySummaryResponse })
  async summary(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Query() query: EquitySpanQuery,
  ): Promise<EquitySummaryResponse> {
    return EquitySummaryResponse.from(await this.changes.summarize(user.id, portfolioId, query.span()));
  }

  @Get('export')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="equity_changes.csv"')
  @ApiOperation({ summary: 'The same as a file' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', example: 'id,change_type,amount,change_date,notes\n' } })
  @ApiProblem({ refused: ['EQUITY_010'] })
  async export(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Query() query: ExportEquityChangesQuery,
  ): Promise<string> {
    return exportOf(await this.changes.listAll(user.id, portfolioId, query.csvSpan()));
  }

  @Get(':id')
  @Versioned()
  @ApiOperation({ summary: 'One equity change' })
  @ApiOkResponse({ type: EquityChangeResponse })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Param('id', UuidParam) id: string,
    @Query() query: GetEquityChangeQuery,
  ): Promise<EquityChangeResponse> {
    return EquityChangeResponse.from(await this.changes.get(user.id, portfolioId, id, query.include_deleted));
  }

  @Put(':id')
  @Versioned()
  @ApiOperation({ summary: 'Change amount, day or notes, within 7 days' })
  @ApiOkResponse({ type: EquityChangeResponse })
  @ApiProblem({ refused: ['EQUITY_001', 'EQUITY_002', 'EQUITY_003', 'EQUITY_006'] })
  async edit(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Param('id', UuidParam) id: string,
    @Body() body: EditEquityChange,
    @IfMatch(EquityChangeResponse) unchanged: Precondition<EquityChange>,
  ): Promise<EquityChangeResponse> {
    return EquityChangeResponse.from(await this.changes.edit(user.id, portfolioId, id, body.edit(), unchanged));
  }

  @Delete(':id')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete, within 30 days' })
  @ApiNoContentResponse()
  @ApiProblem({ refused: ['EQUITY_007', 'EQUITY_009'] })
  async delete(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Param('id', UuidParam) id: string,
    @IfMatch(EquityChangeResponse) unchanged: Precondition<EquityChange>,
  ): Promise<void> {
    await this.changes.delete(user.id, portfolioId, id, unchanged);
  }
}
