import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { DIGITS } from './measure-parts.dto.js';
import { type BacktestQuery } from './risk-query.dto.js';
import type { Backtest, Breach } from './var-backtest.kernel.js';

/** Below this probability, a VaR that is right would be exceeded so often, or so seldom, once in twenty tests. */
const SIGNIFICANT = 0.05;
/** More breaches than this are counted, and the newest listed. */
const MOST_LISTED = 250;

const DATE = { type: String, format: 'date', nullable: true, example: '2024-11-29' } as const;

export class BreachDto {
  @ApiProperty({ type: String, format: 'date', example: '2024-08-05' }) date: string;
  @ApiProperty({ type: String, format: 'date', description: 'The session that the VaR is of', example: '2024-08-02' })
  forecast_date: string;

  @ApiProperty({ type: Number, example: 0.0187 }) value_at_risk: number;
  @ApiProperty({ type: Number, description: 'What the portfolio really made', example: -0.0243 }) daily_return: number;

  static from({ date, forecastDate, valueAtRisk, dailyReturn }: Breach): Wire<BreachDto> {
    return {
      date,
      forecast_date: forecastDate,
      value_at_risk: roundTo(valueAtRisk, DIGITS),
      daily_return: roundTo(dailyReturn, DIGITS),
    };
  }
}

/** Whether losses exceeded VaR as often as its confidence says (Kupiec 1995). */
export class BacktestResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ ...DATE, description: 'The newest session that was compared' }) as_of_date: string | null;
  @ApiProperty({ ...DATE, description: 'The first session that was compared' }) from: string | null;
  @ApiProperty({ ...DATE, description: 'The newest session that was compared' }) to: string | null;
  @ApiProperty({ type: String, description: 'Name of the VaR', example: 'historical' }) name: string;
  @ApiProperty({ type: Number, example: 0.95 }) confidence: number;
  @ApiProperty({ type: 'integer', description: 'Sessions that the VaR looks back on', example: 252 })
  window_sessions: number;

  @ApiProperty({ type: 'integer', description: 'Sessions that were compared', example: 250 }) observations: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Sessions whose loss exceeded VaR', example: 14 })
  breaches: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 12.5 }) expected_breaches: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 0.184 }) likelihood_ratio: number | null;
  @ApiProperty({
    ...{ type: Number, nullable: true, example: 0.668 },
    description: 'Probability of a count at least as unlikely when the VaR is right',
  })
  p_value: number | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Whether p_value is below 0.05', example: false })
  is_rejected: boolean | null;

  @ApiProperty({ type: [BreachDto], description: 'Newest first, 250 at most' }) exceptions: BreachDto[];
  @ApiProperty({ type: String, example: 'kupiec-unconditional-coverage' }) method: string;
  @ApiProperty({ type: 'integer', example: 1 }) version: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is no test', example: null })
  reason: string | null;

  static from(id: string, found: Backtest, query: BacktestQuery): Wire<BacktestResponse> {
    const test = valueOrNull(found.test);
    return {
      available: test !== null,
      portfolio_id: id,
      ...{ as_of_date: found.last, from: found.first, to: found.last },
      ...{ name: query.method, confidence: query.confidence, window_sessions: 252 },
      observations: test?.observations ?? 0,
      breaches: test?.breaches ?? null,
      expected_breaches: roundTo(test?.expectedBreaches ?? null, DIGITS),
      likelihood_ratio: roundTo(test?.likelihoodRatio ?? null, DIGITS),
      p_value: roundTo(test?.pValue ?? null, DIGITS),
      is_rejected: test && test.pValue < SIGNIFICANT,
      exceptions: found.breaches.slice(0, MOST_LISTED).map((breach) => BreachDto.from(breach)),
      ...{ method: 'kupiec-unconditional-coverage', version: 1, reason: reasonOrNull(found.test) },
    };
  }
}
