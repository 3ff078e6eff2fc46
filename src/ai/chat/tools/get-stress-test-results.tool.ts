import { Inject, Injectable } from '@nestjs/common';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { RISK_READER, type RiskReader, type StressView } from '../../../contracts/risk-reader.js';
import { figures, listedPortfolio, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetStressTestResultsTool extends PortfolioTool<StressView> {
  readonly name = 'get_stress_test_results';
  readonly description =
    'What 22 scenarios (moves of the market, of rates, of styles, of volatility, and three historical crashes) would do to ' +
    'one portfolio as it stands, in money and as a share of net asset value. It holds no probability of any of them.';

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<StressView | null> {
    return this.risk.stress(userId, id);
  }

  protected async answer(view: StressView, id: string, userId: string): Promise<ToolAnswer> {
    const listed = await listedPortfolio(this.portfolios, userId, id);
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
  }
}
