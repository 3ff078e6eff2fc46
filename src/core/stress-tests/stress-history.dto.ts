import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, Matches, Max, Min, registerDecorator, ValidateIf } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { type Wire } from '../../shared/http/wire.js';
import { toCents } from '../analytics/rounding.kernel.js';
import { STRESS_SCENARIOS } from '../calculations/scenario-shocks/stress-scenarios.kernel.js';
import { COVERAGE, IMPACT_DOLLARS, IMPACT_POINTS, pointsOf, REASON, shareOf, VALUE_AFTER } from './stress-test.dto.js';
import type { HistorySpan } from './stress-test.service.js';
import type { StressHistoryView } from './stress-view.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const given = (_: unknown, value: unknown): boolean => value !== undefined;
const IDS = STRESS_SCENARIOS.map(({ id }) => id);

@RefuseUnknownFields()
export class StressHistoryQuery {
  @ApiPropertyOptional({
    type: String,
    enum: IDS,
    default: 'market_down_10',
    description: 'A built-in scenario: those of users are not stored',
  })
  @IsIn(IDS, {
    message: 'scenario must be the id of a built-in scenario, such as market_down_10: only these have a history',
  })
  scenario = 'market_down_10';

  @ApiPropertyOptional({ type: String, format: 'date', description: 'First session' })
  @ValidateIf(given)
  @Matches(DAY, { message: 'from must be a date, such as 2024-01-02' })
  @IsISO8601({ strict: true }, { message: 'from must be a date of the calendar' })
  from?: string;

  @ApiPropertyOptional({ type: String, format: 'date', description: 'Last session' })
  @ValidateIf(given)
  @Matches(DAY, { message: 'to must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'to must be a date of the calendar' })
  to?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    default: 252,
    description: 'The newest so many sessions of the span',
  })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  limit = 252;

  static span({ from, to, limit }: StressHistoryQuery): HistorySpan {
    return { from: from ?? null, to: to ?? null, limit };
  }
}
registerDecorator({
  name: 'isNotBeforeFrom',
  target: StressHistoryQuery,
  propertyName: 'to',
  validator: {
    validate: (to, asked) => {
      const { from } = asked?.object as StressHistoryQuery;
      return from === undefined || typeof to !== 'string' || to >= from;
    },
    defaultMessage: () => 'to must not be before from',
  },
});

export class StressDayResponse {
  @ApiProperty({ type: String, format: 'date', example: '2024-11-29' }) date: string;
  @ApiProperty(IMPACT_DOLLARS) dollar_impact: number | null;
  @ApiProperty(IMPACT_POINTS) percentage_impact: number | null;
  @ApiProperty(VALUE_AFTER) new_portfolio_value: number | null;
  @ApiProperty(COVERAGE) coverage: number | null;
  @ApiProperty({ type: 'integer', example: 1 }) scenario_version: number;
  @ApiProperty(REASON) reason: string | null;
}

export class StressHistoryResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, example: 'market_down_10' }) scenario: string;
  @ApiProperty({ type: [StressDayResponse], description: 'Ascending' }) history: StressDayResponse[];

  static from({ portfolioId, scenarioId, days }: StressHistoryView): Wire<StressHistoryResponse> {
    return {
      portfolio_id: portfolioId,
      scenario: scenarioId,
      history: days.map((day) => ({
        date: day.date,
        dollar_impact: toCents(day.dollarImpact),
        percentage_impact: pointsOf(day.percentageImpact),
        new_portfolio_value: toCents(day.newPortfolioValue),
        coverage: shareOf(day.coverage),
        scenario_version: day.scenarioVersion,
        reason: day.reason,
      })),
    };
  }
}
