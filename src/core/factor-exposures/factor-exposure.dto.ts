import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo, toCents } from '../analytics/rounding.kernel.js';
import type { FactorExposuresView, FactorFigure } from './factor-exposure-view.js';
import { FactorQuality } from './factor-quality.dto.js';
import { spreadWording } from './factor-wording.kernel.js';

const MARKET_BETA = 'Market Beta (90D)';
const RATE_BETA = 'IR Beta';
/** Market beta, rate beta and six styles. */
const ACTIVE_FACTORS = 8;
const DIGITS = 6;

const REASONS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Factor to why it is missing',
  example: {},
} as const;
const ID = { type: String, format: 'uuid' } as const;
const DATE = { type: String, format: 'date', nullable: true, example: '2024-11-29' } as const;
const BETA = {
  type: Number,
  description: 'Return of net asset value per return of the factor, the other factors of its model held fixed',
  example: 0.42,
} as const;
const DOLLARS = {
  type: Number,
  nullable: true,
  description: 'Beta times net asset value',
  example: 203_750.4,
} as const;

const VERSION = {
  type: 'integer',
  nullable: true,
  description: 'Of the calculation of the exposures; null without a result that keeps it',
  example: 2,
} as const;

export class FactorExposureDto {
  @ApiProperty({ type: String, example: 'Value' }) name: string;
  @ApiProperty(BETA) beta: number;
  @ApiProperty(DOLLARS) exposure_dollar: number | null;
}

export class FactorMetadata {
  @ApiProperty({ type: String, example: '8-factor' }) factor_model: string;
  @ApiProperty({ type: String, example: 'ridge-cv, ols-joint-hac, ols-hac' }) calculation_method: string;
  @ApiProperty({ type: String, enum: ['partial', 'complete'], example: 'complete' }) completeness: string;
  @ApiProperty({ type: 'integer', example: ACTIVE_FACTORS }) total_active_factors: number;
  @ApiProperty({ type: 'integer', example: ACTIVE_FACTORS }) factors_calculated: number;
  @ApiProperty({ type: Boolean, example: true }) has_market_beta: boolean;
  @ApiProperty({ type: Boolean, example: true }) is_latest: boolean;
  @ApiProperty({ type: Boolean, example: false }) is_fallback: boolean;
  @ApiProperty({ type: 'integer', description: 'Of the regressions but that of market beta', example: 252 })
  window_sessions: number;

  @ApiProperty({ type: 'integer', description: 'The fewest sessions behind a figure', example: 252 })
  observations: number;

  @ApiProperty(VERSION) version: number | null;
}

export class FactorExposuresResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty(ID) portfolio_id: string;
  @ApiProperty(DATE) calculation_date: string | null;
  @ApiProperty({ type: FactorQuality, nullable: true }) data_quality: FactorQuality | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The least share of gross value behind a figure',
    example: 1,
  })
  coverage: number | null;

  @ApiProperty({ type: [FactorExposureDto] }) factors: FactorExposureDto[];
  @ApiProperty({ type: FactorMetadata }) metadata: FactorMetadata;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(view: FactorExposuresView): Wire<FactorExposuresResponse> {
    const figures = contractFigures(view);
    const market = view.marketBeta;
    const factors = [
      ...(market === null
        ? []
        : [{ name: MARKET_BETA, ...amounts(market, market * (view.netAssetValue ?? Number.NaN)) }]),
      ...figures.flatMap(({ factor, exposure, dollarExposure }) =>
        exposure === null ? [] : [{ name: factor, ...amounts(exposure, dollarExposure) }],
      ),
    ];
    return {
      available: factors.length > 0,
      portfolio_id: view.portfolioId,
      calculation_date: view.asOf,
      data_quality: FactorQuality.from(view.asOf, view.isStale),
      coverage: leastCoverage(figures),
      factors,
      metadata: {
        factor_model: `${ACTIVE_FACTORS}-factor`,
        calculation_method: [...new Set([...figures.map(({ method }) => method), 'ols-hac'])].join(', '),
        completeness: factors.length === ACTIVE_FACTORS ? 'complete' : 'partial',
        total_active_factors: ACTIVE_FACTORS,
        factors_calculated: factors.length,
        has_market_beta: market !== null,
        ...{ is_latest: true, is_fallback: false },
        ...windowOf(figures),
        version: figures[0]?.version ?? null,
      },
      reasons: {
        ...(market === null ? { [MARKET_BETA]: view.reasons.beta_calculated_90d ?? 'not-computed-yet' } : {}),
        ...reasonsOf(view, figures),
      },
    };
  }
}

export class SpreadFactorDto extends FactorExposureDto {
  @ApiProperty({ type: String, example: 'Growth' }) direction: string;
  @ApiProperty({ type: String, enum: ['Strong', 'Moderate', 'Mild'], example: 'Moderate' }) magnitude: string;
  @ApiProperty({ type: String, enum: ['high', 'medium', 'low'], example: 'medium' }) risk_level: string;
  @ApiProperty({ type: String, example: 'When growth stocks beat value ones by 1 % …' }) explanation: string;
}

export class SpreadMetadata {
  @ApiProperty({ type: String, example: 'ols-joint-hac' }) calculation_method: string;
  @ApiProperty({ type: 'integer', description: 'Sessions', example: 252 }) regression_window_days: number;
  @ApiProperty({ type: 'integer', example: 4 }) factors_calculated: number;
  @ApiProperty({ type: 'integer', example: 4 }) expected_factors: number;
  @ApiProperty({ type: 'integer', description: 'The fewest sessions behind a figure', example: 252 })
  observations: number;

  @ApiProperty(VERSION) version: number | null;
}

export class SpreadFactorsResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty(ID) portfolio_id: string;
  @ApiProperty(DATE) calculation_date: string | null;
  @ApiProperty({ type: FactorQuality, nullable: true }) data_quality: FactorQuality | null;
  @ApiProperty({ type: [SpreadFactorDto] }) factors: SpreadFactorDto[];
  @ApiProperty({ type: SpreadMetadata }) metadata: SpreadMetadata;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(view: FactorExposuresView): Wire<SpreadFactorsResponse> {
    const figures = view.figures.filter(({ model, factor }) => model === 'spread' && factor !== 'Market');
    const factors = figures.flatMap(({ factor, exposure, dollarExposure }) =>
      exposure === null
        ? []
        : [{ name: factor, ...amounts(exposure, dollarExposure), ...spreadWording(factor, exposure) }],
    );
    const { window_sessions, observations } = windowOf(figures);
    return {
      available: factors.length > 0,
      portfolio_id: view.portfolioId,
      calculation_date: view.asOf,
      data_quality: FactorQuality.from(view.asOf, view.isStale),
      factors,
      metadata: {
        calculation_method: figures[0]?.method ?? 'ols-joint-hac',
        regression_window_days: window_sessions,
        factors_calculated: factors.length,
        expected_factors: 4,
        observations,
        version: figures[0]?.version ?? null,
      },
      reasons: reasonsOf(view, figures),
    };
  }
}

/** The contract's factors beside market beta: rates, then the styles. */
const contractFigures = ({ figures }: FactorExposuresView): FactorFigure[] => [
  ...figures.filter(({ model, factor }) => model === 'rate' && factor === RATE_BETA),
  ...figures.filter(({ model, factor }) => model === 'style' && factor !== 'Market'),
];

const amounts = (exposure: number, dollars: number | null) => ({
  beta: roundTo(exposure, DIGITS),
  exposure_dollar: toCents(dollars !== null && Number.isFinite(dollars) ? dollars : null),
});

const windowOf = (figures: readonly FactorFigure[]) => ({
  window_sessions: figures[0]?.window ?? 252,
  observations: figures.length === 0 ? 0 : Math.min(...figures.map(({ observations }) => observations)),
});

function leastCoverage(figures: readonly FactorFigure[]): number | null {
  const known = figures.flatMap(({ coverage }) => coverage ?? []);
  return known.length === 0 ? null : roundTo(Math.min(...known), DIGITS);
}

/** Without rows the calculation has failed, or has yet to run. */
function reasonsOf({ reasons }: FactorExposuresView, figures: readonly FactorFigure[]): Record<string, string> {
  if (figures.length === 0) return { factors: reasons['portfolio-factors'] ?? 'not-computed-yet' };
  return Object.fromEntries(figures.flatMap(({ factor, reason }) => (reason === null ? [] : [[factor, reason]])));
}
