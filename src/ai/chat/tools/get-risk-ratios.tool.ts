import { Inject, Injectable } from '@nestjs/common';
import { MEASURE_READER, type MeasureReader, type RatioView } from '../../../contracts/measure-reader.js';
import { figures, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetRiskRatiosTool extends PortfolioTool<RatioView> {
  readonly name = 'get_risk_ratios';
  readonly description =
    'Sharpe, Sortino and Calmar ratios of one portfolio, its largest drawdown and its drawdown at present, from the daily returns ' +
    'it really made, with a risk-free rate of zero.';

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<RatioView | null> {
    return this.measures.ratios(userId, id);
  }

  protected answer(view: RatioView, id: string): ToolAnswer {
    const { values, reasons } = figures({
      sharpe_ratio: view.sharpe,
      sortino_ratio: view.sortino,
      calmar_ratio: view.calmar,
      max_drawdown: view.maxDrawdown,
      current_drawdown: view.currentDrawdown,
    });
    return {
      asOf: view.asOf,
      units: {
        ...{ sharpe_ratio: 'ratio, annualised', sortino_ratio: 'ratio, annualised', calmar_ratio: 'ratio' },
        ...{
          max_drawdown: 'ratio of the peak',
          current_drawdown: 'ratio of the peak',
          observations: 'index, sessions',
        },
      },
      data: {
        ...{ portfolio_id: id, ...values, observations: view.sessions, from: view.from, to: view.to },
        ...{ reasons, method: view.method },
      },
    };
  }
}
