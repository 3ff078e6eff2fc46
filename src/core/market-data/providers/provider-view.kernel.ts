/*
 * What providers tell beside prices, in plain types. Money and share counts are decimal text in `currency`; ratios,
 * margins, weights and growth are ratios (0.05 is five per cent). Null: the provider does not say.
 */

export type StatementPeriod = 'annual' | 'quarter';

export interface CompanyProfileView {
  readonly symbol: string;
  readonly name: string | null;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly exchange: string | null;
  readonly country: string | null;
  readonly currency: string | null;
  readonly description: string | null;
  readonly website: string | null;
  readonly ceo: string | null;
  readonly employees: number | null;
  readonly isEtf: boolean | null;
  readonly isFund: boolean | null;
  readonly marketCap: string | null;
  readonly trailingPe: number | null;
  readonly forwardPe: number | null;
  readonly dividendYield: number | null;
  /** The provider's own, by its own method. */
  readonly beta: number | null;
  readonly week52High: string | null;
  readonly week52Low: string | null;
  readonly targetMeanPrice: string | null;
  readonly targetHighPrice: string | null;
  readonly targetLowPrice: string | null;
  readonly analystOpinions: number | null;
  /** 1 (strong buy) to 5. */
  readonly recommendationMean: number | null;
  readonly recommendation: string | null;
  readonly earningsGrowth: number | null;
  readonly revenueGrowth: number | null;
  readonly profitMargin: number | null;
  readonly operatingMargin: number | null;
  readonly grossMargin: number | null;
  readonly returnOnAssets: number | null;
  readonly returnOnEquity: number | null;
  /** Trailing twelve months. */
  readonly totalRevenue: string | null;
  readonly nextEarningsDate: string | null;
}

export interface StatementHead {
  readonly symbol: string;
  /** Last day of the period. */
  readonly periodDate: string;
  readonly period: StatementPeriod;
  readonly fiscalYear: number | null;
  /** 1 to 4; null for a year, or where the provider does not say. */
  readonly fiscalQuarter: number | null;
  readonly currency: string | null;
}

export const INCOME_FIELDS = [
  ...(['totalRevenue', 'costOfRevenue', 'grossProfit', 'researchAndDevelopment'] as const),
  ...(['sellingGeneralAndAdministrative', 'operatingIncome', 'ebit', 'ebitda', 'netIncome'] as const),
  ...(['dilutedEps', 'basicEps', 'basicAverageShares', 'dilutedAverageShares'] as const),
  ...(['taxProvision', 'interestExpense', 'depreciationAndAmortization'] as const),
] as const;

export const BALANCE_FIELDS = [
  ...(['totalAssets', 'currentAssets', 'cashAndCashEquivalents', 'shortTermInvestments'] as const),
  ...(['accountsReceivable', 'inventory', 'propertyPlantEquipment', 'goodwill', 'intangibleAssets'] as const),
  ...(['totalLiabilities', 'currentLiabilities', 'accountsPayable', 'shortTermDebt', 'longTermDebt'] as const),
  ...(['totalDebt', 'netDebt', 'totalEquity', 'retainedEarnings', 'commonStock'] as const),
] as const;

export const CASH_FLOW_FIELDS = [
  ...(['operatingCashFlow', 'stockBasedCompensation', 'deferredIncomeTax', 'changeInWorkingCapital'] as const),
  ...(['investingCashFlow', 'capitalExpenditures', 'acquisitions', 'purchasesOfInvestments'] as const),
  ...(['salesOfInvestments', 'financingCashFlow', 'dividendsPaid', 'stockRepurchases'] as const),
  ...(['debtIssuance', 'debtRepayment', 'netChangeInCash', 'freeCashFlow'] as const),
] as const;

type Amounts<Fields extends readonly string[]> = Readonly<Record<Fields[number], string | null>>;
export type IncomeStatementView = StatementHead & Amounts<typeof INCOME_FIELDS>;
export type BalanceSheetView = StatementHead & Amounts<typeof BALANCE_FIELDS>;
/** Signed as money: what is paid out is negative. */
export type CashFlowView = StatementHead & Amounts<typeof CASH_FLOW_FIELDS>;

export interface EstimateRange {
  readonly average: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly analysts: number | null;
}

export interface AnalystEstimateView {
  readonly symbol: string;
  readonly periodDate: string;
  readonly period: StatementPeriod;
  readonly currency: string | null;
  readonly revenue: EstimateRange;
  /** Earnings per share. */
  readonly earnings: EstimateRange;
  /** Of earnings, against the year before. */
  readonly growth: number | null;
}

export interface FundView {
  readonly symbol: string;
  /** Null: the provider tells no day. */
  readonly asOf: string | null;
  /** Heaviest first; of some providers only the largest ones. */
  readonly holdings: readonly {
    readonly symbol: string | null;
    readonly name: string | null;
    readonly weight: number | null;
    readonly shares: string | null;
    readonly marketValue: string | null;
  }[];
  readonly sectorWeights: readonly { readonly sector: string; readonly weight: number }[];
}
