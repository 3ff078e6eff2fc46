import { Inject, Injectable } from '@nestjs/common';
import { RISK_READER, type RiskReader, type VolatilityView } from '../../../contracts/risk-reader.js';
import { figures, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetVolatilityAnalysisTool extends PortfolioTool<VolatilityView> {
  readonly name = 'get_volatility_analysis';
  readonly description =
    'Realised volatility of one portfolio over the last 21 and 63 sessions, annualised, at the holdings of today, and ' +
    'the share of the portfolio whose returns are known. It holds no forecast and no value at risk.';

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<VolatilityView | null> {
    return this.risk.volatility(userId, id);
  }

  protected answer(view: VolatilityView, id: string): ToolAnswer {
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
  }
}
