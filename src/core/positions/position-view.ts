import { type InvestmentClass, type PositionType } from './import/holding.kernel.js';

/** A lot of the ledger with the price of the newest snapshot. Figures are decimal strings. */
export interface PositionView {
  readonly id: string;
  readonly portfolioId: string;
  readonly instrumentId: string;
  readonly symbol: string;
  readonly multiplier: number;
  readonly positionType: PositionType;
  readonly investmentClass: InvestmentClass;
  readonly investmentSubtype: string | null;
  readonly underlyingSymbol: string | null;
  readonly strikePrice: string | null;
  readonly expirationDate: string | null;
  readonly optionType: 'CALL' | 'PUT' | null;
  /** Signed, as are the figures of value; 0 when closed. */
  readonly quantity: string;
  readonly openedQuantity: string;
  readonly entryPrice: string;
  readonly entryDate: string;
  readonly exitPrice: string | null;
  readonly exitDate: string | null;
  readonly realizedPnl: string;
  readonly notes: string | null;
  /** Null without a price. */
  readonly lastPrice: string | null;
  readonly marketValue: string | null;
  readonly unrealizedPnl: string | null;
  readonly priceDate: string | null;
  /** Why there is no price, or what is wrong with it. */
  readonly priceReason: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Made within the window in which a slip may be mended as if it had not happened. */
  readonly isFresh: boolean;
}

/** Minutes after it was made in which a position may get another symbol, or go without a trace of its own. */
export const FRESH_MINUTES = 5;
/** Positions of one request. */
export const MAX_AT_ONCE = 200;
