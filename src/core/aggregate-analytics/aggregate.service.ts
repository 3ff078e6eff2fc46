import { Injectable } from '@nestjs/common';
import { type Outcome, skipped } from '../../shared/outcome.js';
import { asUser } from '../../shared/database/transactions.js';
import { addSessions, CALENDAR_START, sessionIndex } from '../../shared/time/trading-calendar.kernel.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import type { PricePanel } from '../calculations/price-panel.kernel.js';
import { type Covered, portfolioVolatility } from '../calculations/portfolio-risk/portfolio-risk.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { type SectorExposureView, SectorExposureService } from '../sector-exposure/sector-exposure.service.js';
import { totalValue } from './aggregate.kernel.js';
import { MixedCurrencies } from './aggregate.errors.js';
import { AggregateRepository } from './aggregate.repository.js';
import type { AggregateHolding, AggregatePortfolio } from './aggregate-view.js';

export interface Aggregate {
  readonly portfolios: readonly AggregatePortfolio[];
  /** The oldest of the sessions that the portfolios are valued at; null when none is. */
  readonly asOf: string | null;
  readonly netAssetValue: Outcome<number>;
}

export interface AggregateHoldings extends Aggregate {
  /** Largest first. */
  readonly holdings: readonly AggregateHolding[];
}

export interface AggregateSectors extends Aggregate {
  /** Null without any portfolio. */
  readonly sectors: SectorExposureView | null;
}

export interface AggregateVolatility extends Aggregate {
  readonly volatility21: Outcome<Covered<number>>;
  readonly volatility63: Outcome<Covered<number>>;
}

const WINDOWS = { short: 21, long: 63 } as const;
/** Closes that the longer window needs: one more than it has returns. */
const CLOSES = WINDOWS.long + 1;

/** Portfolios of a user taken as one: from their positions, not as averages of their figures. */
@Injectable()
export class AggregateService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: AggregateRepository,
    private readonly calculations: CalculationRunner,
    private readonly sectors: SectorExposureService,
  ) {}

  /** @throws PortfolioNotFound for an id that is not this user's, MixedCurrencies */
  getTotals(userId: string, ids: readonly string[] | null): Promise<Aggregate> {
    return this.tx.run(asUser(userId), () => this.load(userId, ids));
  }

  getHoldings(userId: string, ids: readonly string[] | null): Promise<AggregateHoldings> {
    return this.tx.run(asUser(userId), async () => {
      const aggregate = await this.load(userId, ids);
      const valued = aggregate.portfolios.filter(({ asOf }) => asOf !== null).map(({ id }) => id);
      const holdings = valued.length === 0 ? [] : await this.repository.listHoldings(userId, valued);
      return { ...aggregate, holdings };
    });
  }

  /** Each symbol of each portfolio in its sector, funds looked through. */
  async getSectors(userId: string, ids: readonly string[] | null): Promise<AggregateSectors> {
    const aggregate = await this.getTotals(userId, ids);
    const chosen = aggregate.portfolios.map(({ id }) => id);
    return { ...aggregate, sectors: await this.sectors.together(userId, chosen) };
  }

  /** By today's exposures over the sum of net asset values, held constant over the windows, as for a single portfolio. */
  async getVolatility(userId: string, ids: readonly string[] | null): Promise<AggregateVolatility> {
    const aggregate = await this.getHoldings(userId, ids);
    const { asOf, holdings, netAssetValue } = aggregate;
    if (asOf === null || !netAssetValue.ok) return refused(aggregate, skipped('not-computed-yet'));
    if (netAssetValue.value <= 0) return refused(aggregate, skipped('non-positive-equity'));
    const panels = await this.loadPanels(holdings, asOf);
    const weights = Float64Array.from(holdings, ({ exposure }) => exposure / netAssetValue.value);
    const returns = holdings.flatMap((holding) => {
      const panel = panels.get(holding.dataset);
      return panel
        ? [(moves(holding) ? panel.returnsUpTo(holding.bearerId, asOf) : null) ?? panel.noReturns(asOf)]
        : [];
    });
    return {
      ...aggregate,
      volatility21: portfolioVolatility(weights, returns, WINDOWS.short),
      volatility63: portfolioVolatility(weights, returns, WINDOWS.long),
    };
  }

  private async load(userId: string, ids: readonly string[] | null): Promise<Aggregate> {
    const portfolios = await this.repository.listPortfolios(userId, ids);
    const found = new Set(portfolios.map(({ id }) => id));
    const missing = ids?.find((id) => !found.has(id));
    if (missing !== undefined) throw new PortfolioNotFound(missing);
    const currencies = [...new Set(portfolios.map(({ currency }) => currency))].sort();
    if (currencies.length > 1) throw new MixedCurrencies(currencies);
    const [asOf = null] = portfolios.flatMap((portfolio) => portfolio.asOf ?? []).sort();
    return { portfolios, asOf, netAssetValue: totalValue(portfolios) };
  }

  /** Private assets have no prices of a day. */
  private async loadPanels(holdings: readonly AggregateHolding[], asOf: string): Promise<Map<string, PricePanel>> {
    const from = sessionIndex(asOf) < CLOSES ? CALENDAR_START : addSessions(asOf, 1 - CLOSES);
    const panels = new Map<string, PricePanel>();
    for (const dataset of new Set(holdings.map((holding) => holding.dataset))) {
      const own = holdings.filter((holding) => holding.dataset === dataset && moves(holding));
      const ids = [...new Set(own.map(({ bearerId }) => bearerId))];
      panels.set(dataset, await this.calculations.loadPrices(dataset, ids, from, asOf));
    }
    return panels;
  }
}

/** An option without Greeks has prices, but no returns that a window could be made of. */
const moves = ({ investmentClass, bearerId, instrumentId }: AggregateHolding): boolean =>
  investmentClass === 'PUBLIC' || (investmentClass === 'OPTIONS' && bearerId !== instrumentId);

const refused = (aggregate: Aggregate, why: Outcome<never>): AggregateVolatility => ({
  ...aggregate,
  volatility21: why,
  volatility63: why,
});
