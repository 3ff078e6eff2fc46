//! Portfolios and lots as the data routes show them. Money is a number in the portfolio's currency.

import type { CursorPage } from '../../shared/http/cursor.js';

export interface ListedPortfolio {
  readonly id: string;
  readonly name: string;
  readonly accountName: string;
  readonly accountType: string;
  readonly currency: string;
  readonly isActive: boolean;
  /** The opening deposit. */
  readonly equityBalance: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Session of the newest snapshot; null before the first, like the values. */
  readonly asOf: string | null;
  readonly netAssetValue: number | null;
  /** Signed sum over the lots. */
  readonly totalMarketValue: number | null;
  readonly positionCount: number;
}

/** A lot as the ledger has it, with the price of the newest snapshot. */
export interface PositionDetail {
  readonly id: string;
  readonly portfolioId: string;
  readonly symbol: string;
  /** Of the company or fund, in the portfolio's world. */
  readonly name: string | null;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly positionType: string;
  readonly investmentClass: string;
  readonly investmentSubtype: string | null;
  /** Signed; 0 when closed. */
  readonly quantity: number;
  readonly entryDate: string;
  readonly entryPrice: number;
  readonly exitDate: string | null;
  /** Signed, as are the market value and everything below. */
  readonly costBasis: number;
  readonly price: number | null;
  readonly priceDate: string | null;
  readonly priceAgeSessions: number | null;
  readonly marketValue: number | null;
  readonly unrealizedPnl: number | null;
  readonly realizedPnl: number;
  readonly strikePrice: number | null;
  readonly expirationDate: string | null;
  readonly underlyingSymbol: string | null;
  readonly asOf: string | null;
  readonly status: string | null;
  readonly reason: string | null;
  /** Active ones, in the order in which the user keeps them. */
  readonly tags: readonly PositionTagView[];
}

export interface PositionTagView {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

/** The largest holdings of a snapshot, lots of one symbol together. */
export interface TopPositions {
  /** Session of the snapshot; null when there is none. */
  readonly asOf: string | null;
  /** Symbols held, listed or not. */
  readonly total: number;
  /** Share of gross value that is listed, a ratio. */
  readonly coverage: number | null;
  readonly positions: readonly {
    readonly symbol: string;
    readonly name: string | null;
    readonly sector: string | null;
    readonly quantity: number;
    readonly price: number | null;
    /** Null without a price. */
    readonly value: number | null;
    readonly weight: number | null;
  }[];
}

/** Of all positions that were asked for, not of a page of them. */
export interface PositionSums {
  readonly positions: number;
  readonly costBasis: number;
  /** Of those that have a price; null when none has. */
  readonly marketValue: number | null;
  readonly unrealizedPnl: number | null;
  readonly unpriced: number;
}

export interface PositionDetailPage extends CursorPage<PositionDetail> {
  readonly sums: PositionSums;
}
