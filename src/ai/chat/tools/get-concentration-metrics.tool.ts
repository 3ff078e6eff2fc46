import { Inject, Injectable } from '@nestjs/common';
import { RISK_READER, type RiskReader, type ConcentrationView } from '../../../contracts/risk-reader.js';
import { figures, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetConcentrationMetricsTool extends PortfolioTool<ConcentrationView> {
  readonly name = 'get_concentration_metrics';
  readonly description =
    'How concentrated one portfolio is: Herfindahl-Hirschman index (hhi, 0 to 10,000), effective number of positions, ' +
    'shares of the three and ten largest symbols, how many symbols are held, and the largest of them. ' +
    'Basis: gross exposure by symbol, options by their deltas.';

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<ConcentrationView | null> {
    return this.risk.concentration(userId, id);
  }

  protected answer(view: ConcentrationView, id: string): ToolAnswer {
    const { values, reasons } = figures({
      hhi: view.herfindahlIndex,
      effective_num_positions: view.effectiveNumberOfPositions,
      top_3_concentration: view.top3Share,
      top_10_concentration: view.top10Share,
    });
    return {
      asOf: view.asOf,
      units: {
        hhi: 'index, 0 to 10,000',
        effective_num_positions: 'positions',
        symbol_count: 'symbols held',
        top_3_concentration: 'ratio of gross exposure',
        top_10_concentration: 'ratio of gross exposure',
        share: 'ratio of gross exposure',
      },
      data: {
        portfolio_id: id,
        ...values,
        symbol_count: view.positionCount,
        largest: view.largest.map(({ symbol, share }) => ({ symbol, share })),
        reasons,
        method: view.method,
      },
    };
  }
}
