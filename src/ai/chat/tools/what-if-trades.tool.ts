import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PORTFOLIO_READER, type HoldingView, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import {
  WHAT_IF_READER,
  type SupposedSide,
  type SupposedTrade,
  type WhatIfReader,
} from '../../../contracts/what-if-reader.js';
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
  ToolFailure,
  type ToolResult,
} from './tool.js';

@Injectable()
export class WhatIfTradesTool implements Tool {
  readonly name = 'what_if_trades';
  readonly description =
    'What trades at the last close would make of one portfolio: net asset value, cash, exposures, beta, volatility and ' +
    'concentration before and after. Nothing is traded and nothing stored.';
  readonly schema = portfolioArguments.extend({
    trades: z
      .array(
        z.object({
          symbol: z.string().min(1).max(100).describe('Symbol, or the name of a holding.'),
          side: z.enum(['buy', 'sell', 'short', 'cover']),
          quantity: z.number().positive().optional().describe('Shares or contracts.'),
          fraction: z
            .number()
            .positive()
            .max(1)
            .optional()
            .describe('Instead of a quantity: the part of what is held.'),
        }),
      )
      .min(1)
      .max(10),
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
      const trades = valid.trades.map((trade) => tradeOf(trade, view.holdings));
      const answer = found(await this.whatIf.trades(caller.userId, id, trades));
      if ('refused' in answer) throw new ToolFailure('validation_error', answer.refused);
      const [before, after] = [answer.before, answer.after].map(sideOf);
      return {
        asOf: answer.asOf,
        units: {
          ...{ amount: view.currency, net_asset_value: view.currency, cash: view.currency },
          ...{ gross_exposure: view.currency, net_exposure: view.currency, quantity: 'shares or contracts' },
          ...{ price: 'per share', realized_volatility_21d: 'annualised ratio', hhi: 'index, 0 to 10,000' },
        },
        data: {
          ...{ portfolio_id: id, name: view.name, currency: view.currency },
          trades: answer.trades.map((trade) => ({ ...trade, quantity: Number(trade.quantity) })),
          ...{ before, after, method: answer.method },
        },
      };
    });
  }
}

interface AskedTrade {
  readonly symbol: string;
  readonly side: SupposedTrade['side'];
  readonly quantity?: number | undefined;
  readonly fraction?: number | undefined;
}

/** Decimals that a quantity may have. */
const DECIMALS = 8;

/** A part of a holding is as many shares as that is. Without either, selling and covering mean all of it. */
function tradeOf(
  { symbol: asked, side, quantity, fraction }: AskedTrade,
  holdings: readonly HoldingView[],
): SupposedTrade {
  const lots = namedHoldings(holdings, [asked]).found;
  const symbol = lots[0]?.symbol ?? asked.trim().toUpperCase();
  if (quantity !== undefined) return { symbol, side, quantity: decimal(quantity) };
  const isClosing = side === 'sell' || side === 'cover';
  const part = fraction ?? (isClosing ? 1 : undefined);
  if (part === undefined)
    throw new ToolFailure('validation_error', `How many ${symbol}? Give a quantity, or a part of it.`);
  const held = Math.abs(lots.reduce((sum, lot) => sum + lot.quantity, 0));
  if (held === 0) throw new ToolFailure('validation_error', `There is no open position in ${symbol}.`);
  return { symbol, side, quantity: decimal(held * part) };
}

const decimal = (value: number): string => String(Number(value.toFixed(DECIMALS)));

function sideOf(side: SupposedSide): Readonly<Record<string, unknown>> {
  const { values, reasons } = figures({
    beta_90d: side.beta90d,
    realized_volatility_21d: side.volatility21d,
    hhi: side.herfindahlIndex,
  });
  const { netAssetValue, cash, grossExposure, netExposure } = side;
  const money = { net_asset_value: netAssetValue, cash, gross_exposure: grossExposure, net_exposure: netExposure };
  return { ...money, ...values, reasons };
}
