import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { SymbolPath } from '../market-data/symbol.dto.js';
import { DataQualityQuery, DataQualityResponse } from './data-quality.dto.js';
import {
  BenchmarkPricesResponse,
  BenchmarkQuery,
  FactorPricesQuery,
  FactorPricesResponse,
  PortfolioPricesQuery,
  PortfolioPricesResponse,
} from './price-history.dto.js';
import { PriceHistoryService } from './price-history.service.js';
import { QuotesQuery, QuotesResponse } from './quote.dto.js';

/** Stored daily prices. Nothing is fetched while somebody waits. */
@ApiTags('data')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/data')
export class PriceHistoryController {
  constructor(private readonly prices: PriceHistoryService) {}

  @Get('prices/historical/:portfolio_id')
  @ApiOperation({ summary: 'Daily prices of what a portfolio holds, in its dataset' })
  @ApiOkResponse({ type: PortfolioPricesResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async historical(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: PortfolioPricesQuery,
  ): Promise<Wire<PortfolioPricesResponse>> {
    return PortfolioPricesResponse.from(
      await this.prices.getOfPortfolio(user.id, id, query.lookback_days, query.include_factor_etfs),
      query,
    );
  }

  @Get('prices/benchmark/:symbol')
  @ApiOperation({ summary: 'Daily prices of a symbol' })
  @ApiOkResponse({ type: BenchmarkPricesResponse })
  async benchmark(
    @CurrentUser() user: AuthenticatedUser,
    @Param() { symbol }: SymbolPath,
    @Query() query: BenchmarkQuery,
  ): Promise<Wire<BenchmarkPricesResponse>> {
    return BenchmarkPricesResponse.from(
      symbol,
      await this.prices.getOfSymbols(user.id, [symbol], query.lookback_days),
      query,
    );
  }

  @Get('prices/quotes')
  @ApiOperation({ summary: 'The newest close of symbols, and the change from the one before' })
  @ApiOkResponse({ type: QuotesResponse })
  async quotes(@CurrentUser() user: AuthenticatedUser, @Query() query: QuotesQuery): Promise<Wire<QuotesResponse>> {
    return QuotesResponse.from(await this.prices.getQuotes(user.id, query.symbols), query);
  }

  @Get('factors/etf-prices')
  @ApiOperation({ summary: 'Daily prices of the funds that stand for the factors' })
  @ApiOkResponse({ type: FactorPricesResponse })
  async factors(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: FactorPricesQuery,
  ): Promise<Wire<FactorPricesResponse>> {
    return FactorPricesResponse.from(
      await this.prices.getOfSymbols(user.id, FactorPricesQuery.symbols(query), query.lookback_days),
    );
  }

  @Get('portfolio/:portfolio_id/data-quality')
  @ApiOperation({ summary: 'How many sessions of what a portfolio holds are stored, and what they suffice for' })
  @ApiOkResponse({ type: DataQualityResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async quality(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: DataQualityQuery,
  ): Promise<Wire<DataQualityResponse>> {
    return DataQualityResponse.from(await this.prices.getCoverage(user.id, id), query);
  }
}
