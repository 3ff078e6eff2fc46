/** What is stored about a company or fund. What is not stored is null. */
export interface CompanyView {
  readonly symbol: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly currency: string | null;
  readonly marketCap: number | null;
  /** Price over the earnings of the last year, and over those expected. */
  readonly trailingPe: number | null;
  readonly forwardPe: number | null;
  /** A ratio. */
  readonly dividendYield: number | null;
  /** What analysts expect the share to cost in a year. */
  readonly targetMean: number | null;
  readonly targetLow: number | null;
  readonly targetHigh: number | null;
  readonly analystCount: number | null;
  readonly recommendation: string | null;
  /** `YYYY-MM-DD`. */
  readonly nextEarnings: string | null;
  /** Day the facts were fetched, `YYYY-MM-DD`. */
  readonly asOf: string | null;
  readonly source: string | null;
}

export interface CompanyReader {
  /**
   * Of the holdings of a portfolio, by symbol. Null for a portfolio that is not this user's; what has no profile is left
   * out.
   */
  listOfPortfolio(userId: string, portfolioId: string): Promise<readonly CompanyView[] | null>;
}

export const COMPANY_READER = Symbol('CompanyReader');
