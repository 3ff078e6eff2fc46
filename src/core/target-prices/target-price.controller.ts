import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import {
  type CreatedItem,
  createdItems,
  DeletedTargetPrice,
  exportOf,
  ImportedTargetPrices,
  TargetPriceSummaryResponse,
  UpdatedTargetPrices,
} from './target-price-answers.dto.js';
import { TargetPriceBulkService } from './target-price-bulk.service.js';
import {
  BulkCreateTargetPrices,
  BulkUpdateTargetPrices,
  CreateTargetPrice,
  EditTargetPrice,
  ExportTargetPrices,
  ImportTargetPrices,
  TargetPriceQuery,
} from './target-price-input.dto.js';
import { TargetPriceResponse } from './target-price.dto.js';
import { TargetPriceService } from './target-price.service.js';

/** What is expected of the symbols of a portfolio. Returns and weights are computed at the newest valuation. */
@ApiTags('target prices')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/target-prices')
export class TargetPriceController {
  constructor(
    private readonly targets: TargetPriceService,
    private readonly bulk: TargetPriceBulkService,
  ) {}

  @Get('target/:target_price_id')
  @ApiOperation({ summary: 'One target price' })
  @ApiOkResponse({ type: TargetPriceResponse })
  @ApiProblem({ missing: ['target_price.not_found'] })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('target_price_id', UuidParam) id: string,
  ): Promise<Wire<TargetPriceResponse>> {
    return TargetPriceResponse.from(await this.targets.get(user.id, id));
  }

  @Put('target/:target_price_id')
  @ApiOperation({ summary: 'Change what is sent; null takes a target away' })
  @ApiOkResponse({ type: TargetPriceResponse })
  @ApiProblem({ missing: ['target_price.not_found'], refused: ['target_price.no_price'] })
  async edit(
    @CurrentUser() user: AuthenticatedUser,
    @Param('target_price_id', UuidParam) id: string,
    @Body() body: EditTargetPrice,
  ): Promise<Wire<TargetPriceResponse>> {
    return TargetPriceResponse.from(await this.targets.edit(user.id, id, body.edit()));
  }

  @Delete('target/:target_price_id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Delete a target price' })
  @ApiOkResponse({ type: DeletedTargetPrice })
  @ApiProblem({ missing: ['target_price.not_found'] })
  async delete(
    @CurrentUser() user: AuthenticatedUser,
    @Param('target_price_id', UuidParam) id: string,
  ): Promise<Wire<DeletedTargetPrice>> {
    return DeletedTargetPrice.from(await this.targets.delete(user.id, id));
  }

  @Get(':portfolio_id')
  @ApiOperation({ summary: 'The target prices of a portfolio, by symbol' })
  @ApiOkResponse({ type: [TargetPriceResponse] })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Query() query: TargetPriceQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<TargetPriceResponse[]>> {
    return TargetPriceResponse.list(
      link(await this.targets.list(user.id, portfolioId, query.filter(), query.bounds())),
    );
  }

  @Post(':portfolio_id')
  @Idempotent()
  @ApiOperation({ summary: 'Create a target price' })
  @ApiCreatedResponse({ type: TargetPriceResponse })
  @ApiProblem({
    missing: ['portfolio.not_found', 'position.not_found'],
    conflict: ['target_price.exists'],
    refused: ['target_price.no_price', 'target_price.limit_reached'],
  })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Body() body: CreateTargetPrice,
  ): Promise<Wire<TargetPriceResponse>> {
    return TargetPriceResponse.from(await this.targets.create(user.id, portfolioId, body.draft()));
  }

  @Get(':portfolio_id/summary')
  @ApiOperation({ summary: 'What all targets promise together, and how much of the portfolio has one' })
  @ApiOkResponse({ type: TargetPriceSummaryResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async summary(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
  ): Promise<Wire<TargetPriceSummaryResponse>> {
    return TargetPriceSummaryResponse.from(await this.targets.summarize(user.id, portfolioId));
  }

  @Post(':portfolio_id/bulk')
  @HttpCode(200)
  @ApiOperation({ summary: 'Create many: one result for each item, in their order' })
  @ApiOkResponse({ type: [TargetPriceResponse], description: 'With `index`, `status` and `errors` of each item' })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async createMany(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Body() body: BulkCreateTargetPrices,
  ): Promise<CreatedItem[]> {
    return createdItems(await this.bulk.create(user.id, portfolioId, body.target_prices));
  }

  @Put(':portfolio_id/bulk-update')
  @ApiOperation({ summary: 'Change many, found by symbol and side' })
  @ApiOkResponse({ type: UpdatedTargetPrices })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async updateMany(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Body() body: BulkUpdateTargetPrices,
  ): Promise<Wire<UpdatedTargetPrices>> {
    return UpdatedTargetPrices.from(await this.bulk.update(user.id, portfolioId, body.updates));
  }

  @Post(':portfolio_id/import-csv')
  @HttpCode(200)
  @ApiOperation({ summary: 'Import the text of a file; rows that are wrong are named, the others are stored' })
  @ApiOkResponse({ type: ImportedTargetPrices })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async importCsv(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Body() body: ImportTargetPrices,
  ): Promise<Wire<ImportedTargetPrices>> {
    return ImportedTargetPrices.from(
      await this.bulk.importCsv(user.id, portfolioId, body.csv_content, body.update_existing === true),
    );
  }

  @Post(':portfolio_id/export')
  @HttpCode(200)
  @ApiOperation({ summary: 'All target prices as CSV in a JSON envelope, or as a list' })
  @ApiOkResponse({
    description: '`{"csv": "…"}`, or with format json a list',
    schema: { type: 'object', properties: { csv: { type: 'string' } } },
    example: { csv: 'symbol,position_type,target_eoy,target_next_year,downside,current_price\n' },
  })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async export(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) portfolioId: string,
    @Body() body: ExportTargetPrices,
  ): Promise<ReturnType<typeof exportOf>> {
    return exportOf(await this.targets.listAll(user.id, portfolioId), body);
  }
}
