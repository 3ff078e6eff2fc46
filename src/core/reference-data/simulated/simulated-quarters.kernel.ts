import { standardNormal } from '../../market-data/simulated/simulated-random.kernel.js';
import type { SimulatedCompany } from './simulated-company.kernel.js';

/** Calendar quarters counted from year 0; every fiscal year of the simulated market is a calendar year. */
export const quarterOf = (day: string): number =>
  Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);

export const fiscalYearOf = (quarter: number): number => Math.floor(quarter / 4);

/** 1 to 4. */
export const fiscalQuarterOf = (quarter: number): number => (quarter % 4) + 1;

const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'];

/** Last day of a quarter. */
export const quarterEnd = (quarter: number): string => `${fiscalYearOf(quarter)}-${LAST_DAYS[quarter % 4] ?? ''}`;

/** One quarter of a company, in whole thousands of USD, so that sums are exact. Money that leaves is positive here. */
export interface SimulatedQuarter {
  readonly quarter: number;
  readonly revenue: number;
  readonly costOfRevenue: number | null;
  readonly research: number;
  readonly selling: number;
  readonly operatingIncome: number;
  readonly depreciation: number;
  readonly interest: number;
  readonly tax: number;
  readonly netIncome: number;
  readonly stockCompensation: number;
  readonly workingCapitalChange: number;
  readonly capex: number;
  readonly investments: number;
  readonly dividends: number;
  readonly repurchases: number;
  readonly debtIssued: number;
  readonly beginningCash: number;
  /** At the end of the quarter. */
  readonly balance: Balance;
}

interface Balance {
  readonly cash: number;
  readonly shortTermInvestments: number;
  readonly receivables: number;
  readonly inventory: number;
  readonly property: number;
  readonly intangibles: number;
  readonly payables: number;
  readonly debt: number;
  readonly commonStock: number;
  readonly retainedEarnings: number;
}

/** Quarters before the anchor at which the books are opened: four full years and a half are known at any later day. */
export const OPENING_QUARTERS = 24;
/** Of a quarter's revenue, or of a year's where it is a stock. */
const DEPRECIATION = 0.035;
const CAPEX = 0.045;
const STOCK_COMPENSATION = 0.015;
const INVESTMENTS = 0.005;
const DEBT = 0.3;
const CASH_FLOOR = 0.1;
const INTEREST_A_QUARTER = 0.011;
const TAX = 0.2;
const SEASON = [-0.04, -0.01, 0, 0.05];
const NOISE = 0.015;

const whole = Math.round;

/** Revenue of a quarter as the trend has it, without season and chance. Thousands of USD. */
export const trendRevenue = ({ revenue, growth }: SimulatedCompany, anchorQuarter: number, quarter: number): number =>
  ((revenue * 1000) / 4) * (1 + growth) ** ((quarter - anchorQuarter) / 4);

/** Net income of a quarter as the trend has it. Thousands of USD. */
export function trendNetIncome(company: SimulatedCompany, anchorQuarter: number, quarter: number): number {
  const revenue = trendRevenue(company, anchorQuarter, quarter);
  const pretax = revenue * (company.operatingMargin - 4 * DEBT * INTEREST_A_QUARTER);
  return pretax - Math.max(pretax, 0) * TAX;
}

/**
 * The books of a company from OPENING_QUARTERS before the anchor up to a quarter, one after the other: what a quarter
 * earns and spends moves its balance sheet, so that assets are liabilities and equity at every end, and the change in
 * cash is the sum of the three cash flows. A pure function: a longer list begins with a shorter one.
 *
 * @param seed of the simulated market
 * @param anchorQuarter the quarter of its anchor date
 * @throws RangeError when `last` is before the books are opened
 */
export function simulatedQuarters(
  company: SimulatedCompany,
  seed: number,
  anchorQuarter: number,
  last: number,
): SimulatedQuarter[] {
  const first = anchorQuarter - OPENING_QUARTERS;
  if (last < first) throw new RangeError(`the books of ${company.symbol} are opened later`);
  const quarters: SimulatedQuarter[] = [];
  let balance = openingBalance(company, anchorQuarter, first - 1);
  for (let quarter = first; quarter <= last; quarter += 1) {
    const next = follow(company, { seed, anchorQuarter, quarter }, balance);
    quarters.push(next);
    balance = next.balance;
  }
  return quarters;
}

function openingBalance(company: SimulatedCompany, anchorQuarter: number, quarter: number): Balance {
  const trend = trendRevenue(company, anchorQuarter, quarter);
  const cost = trend * (1 - (company.grossMargin ?? 1));
  const assets = {
    cash: whole(trend * 1.2),
    shortTermInvestments: whole(trend * 0.3),
    receivables: whole(trend * 0.45),
    inventory: whole(cost * 0.4),
    property: whole(trend * 2),
    intangibles: whole(trend * 0.6),
  };
  const payables = whole(trend * 0.3);
  const debt = whole(trend * 4 * DEBT);
  const equity = Object.values(assets).reduce((sum, one) => sum + one, 0) - payables - debt;
  const retainedEarnings = whole(equity * 0.6);
  return { ...assets, payables, debt, retainedEarnings, commonStock: equity - retainedEarnings };
}

interface Moment {
  readonly seed: number;
  readonly anchorQuarter: number;
  readonly quarter: number;
}

function follow(
  company: SimulatedCompany,
  { seed, anchorQuarter, quarter }: Moment,
  before: Balance,
): SimulatedQuarter {
  const chance = (what: string): number => standardNormal(seed, `${company.symbol} ${what}`, String(quarter));
  const trend = trendRevenue(company, anchorQuarter, quarter);
  const revenue = whole(trend * (1 + (SEASON[quarter % 4] ?? 0) + NOISE * chance('revenue')));
  const margin = company.operatingMargin + 0.04 * company.operatingMargin * chance('margin');
  const costOfRevenue = company.grossMargin === null ? null : whole(revenue * (1 - company.grossMargin));
  const operatingIncome = whole(revenue * margin);
  const research = whole(revenue * company.research);
  const interest = whole(before.debt * INTEREST_A_QUARTER);
  const pretax = operatingIncome - interest;
  const tax = whole(Math.max(pretax, 0) * TAX);
  const netIncome = pretax - tax;
  const depreciation = whole(revenue * DEPRECIATION);
  const stockCompensation = whole(revenue * STOCK_COMPENSATION);
  const receivables = whole(trend * 0.45);
  const inventory = whole((costOfRevenue ?? 0) * 0.4);
  const payables = whole(trend * 0.3);
  const workingCapitalChange =
    before.receivables - receivables + (before.inventory - inventory) + (payables - before.payables);
  const capex = whole(revenue * CAPEX);
  const investments = whole(revenue * INVESTMENTS);
  const dividends = whole(Math.max(netIncome, 0) * company.payout);
  const repurchases = whole(Math.max(netIncome, 0) * company.buyback);
  const wanted = whole(trend * 4 * DEBT) - before.debt;
  const ownFunds =
    before.cash + netIncome + depreciation + stockCompensation + workingCapitalChange - capex - investments;
  const short = whole(trend * 4 * CASH_FLOOR) - (ownFunds - dividends - repurchases + wanted);
  // Who would run out of cash borrows.
  const debtIssued = wanted + Math.max(short, 0);
  return {
    ...{ quarter, revenue, costOfRevenue, research, operatingIncome, depreciation, interest, tax, netIncome },
    selling: revenue - (costOfRevenue ?? 0) - research - operatingIncome,
    ...{ stockCompensation, workingCapitalChange, capex, investments, dividends, repurchases, debtIssued },
    beginningCash: before.cash,
    balance: {
      cash: ownFunds - dividends - repurchases + debtIssued,
      shortTermInvestments: before.shortTermInvestments + investments,
      ...{ receivables, inventory, payables },
      property: before.property + capex - depreciation,
      intangibles: before.intangibles,
      debt: before.debt + debtIssued,
      commonStock: before.commonStock + stockCompensation,
      retainedEarnings: before.retainedEarnings + netIncome - dividends - repurchases,
    },
  };
}
