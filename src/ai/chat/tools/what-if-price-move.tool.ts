import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PORTFOLIO_READER, type PortfolioReader, type PortfolioView } from '../../../contracts/portfolio-reader.js';
import { WHAT_IF_READER, type SensitivityView, type WhatIfReader } from '../../../contracts/what-if-reader.js';
import { namedHoldings } from './holdings.kernel.js';
import {
  answerTool,
  found,
  NEW_RESULT_ID,
  type NewResultId,
  portfolioArguments,
  portfolioOf,
  type Tool,
  type ToolCaller,
  type ToolResult,
} from './tool.js';

const METHOD =
  'Shares by their market value times the move, options on them by their delta dollars times the move; the rest of the portfolio stays.';

@Injectable()
export class WhatIfPriceMoveTool implements Tool {
  readonly name = 'what_if_price_move';
  readonly description =
    'What a move of the price of one holding would do to one portfolio: its shares by their market value, options on it by their ' +
    'delta; nothing else moves with it. Moves of the market are in get_stress_test_results.';
  readonly schema = portfolioArguments.extend({
    symbol: z.string().min(1).max(100).describe('Symbol or name of a holding, or the symbol of what options are on.'),
    move: z.number().min(-1).max(10).describe('Move of its price as a ratio: -0.2 for a fall of 20 per cent.'),
  });

  constructor(
    @Inject(WHAT_IF_READER) private readonly whatIf: WhatIfReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const view = found(await this.portfolios.findForUser(caller.userId, id));
      const known = found(await this.whatIf.sensitivities(caller.userId, id));
      const candidates = [
        ...view.holdings,
        ...known.options.map(({ underlying }) => ({ symbol: underlying ?? '', name: null })),
      ];
      const symbol = namedHoldings(candidates, [valid.symbol]).found[0]?.symbol;
      const data = { portfolio_id: id, name: view.name, currency: view.currency };
      const moved = symbol === undefined ? [] : [moveOf(symbol, valid.move, view, known)];
      return {
        asOf: view.asOf,
        truncated: known.isCut,
        units: {
          ...{ move: 'ratio of the price', market_value: view.currency, option_delta_dollars: view.currency },
          options_without_delta: 'positions',
          ...{ impact_amount: view.currency, impact_return: 'ratio of net asset value' },
        },
        data: { ...data, moves: moved, not_held: symbol === undefined ? [valid.symbol] : [], method: METHOD },
      };
    });
  }
}

function moveOf(
  symbol: string,
  move: number,
  { holdings, netAssetValue }: PortfolioView,
  { options }: SensitivityView,
): Readonly<Record<string, unknown>> {
  const lots = holdings.filter((lot) => lot.symbol === symbol);
  const own = options.filter((option) => option.underlying === symbol);
  const isUnpriced = lots.some(({ marketValue }) => marketValue === null);
  const value = lots.reduce((sum, { marketValue }) => sum + (marketValue ?? 0), 0);
  // An option without a delta is left out, and counted.
  const delta = own.reduce((sum, { deltaDollars }) => sum + (deltaDollars.value ?? 0), 0);
  const impact = isUnpriced ? null : (value + delta) * move;
  return {
    ...{ symbol, name: lots[0]?.name ?? null, move, market_value: isUnpriced ? null : value },
    ...(own.length > 0 ? { option_delta_dollars: delta } : {}),
    options_without_delta: own.filter(({ deltaDollars }) => deltaDollars.value === null).length,
    impact_amount: impact,
    impact_return: impact === null || netAssetValue === null || netAssetValue <= 0 ? null : impact / netAssetValue,
    reasons: isUnpriced ? { impact_amount: 'no-price', impact_return: 'no-price' } : {},
  };
}
