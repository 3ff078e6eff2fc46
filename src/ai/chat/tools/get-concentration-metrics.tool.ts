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
export class GetConcentrationMetricsTool implements Tool {
  readonly name = 'get_concentration_metrics';
  readonly description =
    'How concentrated one portfolio is: Herfindahl-Hirschman index (hhi, 0 to 10,000), effective number of positions, ' +
    'shares of the three and ten largest symbols, how many symbols are held, and the largest of them. ' +
    'Basis: gross exposure by symbol, options by their deltas.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const view = found(await this.risk.concentration(caller.userId, id));
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
    });
  }
}
