import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { toCents } from '../analytics/rounding.kernel.js';
import { aggregateImpact } from './aggregate-stress.kernel.js';
import { COVERAGE, IMPACT_DOLLARS, IMPACT_POINTS, pointsOf, REASON, shareOf, VALUE_AFTER } from './stress-test.dto.js';
import type { AggregateStress } from './stress-test.service.js';
import type { ScenarioOutcome, StressTestView } from './stress-view.js';

const METHOD = 'sum_over_positions';
const FORMULA = 'Σ over all positions of all portfolios of what the scenario does to the position';

export class AggregateStressImpact {
  @ApiProperty(IMPACT_DOLLARS) dollar_impact: number | null;
  @ApiProperty(IMPACT_POINTS) percentage_impact: number | null;
  @ApiProperty(VALUE_AFTER) new_portfolio_value: number | null;
}

export class AggregateStressScenario {
  @ApiProperty({ type: String, example: 'market_down_10' }) id: string;
  @ApiProperty({ type: String, example: 'Market Decline 10%' }) name: string;
  @ApiProperty({ type: String, example: 'The US stock market falls by 10 %' }) description: string;
  @ApiProperty({ type: String, example: 'market' }) category: string;
  @ApiProperty({ type: String, example: 'moderate' }) severity: string;
  @ApiProperty({ type: AggregateStressImpact }) impact: AggregateStressImpact;
  @ApiProperty({ type: 'integer', example: 2 }) portfolios_included: number;
  @ApiProperty(COVERAGE) coverage: number | null;
  @ApiProperty(REASON) reason: string | null;

  static from(scenario: ScenarioOutcome, views: readonly StressTestView[]): Wire<AggregateStressScenario> {
    const { id, name, description, category, severity } = scenario;
    const parts = views.map(({ netAssetValue, grossExposure, outcomes }) => {
      const own = outcomes.find((outcome) => outcome.id === id);
      const [dollarImpact, coverage] = [own?.dollarImpact ?? null, own?.coverage ?? null];
      return { netAssetValue, grossExposure, dollarImpact, coverage };
    });
    const outcome = aggregateImpact(parts);
    const found = valueOrNull(outcome);
    return {
      ...{ id, name, description, category, severity },
      impact: {
        dollar_impact: toCents(found?.dollarImpact ?? null),
        percentage_impact: pointsOf(found?.percentageImpact ?? null),
        new_portfolio_value: toCents(found?.newValue ?? null),
      },
      portfolios_included: found?.portfolios ?? 0,
      coverage: shareOf(found?.coverage ?? null),
      reason: reasonOrNull(outcome) ?? (found?.percentageImpact === null ? 'non-positive-equity' : null),
    };
  }
}

export class AggregateStressData {
  @ApiProperty({ type: [AggregateStressScenario], description: 'By category, then name' })
  scenarios: AggregateStressScenario[];

  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) portfolio_value: number | null;
}

export class AggregateStressResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: AggregateStressData, nullable: true }) data: AggregateStressData | null;
  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) net_asset_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: 'integer', example: 2 }) portfolios_with_stress_data: number;
  @ApiProperty({ type: String, nullable: true, format: 'date', description: 'The oldest session among them' })
  as_of: string | null;

  @ApiProperty({ type: String, example: METHOD }) calculation_method: string;
  @ApiProperty({ type: String, example: FORMULA }) formula: string;
  @ApiProperty(REASON) reason: string | null;

  static from({ aggregate, views }: AggregateStress): Wire<AggregateStressResponse> {
    const value = toCents(valueOrNull(aggregate.netAssetValue));
    const withData = views.filter(({ outcomes }) => outcomes.some(({ dollarImpact }) => dollarImpact !== null));
    const catalogue = new Map(views.flatMap(({ outcomes }) => outcomes.map((outcome) => [outcome.id, outcome])));
    const scenarios = [...catalogue.values()].map((scenario) => AggregateStressScenario.from(scenario, views));
    const available = withData.length > 0;
    return {
      available,
      data: available ? { scenarios, portfolio_value: value } : null,
      net_asset_value: value,
      portfolio_count: aggregate.portfolios.length,
      portfolios_with_stress_data: withData.length,
      as_of: aggregate.asOf,
      ...{ calculation_method: METHOD, formula: FORMULA },
      reason: available ? null : whyMissing(views),
    };
  }
}

function whyMissing(views: readonly StressTestView[]): string {
  const [reason] = views.flatMap(({ outcomes, reasons }) => outcomes[0]?.reason ?? reasons['stress-test'] ?? []);
  return reason ?? 'not-computed-yet';
}
