import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { holdingsBySymbol, namedHoldings, type SymbolHolding } from './holdings.kernel.js';
import {
  answerTool,
  found,
  NEW_RESULT_ID,
  type NewResultId,
  portfolioArguments,
  portfolioOf,
  type Tool,
  type ToolCaller,
  type ToolResult,
} from './tool.js';

/** Enough for most portfolios; the largest come first, so what is cut matters least. */
const MAX_HOLDINGS = 100;

@Injectable()
export class GetPortfolioCompleteTool implements Tool {
  readonly name = 'get_portfolio_complete';
  readonly description =
    'One portfolio with its value, cash, P&L and holdings by symbol, their lots together (number of lots, quantity, average ' +
    'entry price, price and its date, market value, unrealised P&L since purchase, weight), largest first, ' +
    `at most ${MAX_HOLDINGS}. Short positions have negative quantities.`;
  readonly schema = portfolioArguments.extend({
    include_holdings: z.boolean().optional().describe('Leave the holdings out with false. Default true.'),
    symbols: z
      .array(z.string().max(100))
      .max(50)
      .optional()
      .describe('Only the holdings with these symbols or company names; not_held tells which of them are not held.'),
  });

  constructor(
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const portfolio = found(await this.portfolios.findForUser(caller.userId, portfolioOf(valid, caller)));
      const all = holdingsBySymbol(portfolio.holdings);
      const { found: named, missing } = namedHoldings(all, valid.symbols ?? []);
      const chosen = valid.symbols === undefined ? all : named;
      const shown = valid.include_holdings === false ? [] : chosen.slice(0, MAX_HOLDINGS);
      return {
        asOf: portfolio.asOf,
        truncated: valid.include_holdings !== false && chosen.length > shown.length,
        units: {
          money: portfolio.currency,
          weight: 'signed ratio of net asset value',
          daily_return: 'ratio',
          quantity: 'shares or contracts, negative when short',
          position_count: 'open lots',
          symbol_count: 'symbols held',
        },
        data: {
          portfolio_id: portfolio.id,
          name: portfolio.name,
          account_name: portfolio.accountName,
          currency: portfolio.currency,
          net_asset_value: portfolio.netAssetValue,
          cash: portfolio.cash,
          daily_pnl: portfolio.dailyPnl,
          daily_return: portfolio.dailyReturn,
          cumulative_pnl: portfolio.cumulativePnl,
          position_count: portfolio.positionCount,
          symbol_count: all.length,
          holdings: shown.map(holding),
          ...(valid.symbols === undefined ? {} : { not_held: missing }),
        },
      };
    });
  }
}

const holding = (view: SymbolHolding): Record<string, unknown> => ({
  symbol: view.symbol,
  name: view.name,
  investment_class: view.investmentClass,
  lots: view.lots,
  quantity: view.quantity,
  entry_price: view.entryPrice,
  price: view.price,
  price_date: view.priceDate,
  market_value: view.marketValue,
  unrealized_pnl: view.unrealizedPnl,
  weight: view.weight,
});
