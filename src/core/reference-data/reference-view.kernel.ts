import { Decimal } from 'decimal.js';
import type {
  AnalystEstimateView,
  BalanceSheetView,
  CashFlowView,
  CompanyProfileView,
  FundView,
  IncomeStatementView,
  StatementHead,
} from '../market-data/providers/provider-view.kernel.js';

/** To what the rows belong. */
export interface RowHead {
  readonly instrumentId: string;
  readonly fetchedAt: Date;
}

/*
 * From what providers tell to the rows of the tables. What a table has and no provider tells is null; what would break a
 * rule of a table, such as a negative market capitalisation, is taken for not told.
 */

const MAX_DESCRIPTION = 4000;
const CURRENCY = /^[A-Z]{3}$/;
const text = (value: number | null): string | null => (value === null ? null : String(value));

/** @param listingCurrency of symbols whose provider tells none: that of the listing */
export function profileRow(head: RowHead, view: CompanyProfileView, listingCurrency: string) {
  const { recommendationMean: mean, currency } = view;
  const isFund = view.isFund === true;
  return {
    ...head,
    ...{ companyName: view.name, sector: view.sector, industry: view.industry, exchange: view.exchange },
    ...{ country: view.country, description: view.description?.slice(0, MAX_DESCRIPTION) ?? null, ceo: view.ceo },
    ...{ employees: view.employees, website: view.website, isEtf: view.isEtf === true && !isFund, isFund },
    currency: currency !== null && CURRENCY.test(currency) ? currency : listingCurrency,
    marketCap: view.marketCap !== null && Number(view.marketCap) >= 0 ? view.marketCap : null,
    ...{ peRatio: text(view.trailingPe), forwardPe: text(view.forwardPe), dividendYield: text(view.dividendYield) },
    ...{ beta: text(view.beta), week52High: view.week52High, week52Low: view.week52Low },
    ...{ targetMeanPrice: view.targetMeanPrice, targetHighPrice: view.targetHighPrice },
    ...{ targetLowPrice: view.targetLowPrice, numberOfAnalystOpinions: view.analystOpinions },
    recommendationMean: mean !== null && mean >= 1 && mean <= 5 ? String(mean) : null,
    ...{ recommendationKey: view.recommendation, forwardEps: null, earningsGrowth: text(view.earningsGrowth) },
    ...{ revenueGrowth: text(view.revenueGrowth), earningsQuarterlyGrowth: null },
    ...{ profitMargins: text(view.profitMargin), operatingMargins: text(view.operatingMargin) },
    ...{ grossMargins: text(view.grossMargin), returnOnAssets: text(view.returnOnAssets) },
    ...{ returnOnEquity: text(view.returnOnEquity), totalRevenue: view.totalRevenue, fiscalYearEnd: null },
    ...{ nextEarningsDate: view.nextEarningsDate, nextEarningsExpectedEps: null, nextEarningsExpectedRevenue: null },
  };
}

export const incomeRows = (head: RowHead, views: readonly IncomeStatementView[]) =>
  statementRows(head, views, (view) => ({
    ...{ totalRevenue: view.totalRevenue, costOfRevenue: view.costOfRevenue, grossProfit: view.grossProfit },
    researchAndDevelopment: view.researchAndDevelopment,
    sellingGeneralAndAdministrative: view.sellingGeneralAndAdministrative,
    ...{ operatingIncome: view.operatingIncome, ebit: view.ebit, ebitda: view.ebitda, netIncome: view.netIncome },
    ...{ dilutedEps: view.dilutedEps, basicEps: view.basicEps },
    basicAverageShares: whole(view.basicAverageShares),
    dilutedAverageShares: whole(view.dilutedAverageShares),
    ...{ taxProvision: view.taxProvision, interestExpense: view.interestExpense },
    depreciationAndAmortization: view.depreciationAndAmortization,
  }));

export const balanceRows = (head: RowHead, views: readonly BalanceSheetView[]) =>
  statementRows(head, views, (view) => ({
    ...{ totalAssets: view.totalAssets, currentAssets: view.currentAssets },
    ...{ cashAndCashEquivalents: view.cashAndCashEquivalents, shortTermInvestments: view.shortTermInvestments },
    ...{ accountsReceivable: view.accountsReceivable, inventory: view.inventory },
    ...{ propertyPlantEquipment: view.propertyPlantEquipment, intangibleAssets: view.intangibleAssets },
    ...{ totalLiabilities: view.totalLiabilities, currentLiabilities: view.currentLiabilities },
    ...{ accountsPayable: view.accountsPayable, shortTermDebt: view.shortTermDebt, longTermDebt: view.longTermDebt },
    ...{ totalDebt: view.totalDebt, totalStockholdersEquity: view.totalEquity },
    ...{ retainedEarnings: view.retainedEarnings, commonStock: view.commonStock },
  }));

export const cashRows = (head: RowHead, views: readonly CashFlowView[]) =>
  statementRows(head, views, (view) => ({
    ...{ operatingCashFlow: view.operatingCashFlow, depreciationAndAmortization: null },
    ...{ stockBasedCompensation: view.stockBasedCompensation, changeInWorkingCapital: view.changeInWorkingCapital },
    ...{ investingCashFlow: view.investingCashFlow, capitalExpenditures: view.capitalExpenditures },
    ...{ acquisitions: view.acquisitions, purchasesOfInvestments: view.purchasesOfInvestments },
    ...{ financingCashFlow: view.financingCashFlow, dividendsPaid: view.dividendsPaid },
    ...{ stockRepurchases: view.stockRepurchases, debtIssuanceRepayment: sum(view.debtIssuance, view.debtRepayment) },
    ...{ netChangeInCash: view.netChangeInCash, beginningCashPosition: null },
  }));

/**
 * The two nearest years and quarters that have not ended.
 * @param today `YYYY-MM-DD`
 */
export function estimateRows(head: RowHead, views: readonly AnalystEstimateView[], today: string) {
  const coming = (period: AnalystEstimateView['period']) =>
    views
      .filter((view) => view.period === period && view.periodDate >= today)
      .sort((a, b) => (a.periodDate < b.periodDate ? -1 : 1));
  const [year, nextYear] = coming('annual');
  const [quarter, nextQuarter] = coming('quarter');
  const periods = [
    { period: 'current_quarter' as const, view: quarter },
    { period: 'next_quarter' as const, view: nextQuarter },
    { period: 'current_year' as const, view: year },
    { period: 'next_year' as const, view: nextYear },
  ];
  return periods.flatMap(({ period, view }) => {
    if (!view) return [];
    const { revenue, earnings } = view;
    return {
      ...{ ...head, period, endDate: view.periodDate, revenueAvg: revenue.average, revenueLow: revenue.low },
      ...{ revenueHigh: revenue.high, revenueGrowth: null, epsAvg: earnings.average, epsLow: earnings.low },
      ...{ epsHigh: earnings.high, analystCount: earnings.analysts ?? revenue.analysts },
    };
  });
}

/** Holdings that have a symbol and a weight; of a symbol that is listed twice, the sum. @param day of a list without one */
export function holdingRows(head: RowHead, { asOf, holdings }: FundView, day: string) {
  const rows = new Map<string, ReturnType<typeof holdingRow>>();
  for (const holding of holdings) {
    const { symbol, weight } = holding;
    if (symbol === null || symbol === '' || weight === null || Math.abs(weight) > 10) continue;
    const before = rows.get(symbol);
    const row = holdingRow(head, asOf ?? day, { ...holding, symbol, weight });
    rows.set(symbol, before ? added(before, row) : row);
  }
  return [...rows.values()];
}

/** Weights of sectors from 0 to 1, by the names that profiles have for them. */
export function sectorRows(head: RowHead, { asOf, sectorWeights }: FundView, day: string, benchmarkCode: string) {
  const bySector = new Map<string, number>();
  for (const { sector, weight } of sectorWeights) {
    const name = sectorName(sector);
    if (name !== '' && weight >= 0 && weight <= 1) bySector.set(name, (bySector.get(name) ?? 0) + weight);
  }
  return [...bySector].map(([sector, weight]) => ({
    ...{ ...head, asOfDate: asOf ?? day, sector, benchmarkCode, weight: String(Math.min(1, weight)) },
    ...{ marketCap: null, numConstituents: null },
  }));
}

/** `consumer_cyclical` is Consumer Cyclical, and `realestate` two words. */
const sectorName = (sector: string): string =>
  sector === 'realestate'
    ? 'Real Estate'
    : sector
        .trim()
        .replace(/_/g, ' ')
        .replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

type Holding = FundView['holdings'][number] & { readonly symbol: string; readonly weight: number };

const holdingRow = (head: RowHead, asOfDate: string, { symbol, name, weight, shares, marketValue }: Holding) => ({
  ...{ ...head, asOfDate, holdingSymbol: symbol, holdingName: name, sector: null },
  ...{ weight: String(weight), shares, marketValue },
});

type HoldingRow = ReturnType<typeof holdingRow>;
const added = (one: HoldingRow, other: HoldingRow): HoldingRow => ({
  ...one,
  weight: new Decimal(one.weight).plus(other.weight).toFixed(),
  shares: sum(one.shares, other.shares),
  marketValue: sum(one.marketValue, other.marketValue),
});

/** Rows without a currency that is one are left out: nobody could say what their amounts are. One a period. */
function statementRows<View extends StatementHead, Figures extends object>(
  head: RowHead,
  views: readonly View[],
  figuresOf: (view: View) => Figures,
) {
  const known = new Set<string>();
  return views.flatMap((view) => {
    const { periodDate, period, fiscalYear: year, fiscalQuarter: quarter, currency } = view;
    const frequency: 'q' | 'a' = period === 'quarter' ? 'q' : 'a';
    const key = `${frequency} ${periodDate}`;
    if (currency === null || !CURRENCY.test(currency) || known.has(key)) return [];
    known.add(key);
    return {
      ...{ ...head, frequency, periodDate, currency },
      fiscalYear: year !== null && year >= 1900 && year <= 2200 ? year : null,
      fiscalQuarter: frequency === 'q' && quarter !== null && quarter >= 1 && quarter <= 4 ? quarter : null,
      ...figuresOf(view),
    };
  });
}

/** What is told of two parts; null when neither is. */
const sum = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : new Decimal(a).plus(b).toFixed();

const whole = (value: string | null): string | null => (value === null ? null : new Decimal(value).toFixed(0));
