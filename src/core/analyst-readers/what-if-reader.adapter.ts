import { Injectable } from '@nestjs/common';
import { type Figure } from '../../contracts/risk-reader.js';
import {
  type Refusal,
  type SensitivityView,
  type SupposedSide,
  type SupposedTrade,
  type SupposedTrades,
  type WhatIfReader,
} from '../../contracts/what-if-reader.js';
import { AppError } from '../../shared/errors/app-error.js';
import type { GreeksView } from '../greeks/greeks-view.js';
import { GreeksService } from '../greeks/greeks.service.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { WhatIfSide } from '../what-if/what-if-view.js';
import { WhatIfService } from '../what-if/what-if.service.js';
import { figureOf, orNull } from './reader-figures.js';

const TRADE_METHOD =
  'The trades booked at the close of the session in a copy of the ledger, and the figures computed anew by the same ' +
  'calculations as in a night; nothing is stored.';
const GREEKS_METHOD =
  'Black-Scholes-Merton, or a Leisen-Reimer tree where exercise before the end may pay, with the volatility implied by ' +
  'the price of each option; shares count by their market value.';
/** Positions that are read; a portfolio with more is answered in part, and says so. */
const MOST_POSITIONS = 2_000;
const MOST_OPTIONS = 50;

@Injectable()
export class WhatIfReaderAdapter implements WhatIfReader {
  constructor(
    private readonly whatIf: WhatIfService,
    private readonly greeks: GreeksService,
  ) {}

  async trades(
    userId: string,
    portfolioId: string,
    trades: readonly SupposedTrade[],
  ): Promise<SupposedTrades | Refusal | null> {
    try {
      const supposed = trades.map((trade) => ({ ...trade, price: null }));
      const view = await this.whatIf.ask(userId, portfolioId, supposed, null);
      return {
        ...{ portfolioId, asOf: view.asOf, method: TRADE_METHOD },
        trades: trades.map((trade, i) => ({
          ...trade,
          price: Number(view.trades[i]?.price),
          amount: Number(view.trades[i]?.amount),
        })),
        before: sideOf(view.before),
        after: sideOf(view.after),
      };
    } catch (error) {
      if (error instanceof PortfolioNotFound) return null;
      if (error instanceof AppError) return { refused: error.errors[0]?.message ?? error.message };
      throw error;
    }
  }

  async sensitivities(userId: string, portfolioId: string): Promise<SensitivityView | null> {
    const view = await orNull(this.greeks.find(userId, portfolioId, { limit: MOST_POSITIONS, offset: 0 }));
    return view && sensitivitiesOf(view);
  }
}

function sideOf(side: WhatIfSide): SupposedSide {
  const figure = (value: number | null, column: string): Figure => figureOf(value, side.reasons[column] ?? null);
  return {
    ...{ netAssetValue: side.netAssetValue, cash: side.cash },
    ...{ grossExposure: side.exposures.gross, netExposure: side.exposures.net },
    beta90d: figure(side.beta90d, 'beta_calculated_90d'),
    volatility21d: figure(side.volatility21d, 'realized_volatility_21d'),
    herfindahlIndex: figure(side.concentration.herfindahlIndex, 'hhi'),
  };
}

function sensitivitiesOf(view: GreeksView): SensitivityView {
  const { totals, positions, total, asOf, portfolioId } = view;
  const reason = view.reasons['option-greeks'] ?? view.reasons['position-greeks'] ?? 'not-computed-yet';
  const sum = (value: number): Figure => figureOf(total === 0 ? null : value, asOf === null ? null : reason);
  const options = positions.filter(({ isOption }) => isOption);
  return {
    ...{ portfolioId, asOf, method: GREEKS_METHOD, isCut: total > positions.length || options.length > MOST_OPTIONS },
    ...{ deltaDollars: sum(totals.deltaDollars), gammaDollars: sum(totals.gammaDollars), vega: sum(totals.vega) },
    ...{ theta: sum(totals.theta), rho: sum(totals.rho) },
    ...{ optionCount: totals.options, optionsWithGreeks: totals.optionsWithGreeks },
    options: options.slice(0, MOST_OPTIONS).map((option) => ({
      ...{ symbol: option.symbol, underlying: option.underlyingSymbol, quantity: option.quantity },
      delta: figureOf(option.unit.delta, option.reason),
      impliedVolatility: figureOf(option.impliedVolatility, option.reason),
      deltaDollars: figureOf(option.deltaDollars, option.reason),
    })),
    holdings: [...sumsBySymbol(positions)].map(([symbol, marketValue]) => ({ symbol, marketValue })),
  };
}

/** Lots of one symbol are one holding. */
function sumsBySymbol(positions: GreeksView['positions']): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { symbol, isOption, marketValue } of positions)
    if (!isOption) sums.set(symbol, (sums.get(symbol) ?? 0) + marketValue);
  return sums;
}
