import { Inject, Injectable } from '@nestjs/common';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { WHAT_IF_READER, type WhatIfReader, type SensitivityView } from '../../../contracts/what-if-reader.js';
import { figures, listedPortfolio, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetOptionGreeksTool extends PortfolioTool<SensitivityView> {
  readonly name = 'get_option_greeks';
  readonly description =
    'Greeks of one portfolio in money: delta and gamma dollars, vega for a point of volatility, theta for a day, rho for a point ' +
    'of interest, and delta and implied volatility of each option.';

  constructor(
    @Inject(WHAT_IF_READER) private readonly whatIf: WhatIfReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<SensitivityView | null> {
    return this.whatIf.sensitivities(userId, id);
  }

  protected async answer(view: SensitivityView, id: string, userId: string): Promise<ToolAnswer> {
    const listed = await listedPortfolio(this.portfolios, userId, id);
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
  }
}
