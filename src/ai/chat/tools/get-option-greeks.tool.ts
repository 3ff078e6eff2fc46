import { Inject, Injectable } from '@nestjs/common';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { WHAT_IF_READER, type WhatIfReader } from '../../../contracts/what-if-reader.js';
import {
  answerTool,
  figures,
  found,
  NEW_RESULT_ID,
  type NewResultId,
  portfolioArguments,
  portfolioOf,
  type Tool,
  type ToolCaller,
  type ToolResult,
} from './tool.js';

@Injectable()
export class GetOptionGreeksTool implements Tool {
  readonly name = 'get_option_greeks';
  readonly description =
    'Greeks of one portfolio in money: delta and gamma dollars, vega for a point of volatility, theta for a day, rho for a point ' +
    'of interest, and delta and implied volatility of each option.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(WHAT_IF_READER) private readonly whatIf: WhatIfReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const view = found(await this.whatIf.sensitivities(caller.userId, id));
      const listed = (await this.portfolios.listForUser(caller.userId)).find((portfolio) => portfolio.id === id);
      const { values, reasons } = figures({
        ...{ delta_dollars: view.deltaDollars, gamma_dollars: view.gammaDollars },
        ...{ vega: view.vega, theta: view.theta, rho: view.rho },
      });
      const unit = listed?.currency ?? "the portfolio's currency";
      return {
        asOf: view.asOf,
        truncated: view.isCut,
        units: {
          ...{ delta_dollars: unit, gamma_dollars: unit, vega: unit, theta: unit, rho: unit },
          ...{ option_count: 'positions', options_with_greeks: 'positions', quantity: 'shares or contracts' },
          ...{ delta: 'ratio, of one share', implied_volatility: 'annualised ratio' },
        },
        data: {
          ...{ portfolio_id: id, name: listed?.name ?? null, currency: listed?.currency ?? null },
          ...{ ...values, option_count: view.optionCount, options_with_greeks: view.optionsWithGreeks },
          options: view.options.map(({ symbol, underlying, quantity, delta, impliedVolatility, deltaDollars }) => {
            const own = figures({ delta, implied_volatility: impliedVolatility, delta_dollars: deltaDollars });
            return { symbol, underlying, quantity, ...own.values, reasons: own.reasons };
          }),
          ...{ reasons, method: view.method },
        },
      };
    });
  }
}
