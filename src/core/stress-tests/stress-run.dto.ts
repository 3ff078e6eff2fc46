import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  Matches,
  registerDecorator,
  ValidateIf,
} from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { type Wire } from '../../shared/http/wire.js';
import { reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { roundTo, toCents } from '../analytics/rounding.kernel.js';
import { DEFINITIONS } from '../calculations/factor-exposure/factor-models.kernel.js';
import { StressQuality, COVERAGE, IMPACT_DOLLARS, pointsOf, REASON, shareOf, StressImpact } from './stress-test.dto.js';
import type { RunRequest, RunScenario, StressRunView } from './stress-test.service.js';
import { SCENARIO_REFERENCE, scenarioReference } from './scenario-reference.kernel.js';
import { ShocksField, ShocksProperty } from './stress-shocks.dto.js';

const MAX_SCENARIOS = 30;
const TOP = 20;
const given = (_: unknown, value: unknown): boolean => value !== undefined;

/** What is missing has to be seen by the rule of both, too. */
const isLookedAt = ({ scenario_ids: ids }: { readonly scenario_ids?: unknown }, value: unknown): boolean =>
  value !== undefined || ids === undefined;

/** Either scenarios or shocks. */
@RefuseUnknownFields()
export class RunStressTest {
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', maxLength: 74 },
    minItems: 1,
    maxItems: MAX_SCENARIOS,
    description:
      'Built-in scenarios and your own, as they are, or in a version that was: market_down_10@1. Instead of shocks',
    example: ['market_down_10'],
  })
  @ValidateIf(given)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SCENARIOS)
  @ArrayUnique()
  @Matches(SCENARIO_REFERENCE, {
    each: true,
    message:
      'scenario_ids must be ids of scenarios: UUIDs, or words such as market_down_10, with @ and a version after it if need be',
  })
  scenario_ids?: string[];

  @ShocksProperty({ required: false, when: isLookedAt })
  shocks?: ShocksField;

  request(): RunRequest {
    const { scenario_ids: scenarioIds, shocks } = this;
    return scenarioIds === undefined
      ? { scenarios: null, shocks: shocks ? ShocksField.shocks(shocks) : {} }
      : { scenarios: scenarioIds.map(scenarioReference), shocks: null };
  }
}
registerDecorator({
  name: 'isOneOfBoth',
  target: RunStressTest,
  propertyName: 'shocks',
  validator: {
    validate: (_, asked) => {
      const { scenario_ids: ids, shocks } = asked?.object as RunStressTest;
      return (ids === undefined) !== (shocks === undefined);
    },
    defaultMessage: () => 'send either scenario_ids or shocks, not both and not neither',
  },
});
export class StressContribution {
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: Number, example: 24_000 }) market_value: number;
  @ApiProperty({ ...IMPACT_DOLLARS, description: 'Null where nothing is known of how it moves', example: -2_900 })
  dollar_impact: number | null;
}

export class StressRunScenario {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null for shocks that were sent',
    example: 'market_down_10',
  })
  id: string | null;

  @ApiProperty({ type: String, example: 'Market Decline 10%' }) name: string;
  @ApiProperty({ type: String, example: 'market' }) category: string;
  @ApiProperty({ type: String, nullable: true, example: 'moderate' }) severity: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 1 }) version: number | null;
  @ApiProperty({ type: ShocksField, example: { factors: { market: -0.1 } } }) shocks: ShocksField;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    nullable: true,
    description: 'Returns of all factors: as given, or as they follow',
    example: { Market: -0.1, Value: 0.004 },
  })
  factor_returns: Record<string, number> | null;

  @ApiProperty({ type: StressImpact }) impact: StressImpact;
  @ApiProperty(COVERAGE) coverage: number | null;
  @ApiProperty({ type: [StressContribution], description: `The ${TOP} largest`, maxItems: TOP })
  contributions: StressContribution[];

  @ApiProperty(REASON) reason: string | null;

  static from(scenario: RunScenario, netAssetValue: number | null): Wire<StressRunScenario> {
    const { id, name, category, severity, version, shocks, run } = scenario;
    const found = valueOrNull(run);
    const impact = found?.stress.impact ?? null;
    const direct = found?.stress.direct ?? null;
    const hasEquity = netAssetValue !== null && netAssetValue > 0;
    return {
      ...{ id, name, category, severity, version, shocks: ShocksField.from(shocks) },
      factor_returns: found && factorsOf(found.factors),
      impact: {
        dollar_impact: toCents(impact),
        percentage_impact: impact === null || !hasEquity ? null : pointsOf((impact / netAssetValue) * 100),
        new_portfolio_value: impact === null || netAssetValue === null ? null : toCents(netAssetValue + impact),
        direct_impact: toCents(direct),
        propagated_impact: impact === null || direct === null ? null : toCents(impact - direct),
      },
      coverage: shareOf(found?.stress.coverage ?? null),
      contributions: (found?.contributions ?? []).slice(0, TOP).map((one) => ({
        symbol: one.symbol,
        market_value: toCents(one.marketValue),
        dollar_impact: toCents(one.impact),
      })),
      reason: reasonOrNull(run) ?? (hasEquity ? null : 'non-positive-equity'),
    };
  }
}

export class StressRunResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) calculation_date: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) portfolio_value: number | null;
  @ApiProperty({ type: [StressRunScenario], description: 'In the order in which they were asked for' })
  scenarios: StressRunScenario[];

  @ApiProperty({ type: StressQuality, nullable: true, description: 'Null where nothing is left out' })
  data_quality: StressQuality | null;

  @ApiProperty({ type: Boolean, description: 'Whether the session waits to be computed anew', example: false })
  is_stale: boolean;

  static from({ inputs, scenarios }: StressRunView): Wire<StressRunResponse> {
    const { portfolioId, asOf, netAssetValue, isStale } = inputs;
    return {
      available: scenarios.some(({ run }) => run.ok),
      portfolio_id: portfolioId,
      calculation_date: asOf,
      portfolio_value: toCents(netAssetValue),
      scenarios: scenarios.map((scenario) => StressRunScenario.from(scenario, netAssetValue)),
      data_quality: qualityOf({ inputs, scenarios }),
      is_stale: isStale,
    };
  }
}

const factorsOf = (factors: Float64Array): Record<string, number> =>
  Object.fromEntries(DEFINITIONS.joint.map(({ name }, i) => [name, roundTo(factors[i] ?? 0, 6)]));

function qualityOf({ inputs, scenarios }: StressRunView): Wire<StressQuality> | null {
  const skipped = inputs.holdings.filter(({ reason }) => reason !== null);
  if (skipped.length === 0) return null;
  const total = inputs.holdings.length;
  const share = scenarios.flatMap(({ run }) => (run.ok ? [run.value.stress.coverage] : []))[0] ?? null;
  const named = skipped.slice(0, TOP).map(({ symbol, reason }) => `${symbol} (${reason ?? ''})`);
  return {
    flag: 'PARTIAL_COVERAGE',
    message: `${skipped.length} of ${total} positions have no exposures and count for nothing: ${named.join(', ')}.`,
    ...{ positions_analyzed: total - skipped.length, positions_total: total, positions_skipped: skipped.length },
    ...{ data_days: inputs.observations, value_share: shareOf(share) },
  };
}
