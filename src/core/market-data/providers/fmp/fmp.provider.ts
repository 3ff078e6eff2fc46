import { asOfSession, type DailyHistory, type DividendView, type SplitView } from '../daily-history.kernel.js';
import type { DaySpan, MarketDataProvider } from '../market-data-provider.js';
import type { Pause } from '../pause.js';
import { ProviderHttp, usualMeaning } from '../provider-http.js';
import type { FailureCode } from '../provider-failure.kernel.js';
import { isOptionSymbol, providerSymbol } from '../provider-symbol.kernel.js';
import type {
  AnalystEstimateView,
  BalanceSheetView,
  CashFlowView,
  CompanyProfileView,
  FundView,
  IncomeStatementView,
  StatementPeriod,
} from '../provider-view.kernel.js';
import { readFmpEstimates, readFmpFund, readFmpProfile, readFmpStatements } from './fmp-company.kernel.js';
import type { StatementKind } from './fmp-company.kernel.js';
import { readFmpBars, readFmpDividends, readFmpSplits } from './fmp-prices.kernel.js';

export interface FmpOptions {
  readonly baseUrl: string;
  /** Null: every call is refused before it is made. */
  readonly apiKey: string | null;
  readonly perMinute: number;
  readonly timeoutMs: number;
}

const STATEMENT_PATHS: Readonly<Record<StatementKind, string>> = {
  income: 'income-statement',
  balance: 'balance-sheet-statement',
  'cash-flow': 'cash-flow-statement',
};
const STATEMENTS = { annual: '10', quarter: '20' } as const;

/** Financial Modeling Prep, its `stable` services. The key goes in a header: addresses end up in logs of proxies. */
export class FmpProvider implements MarketDataProvider {
  readonly name = 'fmp';
  readonly basis = 'split_adjusted';
  private readonly http: ProviderHttp;

  constructor(
    private readonly options: FmpOptions,
    pause: Pause,
  ) {
    this.http = new ProviderHttp({ provider: 'fmp', ...options, meaningOf }, pause);
  }

  /** It has none of options. */
  prices(symbol: string): boolean {
    return !isOptionSymbol(symbol);
  }

  /** Splits and dividends come from services of their own, whole. Without them no price is told: it could not be read. */
  async dailyPrices(symbol: string, span: DaySpan, signal: AbortSignal): Promise<DailyHistory> {
    if (!this.prices(symbol)) throw this.http.fail('unsupported', 'it has no prices of options');
    const [answer, splits, dividends] = [
      await this.get('historical-price-eod/full', { symbol, ...span }, signal),
      await this.allSplits(symbol, signal),
      await this.dividends(symbol, span, signal),
    ];
    const bars = this.read(readFmpBars(answer));
    // An unknown symbol has an empty list, as a span without a session; only the profile tells them apart.
    if (bars.length === 0) await this.companyProfile(symbol, signal);
    const known = splits.filter(({ date }) => date >= span.from);
    return asOfSession({ symbol, currency: null, bars, splits: known, dividends }, span.to);
  }

  async splits(symbol: string, span: DaySpan, signal: AbortSignal): Promise<readonly SplitView[]> {
    return within(span, await this.allSplits(symbol, signal));
  }

  async dividends(symbol: string, span: DaySpan, signal: AbortSignal): Promise<readonly DividendView[]> {
    return within(span, this.read(readFmpDividends(await this.get('dividends', { symbol }, signal))));
  }

  async companyProfile(symbol: string, signal: AbortSignal): Promise<CompanyProfileView> {
    const profile = readFmpProfile(symbol, await this.get('profile', { symbol }, signal));
    if (!profile) throw this.http.fail('unknown-symbol', 'it knows no such symbol');
    return profile;
  }

  incomeStatements(symbol: string, period: StatementPeriod, signal: AbortSignal): Promise<IncomeStatementView[]> {
    return this.statements('income', symbol, period, signal);
  }

  balanceSheets(symbol: string, period: StatementPeriod, signal: AbortSignal): Promise<BalanceSheetView[]> {
    return this.statements('balance', symbol, period, signal);
  }

  cashFlows(symbol: string, period: StatementPeriod, signal: AbortSignal): Promise<CashFlowView[]> {
    return this.statements('cash-flow', symbol, period, signal);
  }

  /** Years alone: quarters are in the dearer plans. */
  async analystEstimates(symbol: string, signal: AbortSignal): Promise<readonly AnalystEstimateView[]> {
    const answer = await this.get('analyst-estimates', { symbol, period: 'annual', page: '0', limit: '10' }, signal);
    return this.some(readFmpEstimates(symbol, 'annual', answer));
  }

  async fund(symbol: string, signal: AbortSignal): Promise<FundView> {
    const holdings = await this.get('etf/holdings', { symbol }, signal);
    const fund = this.read(readFmpFund(symbol, holdings, await this.get('etf/sector-weightings', { symbol }, signal)));
    this.some(fund.holdings);
    return fund;
  }

  private async allSplits(symbol: string, signal: AbortSignal): Promise<SplitView[]> {
    return this.read(readFmpSplits(await this.get('splits', { symbol }, signal)));
  }

  private async statements<Kind extends StatementKind>(
    kind: Kind,
    symbol: string,
    period: StatementPeriod,
    signal: AbortSignal,
  ) {
    const query = { symbol, period, limit: STATEMENTS[period] };
    const answer = await this.get(STATEMENT_PATHS[kind], query, signal);
    const found = this.read(readFmpStatements(kind, symbol, period, answer));
    this.some(found);
    return found;
  }

  private get(
    service: string,
    query: Readonly<Record<string, string>> & { readonly symbol: string },
    signal: AbortSignal,
  ): Promise<unknown> {
    const { apiKey } = this.options;
    if (apiKey === null) return Promise.reject(this.http.fail('unauthorized', 'FMP_API_KEY is not set'));
    const search = new URLSearchParams({ ...query, symbol: providerSymbol(query.symbol) });
    return this.http.json(`/stable/${service}?${search.toString()}`, { apikey: apiKey }, signal);
  }

  private read<T>(value: T | null): T {
    if (value === null) throw this.http.fail('unreadable', 'its answer has another shape');
    return value;
  }

  private some<T>(value: readonly T[] | null): readonly T[] {
    const rows = this.read(value);
    if (rows.length === 0) throw this.http.fail('no-data', 'it has nothing of the kind for this symbol');
    return rows;
  }
}

/** FMP says 402 or 403 for what a plan does not contain, 401 for a wrong key, and sometimes 200 for either. */
function meaningOf(status: number, text: string): FailureCode | null {
  const message = text.length < 2_000 && /"?error message"?/i.test(text) ? text : '';
  if (status === 401 || /invalid api key/i.test(message)) return 'unauthorized';
  if (status === 402 || status === 403 || /exclusive|premium|legacy endpoint|upgrade your plan/i.test(message)) {
    return /limit reach/i.test(message) ? 'rate-limited' : 'not-in-plan';
  }
  if (/limit reach/i.test(message)) return 'rate-limited';
  return message !== '' && status === 200 ? 'unreadable' : usualMeaning(status);
}

const within = <T extends { readonly date: string }>({ from, to }: DaySpan, rows: readonly T[]): T[] =>
  rows.filter(({ date }) => date >= from && date <= to);
