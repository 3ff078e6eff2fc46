import {
  dayIn,
  decimalIn,
  flagIn,
  type Json,
  listIn,
  numberIn,
  objectIn,
  textIn,
  wholeIn,
} from '../answer-value.kernel.js';
import {
  type AnalystEstimateView,
  BALANCE_FIELDS,
  type BalanceSheetView,
  CASH_FLOW_FIELDS,
  type CashFlowView,
  type CompanyProfileView,
  type EstimateRange,
  type FundView,
  INCOME_FIELDS,
  type IncomeStatementView,
  type StatementPeriod,
} from '../provider-view.kernel.js';

interface Statements {
  readonly income: IncomeStatementView;
  readonly balance: BalanceSheetView;
  readonly 'cash-flow': CashFlowView;
}
export type StatementKind = keyof Statements;

const FIELDS = { income: INCOME_FIELDS, balance: BALANCE_FIELDS, 'cash-flow': CASH_FLOW_FIELDS } as const;

/** Our field to FMP's, where they differ. */
const NAMES: Readonly<Record<string, string>> = {
  totalRevenue: 'revenue',
  researchAndDevelopment: 'researchAndDevelopmentExpenses',
  sellingGeneralAndAdministrative: 'sellingGeneralAndAdministrativeExpenses',
  dilutedEps: 'epsDiluted',
  basicEps: 'eps',
  basicAverageShares: 'weightedAverageShsOut',
  dilutedAverageShares: 'weightedAverageShsOutDil',
  taxProvision: 'incomeTaxExpense',
  currentAssets: 'totalCurrentAssets',
  accountsReceivable: 'netReceivables',
  propertyPlantEquipment: 'propertyPlantEquipmentNet',
  currentLiabilities: 'totalCurrentLiabilities',
  accountsPayable: 'accountPayables',
  totalEquity: 'totalStockholdersEquity',
  operatingCashFlow: 'netCashProvidedByOperatingActivities',
  investingCashFlow: 'netCashProvidedByInvestingActivities',
  capitalExpenditures: 'capitalExpenditure',
  acquisitions: 'acquisitionsNet',
  salesOfInvestments: 'salesMaturitiesOfInvestments',
  financingCashFlow: 'netCashProvidedByFinancingActivities',
  dividendsPaid: 'netDividendsPaid',
  stockRepurchases: 'commonStockRepurchased',
  // It nets what was borrowed and what was paid back, which is neither of the two.
  debtIssuance: '',
  debtRepayment: '',
};

export function readFmpProfile(symbol: string, answer: unknown): CompanyProfileView | null {
  const [row] = listIn(answer);
  if (row === undefined) return null;
  const company = objectIn(row);
  const [low, high] = (textIn(company.range) ?? '').split('-');
  const [price, dividend] = [numberIn(company.price), numberIn(company.lastDividend)];
  return {
    symbol,
    name: textIn(company.companyName),
    sector: textIn(company.sector),
    industry: textIn(company.industry),
    exchange: textIn(company.exchange),
    country: textIn(company.country),
    currency: textIn(company.currency),
    description: textIn(company.description),
    website: textIn(company.website),
    ceo: textIn(company.ceo),
    employees: wholeIn(company.fullTimeEmployees),
    isEtf: flagIn(company.isEtf),
    isFund: flagIn(company.isFund),
    marketCap: decimalIn(company.marketCap),
    dividendYield: price === null || dividend === null || price <= 0 ? null : dividend / price,
    beta: numberIn(company.beta),
    week52High: decimalIn(high),
    week52Low: decimalIn(low),
    ...NOT_TOLD,
  };
}

/** FMP has these behind further services, or not at all. */
const NOT_TOLD = {
  trailingPe: null,
  forwardPe: null,
  targetMeanPrice: null,
  targetHighPrice: null,
  targetLowPrice: null,
  analystOpinions: null,
  recommendationMean: null,
  recommendation: null,
  earningsGrowth: null,
  revenueGrowth: null,
  profitMargin: null,
  operatingMargin: null,
  grossMargin: null,
  returnOnAssets: null,
  returnOnEquity: null,
  totalRevenue: null,
  nextEarningsDate: null,
} as const;

/** Newest first; null when the answer is no list. */
export function readFmpStatements<Kind extends StatementKind>(
  kind: Kind,
  symbol: string,
  period: StatementPeriod,
  answer: unknown,
): Statements[Kind][] | null {
  if (!Array.isArray(answer)) return null;
  return listIn(answer)
    .map(objectIn)
    .flatMap((row) => {
      const periodDate = dayIn(row.date);
      if (periodDate === null) return [];
      const head = {
        ...{ symbol, periodDate, period },
        fiscalYear: wholeIn(row.fiscalYear),
        fiscalQuarter: wholeIn(/^Q([1-4])$/.exec(textIn(row.period) ?? '')?.[1]),
        currency: textIn(row.reportedCurrency),
      };
      const amounts = FIELDS[kind].map((field) => [field, decimalIn(row[NAMES[field] ?? field])]);
      return [{ ...head, ...Object.fromEntries(amounts) } as Statements[Kind]];
    })
    .sort((a, b) => (a.periodDate < b.periodDate ? 1 : -1));
}

/** Ascending; null when the answer is no list. */
export function readFmpEstimates(
  symbol: string,
  period: StatementPeriod,
  answer: unknown,
): AnalystEstimateView[] | null {
  if (!Array.isArray(answer)) return null;
  return listIn(answer)
    .map(objectIn)
    .flatMap((row): AnalystEstimateView[] => {
      const periodDate = dayIn(row.date);
      const estimate = { revenue: rangeOf(row, 'revenue', 'Revenue'), earnings: rangeOf(row, 'eps', 'Eps') };
      return periodDate === null ? [] : [{ symbol, periodDate, period, currency: null, ...estimate, growth: null }];
    })
    .sort((a, b) => (a.periodDate < b.periodDate ? -1 : 1));
}

const rangeOf = (row: Json, name: string, counted: string): EstimateRange => ({
  average: decimalIn(row[`${name}Avg`]),
  low: decimalIn(row[`${name}Low`]),
  high: decimalIn(row[`${name}High`]),
  analysts: wholeIn(row[`numAnalysts${counted}`]),
});

/** Weights of FMP are percentages. Null when either answer is no list. */
export function readFmpFund(symbol: string, holdings: unknown, sectors: unknown): FundView | null {
  if (!Array.isArray(holdings) || !Array.isArray(sectors)) return null;
  const rows = listIn(holdings).map(objectIn);
  const ratio = (value: unknown): number | null => {
    const percent = numberIn(value);
    return percent === null ? null : percent / 100;
  };
  return {
    symbol,
    asOf: dayIn(rows[0]?.updatedAt),
    holdings: rows
      .map((row) => ({
        symbol: textIn(row.asset),
        name: textIn(row.name),
        weight: ratio(row.weightPercentage),
        shares: decimalIn(row.sharesNumber),
        marketValue: decimalIn(row.marketValue),
      }))
      .sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0)),
    sectorWeights: listIn(sectors)
      .map(objectIn)
      .flatMap((row) => {
        const [sector, weight] = [textIn(row.sector), ratio(row.weightPercentage)];
        return sector === null || weight === null ? [] : [{ sector, weight }];
      }),
  };
}
