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
export class GetRiskContributionsTool implements Tool {
  readonly name = 'get_risk_contributions';
  readonly description =
    "What drives the risk of one portfolio: each symbol's share of the portfolio's volatility beside its weight, the largest " +
    'ten, the diversification ratio and the effective number of independent bets. A negative share is a hedge.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const view = found(await this.measures.contributions(caller.userId, id));
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
    });
  }
}
