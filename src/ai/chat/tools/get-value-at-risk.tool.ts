import { Inject, Injectable } from '@nestjs/common';
import { MEASURE_READER, type MeasureReader, type ValueAtRiskView } from '../../../contracts/measure-reader.js';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { type Figure } from '../../../contracts/risk-reader.js';
import { figures, listedPortfolio, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetValueAtRiskTool extends PortfolioTool<ValueAtRiskView> {
  readonly name = 'get_value_at_risk';
  readonly description =
    'Value at risk and expected shortfall of one portfolio for the next session, at 95 and 99 per cent, in money and of net asset ' +
    'value, positive for a loss, and how often the losses that came exceeded it (backtest of Kupiec).';

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<ValueAtRiskView | null> {
    return this.measures.valueAtRisk(userId, id);
  }

  protected async answer(view: ValueAtRiskView, id: string, userId: string): Promise<ToolAnswer> {
    const listed = await listedPortfolio(this.portfolios, userId, id);
    const worth = view.netAssetValue;
    const money = ({ value, reason }: Figure): Figure => ({
      value: value === null || worth.value === null ? null : Math.round(value * worth.value * 100) / 100,
      reason: reason ?? worth.reason,
    });
    const { backtest } = view;
    const { values, reasons } = figures({
      value_at_risk_95: view.valueAtRisk95,
      value_at_risk_95_amount: money(view.valueAtRisk95),
      value_at_risk_99: view.valueAtRisk99,
      value_at_risk_99_amount: money(view.valueAtRisk99),
      expected_shortfall_95: view.expectedShortfall95,
      expected_shortfall_95_amount: money(view.expectedShortfall95),
      expected_shortfall_99: view.expectedShortfall99,
      expected_shortfall_99_amount: money(view.expectedShortfall99),
      breaches: backtest.breaches,
      expected_breaches: backtest.expectedBreaches,
      p_value: backtest.pValue,
    });
    const share = 'ratio of net asset value';
    return {
      asOf: view.asOf,
      units: {
        ...{ value_at_risk_95: share, value_at_risk_99: share, expected_shortfall_95: share },
        ...{ expected_shortfall_99: share, confidence_95: 'ratio', confidence_99: 'ratio', p_value: 'ratio' },
        ...{ breaches: 'index, sessions', expected_breaches: 'index, sessions', observations: 'index, sessions' },
      },
      data: {
        ...{ portfolio_id: id, name: listed?.name ?? null, currency: listed?.currency ?? null },
        ...{ horizon: 'one session', confidence_95: 0.95, confidence_99: 0.99 },
        ...values,
        ...{ observations: backtest.sessions, last_breach: backtest.lastBreach },
        ...{ reasons, method: view.method },
      },
    };
  }
}
