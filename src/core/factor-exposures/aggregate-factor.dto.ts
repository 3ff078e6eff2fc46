import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type Outcome, type Reason, reasonOrNull, skipped, valueOrNull } from '../../shared/outcome.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { aggregateBeta, type Covered } from '../aggregate-analytics/aggregate.kernel.js';
import { totals } from '../aggregate-analytics/aggregate-totals.dto.js';
import type { AggregatePortfolio } from '../aggregate-analytics/aggregate-view.js';
import type { AggregateFactors } from './factor-exposure.service.js';

const DIGITS = 6;
const METHOD = 'Sum of market value times exposure over the sum of net asset values';
const FORMULA = 'Σ NAVᵢ βᵢ ÷ Σ NAVᵢ';
const MARKET = 'market';

/** Name on the wire to model, factor and what it is. */
const FACTORS: Readonly<Record<string, readonly [model: string, factor: string, description: string]>> = {
  size: ['style', 'Size', 'Small companies against the market'],
  value: ['style', 'Value', 'Cheap companies against the market'],
  momentum: ['style', 'Momentum', 'Recent winners against the market'],
  quality: ['style', 'Quality', 'Profitable, stable companies against the market'],
  growth: ['style', 'Growth', 'Growing companies against the market'],
  low_volatility: ['style', 'Low Volatility', 'Calm stocks against the market'],
  interest_rates: ['rate', 'IR Beta', 'Long US Treasury bonds: their price falls when yields rise'],
};
const DESCRIPTIONS = {
  [MARKET]: 'Market beta over 90 sessions',
  ...Object.fromEntries(Object.entries(FACTORS).map(([name, [, , description]]) => [name, description])),
};

export class AggregateFactorsResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number', nullable: true },
    description: 'Return of the net asset value of all per return of the factor',
    example: { market: 0.98, size: 0.11, value: -0.2, momentum: 0.3, quality: 0.05 },
  })
  aggregate_factors: Record<string, number | null>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number', nullable: true },
    description: 'Share of gross value behind each',
    example: { market: 1 },
  })
  coverage: Record<string, number | null>;

  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) net_asset_value: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) total_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The oldest session among them' })
  as_of: string | null;

  @ApiProperty({ type: String, example: METHOD }) calculation_method: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What each factor is',
    example: { market: 'Market beta over 90 sessions' },
  })
  factors: Record<string, string>;

  @ApiProperty({ type: String, example: FORMULA }) formula: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Factor to why it is missing',
    example: {},
  })
  reasons: Record<string, string>;

  static from({ aggregate, views }: AggregateFactors): Wire<AggregateFactorsResponse> {
    const { portfolios } = aggregate;
    const outcomes: [string, Outcome<Covered>][] = [
      [MARKET, aggregateBeta(portfolios)],
      ...Object.entries(FACTORS).map(([name, [model, factor]]): [string, Outcome<Covered>] => [
        name,
        together(portfolios, views, model, factor),
      ]),
    ];
    const rounded = (of: (covered: Covered) => number) =>
      Object.fromEntries(
        outcomes.map(([name, outcome]) => [name, outcome.ok ? roundTo(of(outcome.value), DIGITS) : null]),
      );
    return {
      available: outcomes.some(([, outcome]) => valueOrNull(outcome) !== null),
      aggregate_factors: rounded(({ value }) => value),
      coverage: rounded(({ coverage }) => coverage),
      ...totals(aggregate),
      as_of: aggregate.asOf,
      ...{ calculation_method: METHOD, factors: DESCRIPTIONS, formula: FORMULA },
      reasons: Object.fromEntries(
        outcomes.flatMap(([name, outcome]) => {
          const reason = reasonOrNull(outcome);
          return reason === null ? [] : [[name, reason]];
        }),
      ),
    };
  }
}

/** Both are sums over positions, so a portfolio's exposure stands in the place of its beta. */
function together(
  portfolios: readonly AggregatePortfolio[],
  views: AggregateFactors['views'],
  model: string,
  factor: string,
): Outcome<Covered> {
  const figures = portfolios.map(({ id }) =>
    views.get(id)?.figures.find((one) => one.model === model && one.factor === factor),
  );
  const outcome = aggregateBeta(
    portfolios.map((part, i) => ({
      ...part,
      beta90d: figures[i]?.exposure ?? null,
      betaCoverage: figures[i]?.coverage ?? null,
    })),
  );
  // Where none has it, the reason is why they have not.
  const isKnown = figures.some((figure) => typeof figure?.exposure === 'number');
  if (isKnown || outcome.ok || outcome.reason !== 'insufficient-coverage') return outcome;
  return skipped((figures.find((figure) => figure?.reason != null)?.reason ?? 'not-computed-yet') as Reason);
}
