import { sessionOnOrAfter } from '../../../shared/time/trading-calendar.kernel.js';
import type { Frequency } from '../frequency.kernel.js';
import {
  fiscalQuarterOf,
  fiscalYearOf,
  quarterEnd,
  quarterOf,
  type SimulatedQuarter,
} from './simulated-quarters.kernel.js';

/** Calendar days from the end of a quarter to its report. */
const REPORT_DAYS = 30;
const MILLISECONDS_A_DAY = 86_400_000;
const QUARTERS_SHOWN = 8;
const YEARS_SHOWN = 4;
/** Diluted over basic shares. */
const DILUTION = 1.01;

/** The session on which a quarter is reported. */
export function reportSession(quarter: number): string {
  const day = new Date(Date.parse(`${quarterEnd(quarter)}T00:00:00Z`) + REPORT_DAYS * MILLISECONDS_A_DAY);
  return sessionOnOrAfter(day.toISOString().slice(0, 10));
}

/** The newest quarter that is reported on a day. */
export function lastReported(day: string): number {
  let quarter = quarterOf(day) - 1;
  while (reportSession(quarter) > day) quarter -= 1;
  return quarter;
}

/** A quarter or a year, as the three statements show it. Texts are exact USD. */
export interface SimulatedPeriod {
  readonly period: {
    readonly frequency: Frequency;
    readonly periodDate: string;
    readonly fiscalYear: number;
    readonly fiscalQuarter: number | null;
    readonly currency: string;
  };
  /** When it was reported. */
  readonly session: string;
  readonly income: ReturnType<typeof incomeOf>;
  readonly balance: ReturnType<typeof balanceOf>;
  readonly cash: ReturnType<typeof cashOf>;
}

/**
 * The last eight quarters and the last four whole years of a company's books. A year's flows are the sums of its
 * quarters, its balance sheet that of the last one.
 *
 * @param quarters consecutive, oldest first; 16 at least for four whole years whenever they end
 * @param shares millions
 */
export function simulatedPeriods(quarters: readonly SimulatedQuarter[], shares: number): SimulatedPeriod[] {
  const single = quarters.slice(-QUARTERS_SHOWN).map((one) => periodOf([one], 'q', shares));
  const years = new Map<number, SimulatedQuarter[]>();
  for (const one of quarters) {
    const year = fiscalYearOf(one.quarter);
    years.set(year, [...(years.get(year) ?? []), one]);
  }
  const whole = [...years.values()].filter(({ length }) => length === 4).slice(-YEARS_SHOWN);
  return [...single, ...whole.map((year) => periodOf(year, 'a', shares))];
}

function periodOf(quarters: readonly SimulatedQuarter[], frequency: Frequency, shares: number): SimulatedPeriod {
  const last = quarters.at(-1);
  const first = quarters[0];
  if (!last || !first) throw new RangeError('a period has quarters');
  return {
    period: {
      frequency,
      periodDate: quarterEnd(last.quarter),
      fiscalYear: fiscalYearOf(last.quarter),
      fiscalQuarter: frequency === 'q' ? fiscalQuarterOf(last.quarter) : null,
      currency: 'USD',
    },
    session: reportSession(last.quarter),
    income: incomeOf(quarters, shares),
    balance: balanceOf(last),
    cash: cashOf(quarters, first.beginningCash),
  };
}

/** Thousands to USD. */
const usd = (thousands: number): string => String(thousands * 1000);

type Flow = Exclude<keyof SimulatedQuarter, 'balance' | 'costOfRevenue' | 'quarter'>;
const total = (quarters: readonly SimulatedQuarter[], flow: Flow): number =>
  quarters.reduce((sum, quarter) => sum + quarter[flow], 0);

function incomeOf(quarters: readonly SimulatedQuarter[], millions: number) {
  const sum = (flow: Flow): number => total(quarters, flow);
  const hasCost = quarters.every(({ costOfRevenue }) => costOfRevenue !== null);
  const cost = quarters.reduce((all, { costOfRevenue }) => all + (costOfRevenue ?? 0), 0);
  const shares = Math.round(millions * 1_000_000);
  const diluted = Math.round(shares * DILUTION);
  const net = sum('netIncome') * 1000;
  return {
    totalRevenue: usd(sum('revenue')),
    costOfRevenue: hasCost ? usd(cost) : null,
    grossProfit: hasCost ? usd(sum('revenue') - cost) : null,
    researchAndDevelopment: sum('research') === 0 ? null : usd(sum('research')),
    sellingGeneralAndAdministrative: usd(sum('selling')),
    operatingIncome: usd(sum('operatingIncome')),
    ebit: usd(sum('operatingIncome')),
    ebitda: usd(sum('operatingIncome') + sum('depreciation')),
    netIncome: usd(sum('netIncome')),
    dilutedEps: (net / diluted).toFixed(4),
    basicEps: (net / shares).toFixed(4),
    basicAverageShares: String(shares),
    dilutedAverageShares: String(diluted),
    taxProvision: usd(sum('tax')),
    interestExpense: usd(sum('interest')),
    depreciationAndAmortization: usd(sum('depreciation')),
  };
}

/** A tenth of the debt falls due within a year. */
const SHORT_TERM = 0.1;

function balanceOf({ balance }: SimulatedQuarter) {
  const { cash, shortTermInvestments, receivables, inventory, property, intangibles } = balance;
  const current = cash + shortTermInvestments + receivables + inventory;
  const shortTermDebt = Math.round(balance.debt * SHORT_TERM);
  return {
    totalAssets: usd(current + property + intangibles),
    currentAssets: usd(current),
    cashAndCashEquivalents: usd(cash),
    shortTermInvestments: usd(shortTermInvestments),
    accountsReceivable: usd(receivables),
    inventory: usd(inventory),
    propertyPlantEquipment: usd(property),
    intangibleAssets: usd(intangibles),
    totalLiabilities: usd(balance.payables + balance.debt),
    currentLiabilities: usd(balance.payables + shortTermDebt),
    accountsPayable: usd(balance.payables),
    shortTermDebt: usd(shortTermDebt),
    longTermDebt: usd(balance.debt - shortTermDebt),
    totalDebt: usd(balance.debt),
    totalStockholdersEquity: usd(balance.commonStock + balance.retainedEarnings),
    retainedEarnings: usd(balance.retainedEarnings),
    commonStock: usd(balance.commonStock),
  };
}

function cashOf(quarters: readonly SimulatedQuarter[], beginningCash: number) {
  const sum = (flow: Flow): number => total(quarters, flow);
  const operating = sum('netIncome') + sum('depreciation') + sum('stockCompensation') + sum('workingCapitalChange');
  const investing = -sum('capex') - sum('investments');
  const financing = sum('debtIssued') - sum('dividends') - sum('repurchases');
  return {
    operatingCashFlow: usd(operating),
    depreciationAndAmortization: usd(sum('depreciation')),
    stockBasedCompensation: usd(sum('stockCompensation')),
    changeInWorkingCapital: usd(sum('workingCapitalChange')),
    investingCashFlow: usd(investing),
    capitalExpenditures: usd(-sum('capex')),
    acquisitions: usd(0),
    purchasesOfInvestments: usd(-sum('investments')),
    financingCashFlow: usd(financing),
    dividendsPaid: usd(-sum('dividends')),
    stockRepurchases: usd(-sum('repurchases')),
    debtIssuanceRepayment: usd(sum('debtIssued')),
    netChangeInCash: usd(operating + investing + financing),
    beginningCashPosition: usd(beginningCash),
  };
}
