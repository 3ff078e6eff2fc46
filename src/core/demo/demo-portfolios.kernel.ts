import { Decimal } from 'decimal.js';
import { FAMILY_OFFICE_PRIVATE_PORTFOLIO, FAMILY_OFFICE_PUBLIC_PORTFOLIO } from './demo-family-office.kernel.js';
import { HEDGE_FUND_PORTFOLIO } from './demo-hedge-fund.kernel.js';
import { HNW_PORTFOLIO } from './demo-hnw.kernel.js';
import type { DemoHolding, DemoPortfolio } from './demo-holding.kernel.js';
import { INDIVIDUAL_PORTFOLIO } from './demo-individual.kernel.js';

export interface DemoUser {
  readonly email: string;
  readonly fullName: string;
  readonly portfolios: readonly DemoPortfolio[];
}

/** The people of the demo, in the order in which they are seeded. */
export const DEMO_USERS: readonly DemoUser[] = [
  {
    email: 'demo_individual@sigmasight.com',
    fullName: 'Demo Individual Investor',
    portfolios: [INDIVIDUAL_PORTFOLIO],
  },
  {
    email: 'demo_hnw@sigmasight.com',
    fullName: 'Demo High Net Worth Investor',
    portfolios: [HNW_PORTFOLIO],
  },
  {
    email: 'demo_hedgefundstyle@sigmasight.com',
    fullName: 'Demo Hedge Fund Style Investor',
    portfolios: [HEDGE_FUND_PORTFOLIO],
  },
  {
    email: 'demo_familyoffice@sigmasight.com',
    fullName: 'Demo Family Office',
    portfolios: [FAMILY_OFFICE_PUBLIC_PORTFOLIO, FAMILY_OFFICE_PRIVATE_PORTFOLIO],
  },
];

export interface DemoLot extends DemoHolding {
  readonly entryDate: string;
  /** Quantity × entry price, USD, not rounded. */
  readonly cost: string;
}

/** A portfolio as it stands at the close of its entry date. Amounts are USD as text, not rounded. */
export interface DemoPortfolioBook extends Omit<DemoPortfolio, 'holdings'> {
  readonly lots: readonly DemoLot[];
  /** Sum of the lots' costs; what is sold short brings money in. */
  readonly cost: string;
  /** What is left of the deposit: equity balance - cost. So net asset value on the entry date is the equity balance. */
  readonly openingCash: string;
}

/**
 * The books of a demo user, with every holding bought on one date at its entry price.
 *
 * @param entryDate a trading day `YYYY-MM-DD`; also the anchor date of the simulated prices
 */
export const demoBook = (user: DemoUser, entryDate: string): DemoPortfolioBook[] =>
  user.portfolios.map((portfolio) => portfolioBook(portfolio, entryDate));

function portfolioBook({ holdings, ...portfolio }: DemoPortfolio, entryDate: string): DemoPortfolioBook {
  const lots = holdings.map((holding) => ({ ...holding, entryDate, cost: costOf(holding).toFixed() }));
  const cost = Decimal.sum(0, ...holdings.map(costOf));
  const openingCash = new Decimal(portfolio.equityBalance).minus(cost);
  return { ...portfolio, lots, cost: cost.toFixed(), openingCash: openingCash.toFixed() };
}

const costOf = ({ quantity, entryPrice }: DemoHolding): Decimal => new Decimal(quantity).times(entryPrice);
