import { Inject, Injectable } from '@nestjs/common';
import { MEASURE_READER, type MeasureReader, type ContributionView } from '../../../contracts/measure-reader.js';
import { figures, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetRiskContributionsTool extends PortfolioTool<ContributionView> {
  readonly name = 'get_risk_contributions';
  readonly description =
    "What drives the risk of one portfolio: each symbol's share of the portfolio's volatility beside its weight, the largest " +
    'ten, the diversification ratio and the effective number of independent bets. A negative share is a hedge.';

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<ContributionView | null> {
    return this.measures.contributions(userId, id);
  }

  protected answer(view: ContributionView, id: string): ToolAnswer {
    const { values, reasons } = figures({
      shrunk_volatility: view.volatility,
      diversification_ratio: view.diversificationRatio,
      effective_bets: view.effectiveBets,
    });
    return {
      asOf: view.asOf,
      truncated: view.symbolCount > view.largest.length,
      units: {
        ...{ shrunk_volatility: 'annualised ratio', diversification_ratio: 'ratio', effective_bets: 'index' },
        ...{ weight: 'ratio of net asset value', risk_share: 'ratio of volatility', symbol_count: 'symbols' },
      },
      data: {
        portfolio_id: id,
        ...values,
        symbol_count: view.symbolCount,
        contributions: view.largest.map(({ symbol, weight, riskShare }) => {
          const { values: own, reasons: why } = figures({ risk_share: riskShare });
          return { symbol, weight, ...own, reasons: why };
        }),
        ...{ reasons, method: view.method },
      },
    };
  }
}
