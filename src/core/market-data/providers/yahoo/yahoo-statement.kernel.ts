import { dayIn, decimalIn, listIn, objectIn, textIn } from '../answer-value.kernel.js';
import {
  BALANCE_FIELDS,
  type BalanceSheetView,
  CASH_FLOW_FIELDS,
  type CashFlowView,
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

/** Our field to Yahoo's, where they are not the same but for the first letter. */
const NAMES: Readonly<Record<string, string>> = {
  sellingGeneralAndAdministrative: 'SellingGeneralAndAdministration',
  ebit: 'EBIT',
  ebitda: 'EBITDA',
  dilutedEps: 'DilutedEPS',
  basicEps: 'BasicEPS',
  depreciationAndAmortization: 'ReconciledDepreciation',
  shortTermInvestments: 'OtherShortTermInvestments',
  propertyPlantEquipment: 'NetPPE',
  intangibleAssets: 'OtherIntangibleAssets',
  totalLiabilities: 'TotalLiabilitiesNetMinorityInterest',
  shortTermDebt: 'CurrentDebt',
  totalEquity: 'StockholdersEquity',
  deferredIncomeTax: 'DeferredIncomeTax',
  capitalExpenditures: 'CapitalExpenditure',
  acquisitions: 'PurchaseOfBusiness',
  purchasesOfInvestments: 'PurchaseOfInvestment',
  salesOfInvestments: 'SaleOfInvestment',
  dividendsPaid: 'CashDividendsPaid',
  stockRepurchases: 'RepurchaseOfCapitalStock',
  debtIssuance: 'IssuanceOfDebt',
  debtRepayment: 'RepaymentOfDebt',
  netChangeInCash: 'ChangesInCash',
};

const nameOf = (field: string): string => NAMES[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
const prefixOf = (period: StatementPeriod): string => (period === 'annual' ? 'annual' : 'quarterly');

/** The series to ask `/ws/fundamentals-timeseries` for. */
export const seriesOf = (kind: StatementKind, period: StatementPeriod): string[] =>
  FIELDS[kind].map((field) => `${prefixOf(period)}${nameOf(field)}`);

/** One statement a period end, newest first. Null when it is no answer of the kind. */
export function readStatements<Kind extends StatementKind>(
  kind: Kind,
  symbol: string,
  period: StatementPeriod,
  answer: unknown,
): Statements[Kind][] | null {
  const { result } = objectIn(objectIn(answer).timeseries);
  if (!Array.isArray(result)) return null;
  const byDay = new Map<string, { currency: string | null; values: Map<string, string | null> }>();
  for (const entry of listIn(result).map(objectIn)) {
    const name = textIn(listIn(objectIn(entry.meta).type)[0]) ?? '';
    for (const point of listIn(entry[name]).map(objectIn)) {
      const day = dayIn(point.asOfDate);
      if (day === null) continue;
      const statement = byDay.get(day) ?? { currency: null, values: new Map<string, string | null>() };
      statement.values.set(name, decimalIn(point.reportedValue));
      statement.currency ??= textIn(point.currencyCode);
      byDay.set(day, statement);
    }
  }
  return [...byDay]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([periodDate, { currency, values }]) => {
      const amounts = FIELDS[kind].map((field) => [field, values.get(`${prefixOf(period)}${nameOf(field)}`) ?? null]);
      // Yahoo says the day alone: which fiscal year and quarter it ends is not guessed from it.
      const head = { symbol, periodDate, period, fiscalYear: null, fiscalQuarter: null, currency };
      return { ...head, ...Object.fromEntries(amounts) } as Statements[Kind];
    });
}
