import { Inject, Injectable } from '@nestjs/common';
import { type FactorView, MEASURE_READER, type MeasureReader } from '../../../contracts/measure-reader.js';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import {
  answerTool,
  figures,
  found,
  NEW_RESULT_ID,
  type NewResultId,
  portfolioArguments,
  portfolioOf,
  type Tool,
  type ToolAnswer,
  type ToolCaller,
  type ToolResult,
} from './tool.js';

@Injectable()
export class GetFactorExposuresTool implements Tool {
  readonly name = 'get_factor_exposures';
  readonly description =
    'What one portfolio gains when a factor returns one per cent: the styles Value, Growth, Momentum, Quality, Size and Low ' +
    'Volatility, the long-short spreads, long Treasury bonds (interest rates) and the market, each also in money.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const { currency } = found(await this.portfolios.findForUser(caller.userId, id));
      return answerOf(found(await this.measures.factors(caller.userId, id)), { id, currency });
    });
  }
}

function answerOf(view: FactorView, { id, currency }: { readonly id: string; readonly currency: string }): ToolAnswer {
  const { values, reasons } = figures({ market_beta_90d: view.marketBeta, interest_rate_beta: view.interestRateBeta });
  return {
    asOf: view.asOf,
    units: {
      ...{ market_beta_90d: 'index', interest_rate_beta: 'index', factor_exposure: 'index' },
      ...{ factor_amount: currency, observations: 'index, sessions' },
    },
    data: {
      ...{ portfolio_id: id, currency, ...values, observations: view.sessions },
      factors: view.factors.map(({ factor, kind, exposure, dollarExposure }) => {
        const { values: own, reasons: why } = figures({ factor_exposure: exposure, factor_amount: dollarExposure });
        return { factor, kind, ...own, reasons: why };
      }),
      ...{ reasons, method: view.method },
    },
  };
}
