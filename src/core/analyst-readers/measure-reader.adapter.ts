import { Injectable } from '@nestjs/common';
import {
  type ContributionView,
  type CorrelationView,
  type FactorView,
  type ForecastView,
  type MeasureReader,
  type RatioView,
  type ValueAtRiskView,
} from '../../contracts/measure-reader.js';
import { type Figure } from '../../contracts/risk-reader.js';
import { type Outcome, reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { CorrelationService } from '../correlations/correlation.service.js';
import type { CorrelationsView } from '../correlations/correlation-view.js';
import type { FactorFigure } from '../factor-exposures/factor-exposure-view.js';
import { FactorExposureService } from '../factor-exposures/factor-exposure.service.js';
import { measureOf } from '../risk-measures/measure-parts.dto.js';
import type { MeasuresView } from '../risk-measures/risk-measure-view.js';
import { RiskMeasureService } from '../risk-measures/risk-measure.service.js';
import { figureOf, orNull } from './reader-figures.js';

const VAR_METHOD =
  'Historical simulation: the daily returns that the weights of the session would have had over the last 252 sessions, options revalued at each; ' +
  'expected shortfall is the mean of the losses beyond; the backtest is that of Kupiec.';
const CONTRIBUTION_METHOD =
  'Each weight times its covariance with the portfolio, over the variance of the portfolio; the covariance of the last year, shrunk.';
const FACTOR_METHOD =
  'Regressions of daily returns on the returns of factor funds over the last 252 sessions: six styles jointly, by a ridge, and four long-short spreads beside the market; market beta over 90 sessions. Options count by their delta.';
const RATIO_METHOD =
  'From the daily returns that the portfolio really made, with a risk-free rate of zero, annualised.';
const FORECAST_METHOD =
  'From the daily returns that the weights of the session would have had: a heterogeneous autoregression, a GARCH model of first order, and an exponentially weighted average.';
const CORRELATION_METHOD =
  'Pearson correlations of daily returns over the last 90 sessions, options by what they are written on; groups are what correlates at a threshold of 0.7 or more.';

/** In every model, beside market beta. */
const MARKET = 'Market';
const WHOLE_SPAN = { from: null, to: null } as const;
const LISTED_CONTRIBUTIONS = 10;
const LISTED_PAIRS = 10;
const LISTED_GROUPS = 10;
const LISTED_MEMBERS = 20;

@Injectable()
export class MeasureReaderAdapter implements MeasureReader {
  constructor(
    private readonly measures: RiskMeasureService,
    private readonly correlating: CorrelationService,
    private readonly factoring: FactorExposureService,
  ) {}

  async valueAtRisk(userId: string, portfolioId: string): Promise<ValueAtRiskView | null> {
    const view = await orNull(this.measures.find(userId, portfolioId));
    if (view === null) return null;
    const asked = { measure: 'historical_var_95', confidence: 0.95, span: WHOLE_SPAN };
    const { test, breaches } = await this.measures.findBacktest(userId, portfolioId, asked);
    const found = valueOrNull(test);
    return {
      ...{ portfolioId, asOf: view.asOf, method: VAR_METHOD },
      netAssetValue: figureOf(view.netAssetValue, null),
      valueAtRisk95: stored(view, 'historical_var_95'),
      valueAtRisk99: stored(view, 'historical_var_99'),
      expectedShortfall95: stored(view, 'historical_cvar_95'),
      expectedShortfall99: stored(view, 'historical_cvar_99'),
      backtest: {
        sessions: found?.observations ?? 0,
        breaches: figureOf(found?.breaches ?? null, reasonOrNull(test)),
        expectedBreaches: figureOf(found?.expectedBreaches ?? null, reasonOrNull(test)),
        pValue: figureOf(found?.pValue ?? null, reasonOrNull(test)),
        lastBreach: breaches[0]?.date ?? null,
      },
    };
  }

  async contributions(userId: string, portfolioId: string): Promise<ContributionView | null> {
    const page = { limit: LISTED_CONTRIBUTIONS, offset: 0 };
    const view = await orNull(this.measures.findContributions(userId, portfolioId, page));
    if (view === null) return null;
    const volatility = stored(view, 'shrunk_volatility');
    const whole = volatility.value;
    return {
      ...{ portfolioId, asOf: view.asOf, method: CONTRIBUTION_METHOD, volatility, symbolCount: view.total },
      diversificationRatio: stored(view, 'diversification_ratio'),
      effectiveBets: stored(view, 'effective_bets'),
      largest: view.contributions.map(({ symbol, weight, volatility: part, reason }) => ({
        ...{ symbol, weight },
        riskShare: figureOf(part === null || whole === null || whole === 0 ? null : part / whole, reason),
      })),
    };
  }

  async ratios(userId: string, portfolioId: string): Promise<RatioView | null> {
    const view = await orNull(this.measures.findRatios(userId, portfolioId, WHOLE_SPAN));
    if (view === null) return null;
    const { ratios, newest, from, to, observations } = view;
    const of = (outcome: Outcome<number>): Figure => figureOf(valueOrNull(outcome), reasonOrNull(outcome));
    return {
      ...{ portfolioId, asOf: newest.asOf, method: RATIO_METHOD, from, to, sessions: observations },
      ...{ sharpe: of(ratios.sharpe_ratio), sortino: of(ratios.sortino_ratio), calmar: of(ratios.calmar_ratio) },
      ...{ maxDrawdown: of(ratios.max_drawdown), currentDrawdown: of(ratios.current_drawdown) },
    };
  }

  async factors(userId: string, portfolioId: string): Promise<FactorView | null> {
    const view = await orNull(this.factoring.find(userId, portfolioId));
    if (view === null) return null;
    const { figures, reasons } = view;
    const missing = reasons['portfolio-factors'] ?? null;
    const rate = figures.find(({ model, factor }) => model === 'rate' && factor !== MARKET);
    const listed = (['style', 'spread'] as const).flatMap((kind) =>
      figures
        .filter(({ model, factor }) => model === kind && factor !== MARKET)
        .map(({ factor, exposure, dollarExposure, reason }) => ({
          ...{ factor, kind, exposure: figureOf(exposure, reason), dollarExposure: figureOf(dollarExposure, reason) },
        })),
    );
    return {
      ...{ portfolioId, asOf: view.asOf, method: FACTOR_METHOD, factors: listed, sessions: fewest(figures) },
      marketBeta: figureOf(view.marketBeta, reasons['beta_calculated_90d'] ?? null),
      interestRateBeta: figureOf(rate?.exposure ?? null, rate?.reason ?? missing),
    };
  }

  async forecasts(userId: string, portfolioId: string): Promise<ForecastView | null> {
    const view = await orNull(this.measures.find(userId, portfolioId));
    if (view === null) return null;
    return {
      ...{ portfolioId, asOf: view.asOf, method: FORECAST_METHOD },
      expected21d: stored(view, 'expected_volatility_21d'),
      garch21d: stored(view, 'garch_volatility_21d'),
      ewma: stored(view, 'ewma_volatility'),
      percentile: stored(view, 'volatility_percentile'),
    };
  }

  async correlations(userId: string, portfolioId: string, symbols: readonly string[]): Promise<CorrelationView | null> {
    const [view, grouped] = await Promise.all([
      orNull(this.correlating.find(userId, portfolioId)),
      orNull(this.correlating.findClusters(userId, portfolioId)),
    ]);
    if (view === null || grouped === null) return null;
    const reason = view.found?.reason ?? view.reasons['correlation'] ?? null;
    return {
      ...{ portfolioId, asOf: view.asOf, method: CORRELATION_METHOD },
      average: figureOf(view.found?.average ?? null, reason),
      groups: grouped.clusters.slice(0, LISTED_GROUPS).map(({ members, averageCorrelation, grossShare }) => ({
        symbols: members.slice(0, LISTED_MEMBERS).map(({ symbol }) => symbol),
        ...{ averageCorrelation, share: grossShare },
      })),
      pairs: pairsOf(view, symbols),
    };
  }
}

const fewest = (figures: readonly FactorFigure[]): number | null =>
  figures.length === 0 ? null : Math.min(...figures.map(({ observations }) => observations));

function stored(view: MeasuresView, name: string): Figure {
  const { value, reason } = measureOf(view, name);
  return figureOf(value, reason);
}

/** Of two or more symbols the pairs among them, of one those with it, of none all. */
function pairsOf({ found }: CorrelationsView, asked: readonly string[]): CorrelationView['pairs'] {
  if (found === null || found.reason !== null) return [];
  const pairs: { first: string; second: string; correlation: number }[] = [];
  let place = 0;
  for (const [i, first] of found.symbols.entries()) {
    for (const second of found.symbols.slice(i + 1)) {
      const correlation = found.correlations[place++] ?? Number.NaN;
      const named = [first, second].filter((symbol) => asked.includes(symbol)).length;
      if (!Number.isFinite(correlation) || named < Math.min(asked.length, 2)) continue;
      pairs.push({ first, second, correlation });
    }
  }
  return pairs.sort((a, b) => b.correlation - a.correlation).slice(0, LISTED_PAIRS);
}
