import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { SymbolPath } from '../market-data/symbol.dto.js';
import {
  AnalystEstimatesResponse,
  BalanceSheetResponse,
  CashFlowResponse,
  IncomeStatementResponse,
  StatementQuery,
} from './fundamental.dto.js';
import { FundamentalService } from './fundamental.service.js';

/** Figures are of one dataset: that of the user's portfolios. Decimals are texts. */
@ApiTags('fundamentals')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['fundamentals.not_found'] })
@Controller('api/v1/fundamentals/:symbol')
export class FundamentalController {
  constructor(private readonly fundamentals: FundamentalService) {}

  @Get('income-statement')
  @ApiOperation({ summary: 'Income statements of fiscal quarters or years' })
  @ApiOkResponse({ type: IncomeStatementResponse })
  async income(
    @CurrentUser() user: AuthenticatedUser,
    @Param() { symbol }: SymbolPath,
    @Query() query: StatementQuery,
  ): Promise<Wire<IncomeStatementResponse>> {
    return IncomeStatementResponse.from(
      symbol,
      query,
      await this.fundamentals.listPeriods(user.id, symbol, 'income', StatementQuery.wanted(query)),
    );
  }

  @Get('balance-sheet')
  @ApiOperation({ summary: 'Balance sheets at the end of fiscal quarters or years' })
  @ApiOkResponse({ type: BalanceSheetResponse })
  async balance(
    @CurrentUser() user: AuthenticatedUser,
    @Param() { symbol }: SymbolPath,
    @Query() query: StatementQuery,
  ): Promise<Wire<BalanceSheetResponse>> {
    return BalanceSheetResponse.from(
      symbol,
      query,
      await this.fundamentals.listPeriods(user.id, symbol, 'balance', StatementQuery.wanted(query)),
    );
  }

  @Get('cash-flow')
  @ApiOperation({ summary: 'Cash flow statements of fiscal quarters or years' })
  @ApiOkResponse({ type: CashFlowResponse })
  async cashFlow(
    @CurrentUser() user: AuthenticatedUser,
    @Param() { symbol }: SymbolPath,
    @Query() query: StatementQuery,
  ): Promise<Wire<CashFlowResponse>> {
    return CashFlowResponse.from(
      symbol,
      query,
      await this.fundamentals.listPeriods(user.id, symbol, 'cash', StatementQuery.wanted(query)),
    );
  }

  @Get('analyst-estimates')
  @ApiOperation({ summary: 'What analysts expect of this and the next quarter and year' })
  @ApiOkResponse({ type: AnalystEstimatesResponse })
  async estimates(
    @CurrentUser() user: AuthenticatedUser,
    @Param() { symbol }: SymbolPath,
  ): Promise<Wire<AnalystEstimatesResponse>> {
    return AnalystEstimatesResponse.from(symbol, await this.fundamentals.listEstimates(user.id, symbol));
  }
}
