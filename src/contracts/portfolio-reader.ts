/** What the AI side may read of a user's portfolios. Money is a number in the portfolio's currency. */
export interface PortfolioListItem {
  readonly id: string;
  readonly name: string;
  readonly accountName: string;
  readonly currency: string;
  /** Session of the newest snapshot, `YYYY-MM-DD`; null before the first. */
  readonly asOf: string | null;
  readonly netAssetValue: number | null;
  readonly positionCount: number;
}

export interface HoldingView {
  readonly positionId: string;
  readonly symbol: string;
  readonly name: string | null;
  readonly investmentClass: string;
  /** Signed: negative is short. */
  readonly quantity: number;
  readonly entryPrice: number;
  readonly price: number | null;
  /** The session the price belongs to; earlier than `asOf` when the price is stale. */
  readonly priceDate: string | null;
  /** Signed. Null when the position has no usable price. */
  readonly marketValue: number | null;
  readonly unrealizedPnl: number | null;
  /** Signed share of net asset value, a ratio. */
  readonly weight: number | null;
}

export interface PortfolioView extends PortfolioListItem {
  readonly cash: number | null;
  readonly dailyPnl: number | null;
  readonly dailyReturn: number | null;
  readonly cumulativePnl: number | null;
  /** Sorted by absolute market value, largest first. */
  readonly holdings: readonly HoldingView[];
}

export interface PortfolioReader {
  listForUser(userId: string): Promise<readonly PortfolioListItem[]>;
  /** Null when the portfolio does not exist or is not this user's. */
  findForUser(userId: string, portfolioId: string): Promise<PortfolioView | null>;
}

export const PORTFOLIO_READER = Symbol('PortfolioReader');
