import type { PriceBasis } from '../daily-price.entity.js';
import type {
  AnalystEstimateView,
  BalanceSheetView,
  CashFlowView,
  CompanyProfileView,
  FundView,
  IncomeStatementView,
  StatementPeriod,
} from './provider-view.kernel.js';
import type { DailyHistory, DividendView, SplitView } from './daily-history.kernel.js';
import type { ProviderName } from './provider-failure.kernel.js';

/** Days of the exchange, both included. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

/**
 * A service with market data of American listings. Every method asks over the network, so none may be awaited inside a
 * unit of work; every method throws `ProviderFailure` and nothing else, `no-data` instead of an empty answer.
 */
export interface MarketDataProvider {
  readonly name: ProviderName;
  /** What is in the closes of `dailyPrices`. */
  readonly basis: PriceBasis;
  /** Whether the provider can have prices of such a symbol at all. */
  prices(symbol: string): boolean;
  /** Ascending; only sessions that have a close. An empty span answers no bars. */
  dailyPrices(symbol: string, span: DaySpan, signal: AbortSignal): Promise<DailyHistory>;
  splits(symbol: string, span: DaySpan, signal: AbortSignal): Promise<readonly SplitView[]>;
  dividends(symbol: string, span: DaySpan, signal: AbortSignal): Promise<readonly DividendView[]>;
  companyProfile(symbol: string, signal: AbortSignal): Promise<CompanyProfileView>;
  /** Newest first, as the other statements. */
  incomeStatements(
    symbol: string,
    period: StatementPeriod,
    signal: AbortSignal,
  ): Promise<readonly IncomeStatementView[]>;
  balanceSheets(symbol: string, period: StatementPeriod, signal: AbortSignal): Promise<readonly BalanceSheetView[]>;
  cashFlows(symbol: string, period: StatementPeriod, signal: AbortSignal): Promise<readonly CashFlowView[]>;
  /** By end of the period, ascending. */
  analystEstimates(symbol: string, signal: AbortSignal): Promise<readonly AnalystEstimateView[]>;
  fund(symbol: string, signal: AbortSignal): Promise<FundView>;
}
