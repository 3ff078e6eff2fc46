import { Inject, Injectable } from '@nestjs/common';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
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
export class GetStressTestResultsTool implements Tool {
  readonly name = 'get_stress_test_results';
  readonly description =
    'What 22 scenarios (moves of the market, of rates, of styles, of volatility, and three historical crashes) would do to ' +
    'one portfolio as it stands, in money and as a share of net asset value. It holds no probability of any of them.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const view = found(await this.risk.stress(caller.userId, id));
      const listed = (await this.portfolios.listForUser(caller.userId)).find((portfolio) => portfolio.id === id);
      return {
        asOf: view.asOf,
        units: {
          impact_amount: listed?.currency ?? "the portfolio's currency",
          impact_return: 'ratio of net asset value',
        },
        data: {
          portfolio_id: id,
          ...(listed ? { name: listed.name, currency: listed.currency } : {}),
          scenarios: view.scenarios.map(({ id: scenario, name, category, severity, impact, relativeImpact }) => {
            const { values, reasons } = figures({ impact_amount: impact, impact_return: relativeImpact });
            return { scenario, name, category, severity, ...values, reasons };
          }),
          ...(view.scenarios.length === 0 ? { reasons: { scenarios: 'not-computed-yet' } } : {}),
          method: view.method,
        },
      };
    });
  }
}
