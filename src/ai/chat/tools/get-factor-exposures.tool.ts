import { Inject, Injectable } from '@nestjs/common';
import { type FactorView, MEASURE_READER, type MeasureReader } from '../../../contracts/measure-reader.js';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { figures, listedPortfolio, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetFactorExposuresTool extends PortfolioTool<FactorView> {
  readonly name = 'get_factor_exposures';
  readonly description =
    'What one portfolio gains when a factor returns one per cent: the styles Value, Growth, Momentum, Quality, Size and Low ' +
    'Volatility, the long-short spreads, long Treasury bonds (interest rates) and the market, each also in money.';

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<FactorView | null> {
    return this.measures.factors(userId, id);
  }

  protected async answer(view: FactorView, id: string, userId: string): Promise<ToolAnswer> {
    const listed = await listedPortfolio(this.portfolios, userId, id);
    const { values, reasons } = figures({
      market_beta_90d: view.marketBeta,
      interest_rate_beta: view.interestRateBeta,
    });
    return {
      asOf: view.asOf,
      units: {
        ...{ market_beta_90d: 'index', interest_rate_beta: 'index', factor_exposure: 'index' },
        ...{ factor_amount: listed?.currency ?? "the portfolio's currency", observations: 'index, sessions' },
      },
      data: {
        ...{ portfolio_id: id, currency: listed?.currency ?? null, ...values, observations: view.sessions },
        factors: view.factors.map(({ factor, kind, exposure, dollarExposure }) => {
          const own = figures({ factor_exposure: exposure, factor_amount: dollarExposure });
          return { factor, kind, ...own.values, reasons: own.reasons };
        }),
        ...{ reasons, method: view.method },
      },
    };
  }
}
