import { asOfSession, type DailyHistory, type DividendView, type SplitView } from '../daily-history.kernel.js';
import type { DaySpan, MarketDataProvider } from '../market-data-provider.js';
import type { Pause } from '../pause.js';
import { ProviderHttp, usualMeaning } from '../provider-http.js';
import type { FailureCode } from '../provider-failure.kernel.js';
import { ProviderFailure } from '../provider.errors.js';
import { providerSymbol } from '../provider-symbol.kernel.js';
import type {
  AnalystEstimateView,
  BalanceSheetView,
  CashFlowView,
  CompanyProfileView,
  FundView,
  IncomeStatementView,
  StatementPeriod,
} from '../provider-view.kernel.js';
import { readYahooChart, symbolOfChart } from './yahoo-chart.kernel.js';
import { readStatements, seriesOf, type StatementKind } from './yahoo-statement.kernel.js';
import { PROFILE_MODULES, readEstimates, readFund, readProfile, summaryIn } from './yahoo-summary.kernel.js';

export interface YahooOptions {
  readonly baseUrl: string;
  /** Gives the cookie that the summaries ask for. */
  readonly cookieUrl: string;
  readonly perMinute: number;
  readonly timeoutMs: number;
}

interface Session {
  readonly cookie: string;
  readonly crumb: string;
}

/** Yahoo answers programs without one with "too many requests". */
const AGENT = 'Mozilla/5.0 (compatible; SigmaSight)';
const DAY_SECONDS = 86_400;
/** Splits that took effect since the last session: they are in the closes already. */
const LOOK_AHEAD_DAYS = 7;
/** Statements are asked for from here on; Yahoo gives the last four or five. */
const STATEMENTS_FROM = '2005-01-01';

/** Yahoo Finance, without a key: prices by the chart service, everything else by the services behind its own pages. */
export class YahooProvider implements MarketDataProvider {
  readonly name = 'yahoo';
  readonly basis = 'split_adjusted';
  private readonly http: ProviderHttp;
  private session: Promise<Session> | null = null;

  constructor(
    private readonly options: YahooOptions,
    pause: Pause,
    private readonly today: () => string,
  ) {
    this.http = new ProviderHttp({ provider: 'yahoo', ...options, meaningOf }, pause);
  }

  prices(): boolean {
    return true;
  }

  async dailyPrices(symbol: string, span: DaySpan, signal: AbortSignal): Promise<DailyHistory> {
    const own = providerSymbol(symbol);
    const query = new URLSearchParams({
      period1: String(secondsOf(span.from)),
      period2: String(secondsOf(span.to) + (1 + LOOK_AHEAD_DAYS) * DAY_SECONDS),
      interval: '1d',
      events: 'div,splits',
    });
    const answer = await this.http
      .json(`/v8/finance/chart/${encodeURIComponent(own)}?${query.toString()}`, { 'user-agent': AGENT }, signal)
      .catch((error: unknown) => {
        if (error instanceof ProviderFailure && error.code === 'no-data') return null;
        throw error;
      });
    if (answer === null) return { symbol, currency: null, bars: [], splits: [], dividends: [] };
    const history = readYahooChart(symbol, answer);
    if (!history || symbolOfChart(answer) !== own) throw this.http.fail('unreadable', 'its chart could not be read');
    const known = asOfSession(history, span.to);
    return { ...known, bars: known.bars.filter(({ date }) => date >= span.from) };
  }

  async splits(symbol: string, span: DaySpan, signal: AbortSignal): Promise<readonly SplitView[]> {
    return (await this.dailyPrices(symbol, span, signal)).splits;
  }

  async dividends(symbol: string, span: DaySpan, signal: AbortSignal): Promise<readonly DividendView[]> {
    return (await this.dailyPrices(symbol, span, signal)).dividends;
  }

  async companyProfile(symbol: string, signal: AbortSignal): Promise<CompanyProfileView> {
    return readProfile(symbol, await this.summary(symbol, PROFILE_MODULES, signal));
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

  async analystEstimates(symbol: string, signal: AbortSignal): Promise<readonly AnalystEstimateView[]> {
    const estimates = readEstimates(symbol, await this.summary(symbol, ['earningsTrend'], signal));
    if (estimates.length === 0) throw this.http.fail('no-data', 'it has no estimates for this symbol');
    return estimates;
  }

  async fund(symbol: string, signal: AbortSignal): Promise<FundView> {
    const fund = readFund(symbol, await this.summary(symbol, ['topHoldings'], signal));
    if (!fund) throw this.http.fail('no-data', 'it knows no holdings of this symbol');
    return fund;
  }

  private async statements<Kind extends StatementKind>(
    kind: Kind,
    symbol: string,
    period: StatementPeriod,
    signal: AbortSignal,
  ) {
    const own = encodeURIComponent(providerSymbol(symbol));
    const query = new URLSearchParams({
      type: seriesOf(kind, period).join(','),
      period1: String(secondsOf(STATEMENTS_FROM)),
      period2: String(secondsOf(this.today()) + DAY_SECONDS),
      merge: 'false',
    });
    const path = `/ws/fundamentals-timeseries/v1/finance/timeseries/${own}?${query.toString()}`;
    const answer = await this.http.json(path, { 'user-agent': AGENT }, signal);
    const found = readStatements(kind, symbol, period, answer);
    if (found === null) throw this.http.fail('unreadable', 'its statements could not be read');
    if (found.length === 0) throw this.http.fail('no-data', 'it has no statements of this symbol');
    return found;
  }

  /** A session that has ended is opened anew, once. */
  private async summary(symbol: string, modules: readonly string[], signal: AbortSignal) {
    const own = encodeURIComponent(providerSymbol(symbol));
    for (let attempt = 0; ; attempt += 1) {
      const session = await this.open(signal);
      const query = new URLSearchParams({ modules: modules.join(','), crumb: session.crumb });
      const headers = { 'user-agent': AGENT, cookie: session.cookie };
      try {
        const answer = await this.http.json(`/v10/finance/quoteSummary/${own}?${query.toString()}`, headers, signal);
        const found = summaryIn(answer);
        if (!found) throw this.http.fail('unreadable', 'its summary could not be read');
        return found;
      } catch (error) {
        if (!(error instanceof ProviderFailure) || error.code !== 'signed-out' || attempt > 0) throw error;
        this.session = null;
      }
    }
  }

  private open(signal: AbortSignal): Promise<Session> {
    this.session ??= this.signIn(signal).catch((error: unknown) => {
      this.session = null;
      throw error;
    });
    return this.session;
  }

  private async signIn(signal: AbortSignal): Promise<Session> {
    const page = await this.http.text(this.options.cookieUrl, { 'user-agent': AGENT }, signal, meaningOfCookiePage);
    const cookie = page.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ');
    const { text } = await this.http.text('/v1/test/getcrumb', { 'user-agent': AGENT, cookie }, signal);
    const crumb = text.trim();
    if (!/^\S{1,64}$/.test(crumb)) throw this.http.fail('unreadable', 'it let nobody in');
    return { cookie, crumb };
  }
}

function meaningOf(status: number, text: string): FailureCode | null {
  if (status === 401 && /crumb|cookie/i.test(text)) return 'signed-out';
  if (status >= 400 && status < 500 && /data doesn.t exist for|no fundamentals data/i.test(text)) return 'no-data';
  return usualMeaning(status);
}

/** The page that gives the cookie says that it is not there, and gives it. */
const meaningOfCookiePage = (status: number): FailureCode | null => (status === 404 ? null : usualMeaning(status));

const secondsOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1_000;
