import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { MEASURE_READER, type MeasureReader } from '../../../contracts/measure-reader.js';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { namedHoldings } from './holdings.kernel.js';
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
export class GetCorrelationsTool implements Tool {
  readonly name = 'get_correlations';
  readonly description =
    'How the holdings of one portfolio move together: their average correlation, the groups that correlate by 0.7 or more with ' +
    'their share of gross exposure, and the most correlated pairs.';
  readonly schema = portfolioArguments.extend({
    symbols: z
      .array(z.string().min(1).max(100))
      .max(10)
      .optional()
      .describe(
        'Symbols or names of holdings: of two or more the pairs among them, of one those with it; of none the closest ten.',
      ),
  });

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const { holdings } = found(await this.portfolios.findForUser(caller.userId, id));
      const named = namedHoldings(holdings, valid.symbols ?? []);
      const symbols = [...new Set(named.found.map(({ symbol }) => symbol))];
      const view = found(await this.measures.correlations(caller.userId, id, symbols));
      const { values, reasons } = figures({ average_correlation: view.average });
      return {
        asOf: view.asOf,
        units: {
          ...{ average_correlation: 'ratio, -1 to 1', correlation: 'ratio, -1 to 1', threshold: 'ratio' },
          share_of_exposure: 'ratio of gross exposure',
        },
        data: {
          ...{ portfolio_id: id, ...values, threshold: 0.7, not_held: named.missing },
          groups: view.groups.map(({ symbols: members, averageCorrelation, share }) => ({
            ...{ members, average_correlation: averageCorrelation, share_of_exposure: share },
          })),
          pairs: view.pairs.map(({ first, second, correlation }) => ({ first, second, correlation })),
          ...{ reasons, method: view.method },
        },
      };
    });
  }
}
