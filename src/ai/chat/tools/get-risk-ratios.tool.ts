import { Inject, Injectable } from '@nestjs/common';
import { MEASURE_READER, type MeasureReader } from '../../../contracts/measure-reader.js';
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
export class GetRiskRatiosTool implements Tool {
  readonly name = 'get_risk_ratios';
  readonly description =
    'Sharpe, Sortino and Calmar ratios of one portfolio, its largest drawdown and its drawdown at present, from the daily returns ' +
    'it really made, with a risk-free rate of zero.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const view = found(await this.measures.ratios(caller.userId, id));
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
    });
  }
}
