import { Inject, Injectable } from '@nestjs/common';
import { RISK_READER, type RiskReader } from '../../../contracts/risk-reader.js';
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
export class GetVolatilityAnalysisTool implements Tool {
  readonly name = 'get_volatility_analysis';
  readonly description =
    'Realised volatility of one portfolio over the last 21 and 63 sessions, annualised, at the holdings of today, and ' +
    'the share of the portfolio whose returns are known. It holds no forecast and no value at risk.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const view = found(await this.risk.volatility(caller.userId, id));
      const { values, reasons } = figures({
        realized_volatility_21d: view.realized21d,
        realized_volatility_63d: view.realized63d,
        coverage: view.coverage,
      });
      return {
        asOf: view.asOf,
        units: {
          realized_volatility_21d: 'annualised ratio',
          realized_volatility_63d: 'annualised ratio',
          coverage: 'ratio of gross market value',
        },
        data: { portfolio_id: id, ...values, reasons, method: view.method },
      };
    });
  }
}
