import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { trendOf } from '../calculations/volatility-forecast/volatility-trend.kernel.js';
import { measureOf, reasonsOf } from '../risk-measures/measure-parts.dto.js';
import type { StoredMeasure } from '../risk-measures/risk-measure-view.js';
import type { VolatilityView } from './analytics.service.js';
import { roundTo } from './rounding.kernel.js';

export const VOLATILITY_METHOD =
  "Annualised sample standard deviation of the returns that today's weights would have had, over 21 and 63 sessions.";

const DIGITS = 6;
/** Stored as what they are called on the wire. */
const NAMES = [
  ...['expected_volatility_21d', 'volatility_trend', 'volatility_percentile'],
  ...['realized_volatility_252d', 'ewma_volatility', 'garch_volatility_21d'],
] as const;

const VOLATILITY = { type: Number, nullable: true, description: 'Annualised, a ratio' } as const;

export class VolatilityFigures {
  @ApiProperty(VOLATILITY) realized_volatility_21d: number | null;
  @ApiProperty(VOLATILITY) realized_volatility_63d: number | null;
  @ApiProperty({ ...VOLATILITY, description: 'Of the next 21 sessions, as HAR expects it; annualised, a ratio' })
  expected_volatility_21d: number | null;

  @ApiProperty({
    ...{ type: String, nullable: true, enum: ['increasing', 'decreasing', 'stable'] },
    description: 'Of the 21-session volatility over 63 sessions; stable within two errors of its slope',
  })
  volatility_trend: string | null;

  @ApiProperty({
    ...{ type: Number, nullable: true },
    description: 'Share of the 21-session volatilities of a year that are not above the newest, 0 to 1',
  })
  volatility_percentile: number | null;

  @ApiProperty({ ...VOLATILITY, example: 0.161 }) realized_volatility_252d: number | null;
  @ApiProperty({ ...VOLATILITY, description: 'With weights that fade by 0.94 a session; annualised', example: 0.148 })
  ewma_volatility: number | null;

  @ApiProperty({ ...VOLATILITY, description: 'Of the next 21 sessions, as GARCH(1,1) expects it', example: 0.155 })
  garch_volatility_21d: number | null;
}

export class VolatilityMetadata {
  @ApiProperty({ type: String, description: 'The model that expected_volatility_21d is defined by' })
  forecast_model: string;

  @ApiProperty({ type: [Number] }) trading_day_windows: readonly number[];
  @ApiProperty({ type: String }) method: string;
  @ApiProperty({ type: 'integer', description: 'Sessions that the forecasts look back on', example: 273 })
  window_sessions: number;

  @ApiProperty({ type: 'integer', description: 'Sessions that the forecasts rest on', example: 273 })
  observations: number;

  @ApiProperty({ type: 'integer', description: 'Of the calculation of the forecasts; 0 without a result', example: 1 })
  version: number;
}

export class VolatilityResponse {
  @ApiProperty({ type: Boolean }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) calculation_date: string | null;
  @ApiProperty({ type: VolatilityFigures, nullable: true }) data: VolatilityFigures | null;
  @ApiProperty({ type: VolatilityMetadata }) metadata: VolatilityMetadata;
  @ApiProperty({ type: Number, nullable: true, description: 'Share of gross value whose returns are known, a ratio' })
  coverage: number | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Field to why it is null' })
  reasons: Record<string, string>;

  static from({ portfolio, snapshot, risk }: VolatilityView): Wire<VolatilityResponse> {
    const short = snapshot?.realizedVolatility21d ?? null;
    const long = snapshot?.realizedVolatility63d ?? null;
    const measures = NAMES.map((name) => measureOf(risk, name));
    const available = short !== null || long !== null;
    const why = (field: string): string => snapshot?.reasons[field] ?? 'not-computed-yet';
    const [forecast = measureOf(risk, NAMES[0])] = measures;
    return {
      available,
      portfolio_id: portfolio.id,
      calculation_date: snapshot?.date ?? null,
      data: available
        ? { realized_volatility_21d: short, realized_volatility_63d: long, ...figuresOf(measures) }
        : null,
      metadata: {
        ...{ forecast_model: 'HAR', trading_day_windows: [21, 63], method: VOLATILITY_METHOD },
        ...{ window_sessions: forecast.window, observations: forecast.observations, version: forecast.version },
      },
      coverage: snapshot?.volatilityCoverage ?? null,
      reasons: {
        ...(short === null ? { realized_volatility_21d: why('realized_volatility_21d') } : {}),
        ...(long === null ? { realized_volatility_63d: why('realized_volatility_63d') } : {}),
        ...reasonsOf(measures),
      },
    };
  }
}

function figuresOf(
  measures: readonly StoredMeasure[],
): Omit<Wire<VolatilityFigures>, 'realized_volatility_21d' | 'realized_volatility_63d'> {
  const values = new Map(measures.map(({ measure, value }) => [measure, value]));
  const rounded = (name: (typeof NAMES)[number]): number | null => roundTo(values.get(name) ?? null, DIGITS);
  const statistic = values.get('volatility_trend') ?? null;
  return {
    expected_volatility_21d: rounded('expected_volatility_21d'),
    volatility_trend: statistic === null ? null : trendOf(statistic),
    volatility_percentile: rounded('volatility_percentile'),
    realized_volatility_252d: rounded('realized_volatility_252d'),
    ewma_volatility: rounded('ewma_volatility'),
    garch_volatility_21d: rounded('garch_volatility_21d'),
  };
}
