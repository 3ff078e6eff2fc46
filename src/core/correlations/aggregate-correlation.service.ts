import { Injectable } from '@nestjs/common';
import { type Outcome, skipped } from '../../shared/outcome.js';
import { addSessions, CALENDAR_START, sessionIndex } from '../../shared/time/trading-calendar.kernel.js';
import { CalculationRunner } from '../calculations/calculation.runner.js';
import { type BookCorrelations, bookCorrelations } from '../calculations/correlation/book-correlations.kernel.js';
import { CORRELATION_RULES, CORRELATION_WINDOW } from '../calculations/correlation/correlation.calculation.js';
import { lastOf } from '../calculations/numeric/window.kernel.js';
import { type AggregateHoldings, AggregateService } from '../aggregate-analytics/aggregate.service.js';
import type { AggregateHolding } from '../aggregate-analytics/aggregate-view.js';

export interface AggregateCorrelations extends AggregateHoldings {
  readonly found: Outcome<BookCorrelations>;
}

/** What moves together over several portfolios: of their positions netted, not as an average of their figures. */
@Injectable()
export class AggregateCorrelationService {
  constructor(
    private readonly aggregates: AggregateService,
    private readonly calculations: CalculationRunner,
  ) {}

  /** @throws PortfolioNotFound for an id that is not this user's, MixedCurrencies */
  async find(userId: string, ids: readonly string[] | null, maxCount: number): Promise<AggregateCorrelations> {
    const aggregate = await this.aggregates.getHoldings(userId, ids);
    const { asOf } = aggregate;
    if (asOf === null) return { ...aggregate, found: skipped('not-computed-yet') };
    const holdings = byBearer(aggregate.holdings);
    const returns = await this.loadReturns(holdings, asOf);
    const sizes = Float64Array.from(holdings, ({ marketValue }) => marketValue);
    return { ...aggregate, holdings, found: bookCorrelations(sizes, returns, { ...CORRELATION_RULES, maxCount }) };
  }

  /** All NaN for what is no listed symbol. */
  private async loadReturns(holdings: readonly AggregateHolding[], asOf: string): Promise<Float64Array[]> {
    // One close more than returns.
    const from = sessionIndex(asOf) < CORRELATION_WINDOW ? CALENDAR_START : addSessions(asOf, -CORRELATION_WINDOW);
    const ofInstrument = new Map<string, Float64Array>();
    for (const dataset of new Set(holdings.map((holding) => holding.dataset))) {
      const listed = holdings.filter((holding) => holding.dataset === dataset && holding.investmentClass === 'PUBLIC');
      const ids = listed.map(({ instrumentId }) => instrumentId);
      const panel = await this.calculations.loadPrices(dataset, ids, from, asOf);
      for (const id of ids) {
        ofInstrument.set(id, lastOf(panel.returnsUpTo(id, asOf) ?? panel.noReturns(asOf), CORRELATION_WINDOW));
      }
    }
    const length = Math.max(0, ...[...ofInstrument.values()].map((series) => series.length));
    return holdings.map(
      ({ instrumentId }) => ofInstrument.get(instrumentId) ?? new Float64Array(length).fill(Number.NaN),
    );
  }
}

/**
 * By whose returns count: an option is netted with the shares of its underlying that its delta stands for. What portfolios
 * value by different datasets is one risk: the prices are those of the larger part.
 */
function byBearer(holdings: readonly AggregateHolding[]): readonly AggregateHolding[] {
  const netted = new Map<string, AggregateHolding>();
  for (const holding of holdings) {
    const known = netted.get(holding.bearerId) ?? bearerOf(holding);
    netted.set(holding.bearerId, { ...known, marketValue: known.marketValue + holding.exposure });
  }
  return [...netted.values()];
}

/** Nothing of it yet. What an option is on is listed. */
function bearerOf(holding: AggregateHolding): AggregateHolding {
  const { bearerId: instrumentId, bearerSymbol: symbol, investmentClass } = holding;
  const isOwn = instrumentId === holding.instrumentId;
  return { ...holding, instrumentId, symbol, investmentClass: isOwn ? investmentClass : 'PUBLIC', marketValue: 0 };
}
