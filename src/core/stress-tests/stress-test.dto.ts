import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo, toCents } from '../analytics/rounding.kernel.js';
import type { ScenarioOutcome, StressTestView } from './stress-view.js';

export const IMPACT_DOLLARS = {
  type: Number,
  nullable: true,
  description: 'Gain or loss of the portfolio, negative for a loss',
  example: -12_400.5,
} as const;
export const IMPACT_POINTS = {
  type: Number,
  nullable: true,
  description: 'The same in points of net asset value: -5 is a loss of 5 %',
  example: -2.56,
} as const;
export const VALUE_AFTER = {
  type: Number,
  nullable: true,
  description: 'Net asset value after it',
  example: 472_719.87,
} as const;
export const COVERAGE = {
  type: Number,
  nullable: true,
  description: 'Share of gross value whose moves are known, 0 to 1',
  example: 1,
} as const;
export const REASON = { type: String, nullable: true, description: 'Why it is null', example: null } as const;
const DIGITS = 4;

export const pointsOf = (value: number | null): number | null => roundTo(value, DIGITS);
export const shareOf = (value: number | null): number | null => roundTo(value, 6);

export class StressTestQuery {
  @ApiPropertyOptional({
    type: String,
    maxLength: 2_000,
    description: 'Ids of scenarios, separated by commas',
    example: 'market_down_10',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  scenarios?: string;

  static ids({ scenarios }: StressTestQuery): readonly string[] | null {
    return scenarios === undefined ? null : scenarios.split(',').map((id) => id.trim());
  }
}

export class StressImpact {
  @ApiProperty(IMPACT_DOLLARS) dollar_impact: number | null;
  @ApiProperty(IMPACT_POINTS) percentage_impact: number | null;
  @ApiProperty(VALUE_AFTER) new_portfolio_value: number | null;
  @ApiProperty({ ...IMPACT_DOLLARS, description: 'What the given shocks do by themselves', example: -11_900 })
  direct_impact: number | null;

  @ApiProperty({ ...IMPACT_DOLLARS, description: 'What comes from the factors that follow them', example: -500.5 })
  propagated_impact: number | null;
}

export class StressScenarioImpact {
  @ApiProperty({ type: String, example: 'market_down_10' }) id: string;
  @ApiProperty({ type: String, example: 'Market Decline 10%' }) name: string;
  @ApiProperty({ type: String, example: 'The US stock market falls by 10 %' }) description: string;
  @ApiProperty({ type: String, example: 'market' }) category: string;
  @ApiProperty({ type: String, example: 'moderate' }) severity: string;
  @ApiProperty({ type: String, enum: ['correlated'], example: 'correlated' }) impact_type: string;
  @ApiProperty({ type: StressImpact }) impact: StressImpact;
  @ApiProperty({ type: 'integer', description: 'Version of the scenario', example: 1 }) version: number;
  @ApiProperty(REASON) reason: string | null;

  static from(outcome: ScenarioOutcome): Wire<StressScenarioImpact> {
    const { id, name, description, category, severity, version, reason } = outcome;
    return {
      ...{ id, name, description, category, severity, impact_type: 'correlated', version, reason },
      impact: {
        dollar_impact: toCents(outcome.dollarImpact),
        percentage_impact: pointsOf(outcome.percentageImpact),
        new_portfolio_value: toCents(outcome.newPortfolioValue),
        direct_impact: toCents(outcome.directImpact),
        propagated_impact: toCents(outcome.propagatedImpact),
      },
    };
  }
}

export class StressQuality {
  @ApiProperty({ type: String, example: 'PARTIAL_COVERAGE' }) flag: string;
  @ApiProperty({ type: String, example: '1 of 12 positions has no exposures and counts for nothing.' }) message: string;
  @ApiProperty({ type: 'integer', example: 11 }) positions_analyzed: number;
  @ApiProperty({ type: 'integer', example: 12 }) positions_total: number;
  @ApiProperty({ type: 'integer', example: 1 }) positions_skipped: number;
  @ApiProperty({ type: 'integer', description: 'Sessions behind the covariance of the factors', example: 252 })
  data_days: number;

  @ApiProperty(COVERAGE) value_share: number | null;
}

export class StressTestData {
  @ApiProperty({ type: [StressScenarioImpact], description: 'By category, then name' })
  scenarios: StressScenarioImpact[];
  @ApiProperty({ type: Number, description: 'Net asset value before it', example: 485_120.37 }) portfolio_value: number;
  @ApiProperty({ type: String, format: 'date', example: '2024-11-29' }) calculation_date: string;
}

export class StressTestMetadata {
  @ApiProperty({ type: String, nullable: true, enum: ['no_results', 'no_snapshot'], example: null })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true, example: null }) message: string | null;
  @ApiProperty({ type: [String], nullable: true, example: null }) scenarios_requested: string[] | null;
  @ApiProperty({ type: String, nullable: true, example: 'conditional-mean, full-revaluation' }) method: string | null;
  @ApiProperty({ type: Boolean, description: 'Whether the session waits to be computed anew', example: false })
  is_stale: boolean;
}

export class StressTestResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: StressTestData, nullable: true }) data: StressTestData | null;
  @ApiProperty({ type: StressQuality, nullable: true, description: 'Null where nothing is left out' })
  data_quality: StressQuality | null;

  @ApiProperty({ type: StressTestMetadata }) metadata: StressTestMetadata;

  static from(view: StressTestView, query: StressTestQuery): Wire<StressTestResponse> {
    const { asOf, netAssetValue, outcomes, isStale } = view;
    const known = outcomes.filter(({ dollarImpact }) => dollarImpact !== null);
    const requested = StressTestQuery.ids(query);
    const common = {
      scenarios_requested: requested,
      method: outcomes[0]?.method ?? null,
      is_stale: isStale,
    };
    if (asOf === null || netAssetValue === null || known.length === 0) {
      const missing = whyMissing(view, requested);
      return {
        ...{ available: false, data: null },
        data_quality: qualityOf(outcomes, missing.flag, missing.message),
        metadata: { ...common, reason: missing.reason, message: missing.message },
      };
    }
    return {
      available: true,
      data: {
        scenarios: outcomes.map((outcome) => StressScenarioImpact.from(outcome)),
        portfolio_value: toCents(netAssetValue),
        calculation_date: asOf,
      },
      data_quality: shortcomingOf(netAssetValue, known),
      metadata: { ...common, reason: null, message: null },
    };
  }
}

interface Missing {
  readonly reason: string;
  readonly flag: string;
  readonly message: string;
}

function whyMissing({ asOf, outcomes, reasons }: StressTestView, requested: readonly string[] | null): Missing {
  if (asOf === null)
    return {
      reason: 'no_snapshot',
      flag: 'NO_SNAPSHOT',
      message: 'The portfolio has not been valued yet: not-computed-yet.',
    };
  const [first] = outcomes;
  if (first) {
    const message = `No scenario could be computed: ${first.reason ?? 'not-computed-yet'}.`;
    return { reason: 'no_results', flag: 'NO_STRESS_TEST_RESULTS', message };
  }
  const failed = reasons['stress-test'];
  if (requested !== null && failed === undefined)
    return {
      reason: 'no_results',
      flag: 'NO_MATCHING_RESULTS',
      message: 'None of the scenarios has a result: see /stress-scenarios for their ids.',
    };
  return {
    reason: 'no_results',
    flag: 'NO_STRESS_TEST_RESULTS',
    message: `There are no results: ${failed ?? 'not-computed-yet'}.`,
  };
}

function shortcomingOf(netAssetValue: number, known: readonly ScenarioOutcome[]): Wire<StressQuality> | null {
  if (netAssetValue <= 0)
    return qualityOf(known, 'ZERO_BASELINE', 'Net asset value is not above 0, so there is no percentage of it.');
  const skipped = known[0]?.positionsLeftOut ?? 0;
  const total = known[0]?.positionsTotal ?? 0;
  return skipped === 0
    ? null
    : qualityOf(known, 'PARTIAL_COVERAGE', `${skipped} of ${total} positions have no exposures and count for nothing.`);
}

function qualityOf(outcomes: readonly ScenarioOutcome[], flag: string, message: string): Wire<StressQuality> {
  const [first] = outcomes;
  const [total, skipped] = [first?.positionsTotal ?? 0, first?.positionsLeftOut ?? 0];
  return {
    ...{ flag, message, positions_analyzed: total - skipped, positions_total: total, positions_skipped: skipped },
    data_days: first?.observations ?? 0,
    value_share: shareOf(first?.coverage ?? null),
  };
}
