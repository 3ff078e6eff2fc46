import type { SimulatedInstrument } from '../../market-data/simulated/simulated-instrument.kernel.js';
import { pick } from '../../market-data/simulated/simulated-random.kernel.js';
import type { SimulatedCompany } from './simulated-company.kernel.js';
import {
  fiscalYearOf,
  quarterEnd,
  type SimulatedQuarter,
  trendNetIncome,
  trendRevenue,
} from './simulated-quarters.kernel.js';
import { reportSession } from './simulated-statements.kernel.js';

/** The newest simulated close, and the range of 52 weeks. USD. */
export interface SimulatedRange {
  readonly close: number;
  readonly high: number;
  readonly low: number;
}

/** A company and its books up to the newest quarter that is reported. */
export interface SimulatedBooks {
  readonly facts: SimulatedCompany;
  readonly quarters: readonly SimulatedQuarter[];
  readonly anchorQuarter: number;
  readonly seed: number;
}

const NO_FIGURES = {
  ...{ marketCap: null, peRatio: null, forwardPe: null, dividendYield: null },
  ...{ targetMeanPrice: null, targetHighPrice: null, targetLowPrice: null, numberOfAnalystOpinions: null },
  ...{ recommendationMean: null, recommendationKey: null, forwardEps: null, earningsGrowth: null, revenueGrowth: null },
  ...{ earningsQuarterlyGrowth: null, profitMargins: null, operatingMargins: null, grossMargins: null },
  ...{ returnOnAssets: null, returnOnEquity: null, totalRevenue: null, fiscalYearEnd: null, nextEarningsDate: null },
  ...{ nextEarningsExpectedEps: null, nextEarningsExpectedRevenue: null },
};

const ratio = (value: number): string => value.toFixed(6);
const price = (value: number): string => value.toFixed(4);

/** Of a stock or a fund, whose figures beyond price and beta stay unknown. The beta is the true one of the market. */
export function simulatedProfile(
  instrument: SimulatedInstrument,
  range: SimulatedRange,
  company: SimulatedBooks | null,
) {
  const { symbol, name, kind, sector, marketBeta } = instrument;
  return {
    companyName: name,
    sector,
    industry: company?.facts.industry ?? null,
    exchange: company?.facts.exchange ?? null,
    country: company?.facts.country ?? (kind === 'stock' ? null : 'United States'),
    description: `${name} (${symbol}) in the simulated market: its figures are made up.`,
    ceo: null,
    employees: null,
    website: company?.facts.website ?? null,
    isEtf: kind === 'etf',
    isFund: kind === 'fund',
    currency: 'USD',
    beta: marketBeta.toFixed(4),
    week52High: price(range.high),
    week52Low: price(range.low),
    ...(company ? figuresOf(company, range.close) : NO_FIGURES),
  };
}

const RECOMMENDATIONS = ['strong_buy', 'buy', 'hold'] as const;

type Flow = 'revenue' | 'netIncome' | 'operatingIncome' | 'dividends';
const sumOf = (quarters: readonly SimulatedQuarter[], flow: Flow): number =>
  quarters.reduce((all, one) => all + one[flow], 0);

function figuresOf(books: SimulatedBooks, close: number) {
  const { facts, quarters, anchorQuarter } = books;
  const last = quarters.at(-1);
  if (!last || quarters.length < 8) throw new RangeError('the books are too short for a profile');
  const year = quarters.slice(-4);
  const cap = close * facts.shares * 1_000_000;
  const net = sumOf(year, 'netIncome') * 1000;
  const next = last.quarter + 1;
  const nextYear = (fiscalYearOf(next) + 1) * 4;
  const expected = [0, 1, 2, 3].reduce((all, i) => all + trendNetIncome(facts, anchorQuarter, nextYear + i), 0);
  const forward = expected / facts.shares / 1000;
  return {
    marketCap: cap.toFixed(0),
    // Earnings that are no earnings give no ratio.
    peRatio: net > 0 ? (cap / net).toFixed(4) : null,
    forwardPe: forward > 0 ? (close / forward).toFixed(4) : null,
    dividendYield: ratio((sumOf(year, 'dividends') * 1000) / cap),
    ...opinionsOf(books, close),
    forwardEps: price(forward),
    ...ratiosOf(books, last),
    fiscalYearEnd: '12-31',
    nextEarningsDate: reportSession(next),
    nextEarningsExpectedEps: price(trendNetIncome(facts, anchorQuarter, next) / facts.shares / 1000),
    nextEarningsExpectedRevenue: (trendRevenue(facts, anchorQuarter, next) * 1000).toFixed(0),
  };
}

function opinionsOf({ facts: { symbol }, seed }: SimulatedBooks, close: number) {
  const opinion = pick(seed, `opinion ${symbol}`, RECOMMENDATIONS.length);
  const upside = 1.02 + pick(seed, `target ${symbol}`, 20) / 100;
  return {
    targetMeanPrice: price(close * upside),
    targetHighPrice: price(close * (upside + 0.2)),
    targetLowPrice: price(close * (upside - 0.25)),
    numberOfAnalystOpinions: analystsOf(symbol, seed),
    recommendationMean: (1.4 + 0.7 * opinion).toFixed(2),
    recommendationKey: RECOMMENDATIONS[opinion] ?? null,
  };
}

function ratiosOf({ facts, quarters }: SimulatedBooks, last: SimulatedQuarter) {
  const [year, before] = [quarters.slice(-4), quarters.slice(-8, -4)];
  const [revenue, net] = [sumOf(year, 'revenue'), sumOf(year, 'netIncome')];
  const cost = year.reduce((all, { costOfRevenue }) => all + (costOfRevenue ?? 0), 0);
  const { balance } = last;
  const equity = balance.commonStock + balance.retainedEarnings;
  return {
    earningsGrowth: growth(net, sumOf(before, 'netIncome')),
    revenueGrowth: growth(revenue, sumOf(before, 'revenue')),
    earningsQuarterlyGrowth: growth(last.netIncome, quarters.at(-5)?.netIncome ?? 0),
    profitMargins: ratio(net / revenue),
    operatingMargins: ratio(sumOf(year, 'operatingIncome') / revenue),
    grossMargins: facts.grossMargin === null ? null : ratio((revenue - cost) / revenue),
    returnOnAssets: ratio(net / (equity + balance.debt + balance.payables)),
    returnOnEquity: equity > 0 ? ratio(net / equity) : null,
    totalRevenue: String(revenue * 1000),
  };
}

const analystsOf = (symbol: string, seed: number): number => 8 + pick(seed, `analysts ${symbol}`, 40);

/** Null from a loss or nothing: there is no rate from there. */
const growth = (now: number, before: number): string | null => (before > 0 ? ratio(now / before - 1) : null);

const SPREAD = 0.05;

/** What is expected of the quarter and the year under way, and of the next ones: the trend, and five per cent around it. */
export function simulatedEstimates(facts: SimulatedCompany, anchorQuarter: number, lastReported: number, seed: number) {
  const next = lastReported + 1;
  const yearStart = fiscalYearOf(next) * 4;
  const periods = [
    { period: 'current_quarter', from: next, count: 1 },
    { period: 'next_quarter', from: next + 1, count: 1 },
    { period: 'current_year', from: yearStart, count: 4 },
    { period: 'next_year', from: yearStart + 4, count: 4 },
  ] as const;
  return periods.map(({ period, from, count }) => {
    const sum = (of: typeof trendRevenue, start: number): number =>
      Array.from({ length: count }, (_, i) => of(facts, anchorQuarter, start + i)).reduce((a, b) => a + b, 0);
    const revenue = sum(trendRevenue, from) * 1000;
    const eps = sum(trendNetIncome, from) / facts.shares / 1000;
    const margin = Math.abs(eps) * SPREAD;
    return {
      period,
      endDate: quarterEnd(from + count - 1),
      revenueAvg: revenue.toFixed(0),
      revenueLow: (revenue * (1 - SPREAD)).toFixed(0),
      revenueHigh: (revenue * (1 + SPREAD)).toFixed(0),
      revenueGrowth: ratio(revenue / (sum(trendRevenue, from - 4) * 1000) - 1),
      epsAvg: price(eps),
      epsLow: price(eps - margin),
      epsHigh: price(eps + margin),
      analystCount: analystsOf(facts.symbol, seed),
    };
  });
}
