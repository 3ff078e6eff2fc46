import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { QueryFlag } from '../data/complete-query.dto.js';
import { FACTOR_SYMBOLS } from '../market-data/factor-funds.kernel.js';
import { COVERAGE_SESSIONS, type CoverageReport, NEEDED } from './price-coverage.kernel.js';

export class DataQualityQuery {
  @ApiPropertyOptional({ type: Boolean, default: true })
  @QueryFlag()
  @IsBoolean()
  check_factors = true;

  @ApiPropertyOptional({ type: Boolean, default: true })
  @QueryFlag()
  @IsBoolean()
  check_correlations = true;
}

export class DataQualitySummary {
  @ApiProperty({ type: 'integer', description: 'Symbols held; lots of one symbol are one' }) total_positions: number;
  @ApiProperty({ type: 'integer' }) complete_data: number;
  @ApiProperty({ type: 'integer' }) partial_data: number;
  @ApiProperty({ type: 'integer' }) insufficient_data: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Complete, 0 to 100; null when nothing is held' })
  data_coverage_percent: number | null;
}

export class PartialHistory {
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: 'integer' }) days_available: number;
  @ApiProperty({ type: 'integer' }) days_missing: number;
}

export class InsufficientHistory {
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: 'integer' }) days_available: number;
  @ApiProperty({ type: String, example: 'too-few-observations' }) reason: string;
}

export class PositionDataQuality {
  @ApiProperty({ type: [String] }) complete_history: readonly string[];
  @ApiProperty({ type: [PartialHistory] }) partial_history: readonly PartialHistory[];
  @ApiProperty({ type: [InsufficientHistory] }) insufficient_data: readonly InsufficientHistory[];
}

export class Feasibility {
  @ApiProperty({ type: Boolean }) feasible: boolean;
  @ApiProperty({ type: 'integer' }) positions_eligible: number;
  @ApiProperty({ type: 'integer' }) positions_excluded: number;
  @ApiPropertyOptional({ type: 'integer' }) min_days_overlap?: number;
  @ApiPropertyOptional({ type: 'integer' }) min_days_required?: number;
}

export class CalculationFeasibility {
  @ApiPropertyOptional({ type: Feasibility, description: 'Unless left out by check_correlations' })
  correlation_matrix?: Feasibility;

  @ApiProperty({ type: Feasibility }) factor_regression: Feasibility;
  @ApiProperty({ type: Feasibility }) volatility_analysis: Feasibility;
}

export class FactorEtfCoverage {
  @ApiProperty({ type: [String] }) complete: readonly string[];
  @ApiProperty({ type: [String] }) partial: readonly string[];
  @ApiProperty({ type: [String] }) missing: readonly string[];
}

/** A matrix needs two symbols. */
const SYMBOLS_NEEDED = { correlation_matrix: 2, factor_regression: 1, volatility_analysis: 1 } as const;

export class DataQualityResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date' }) assessment_date: string;
  @ApiProperty({ type: DataQualitySummary }) summary: DataQualitySummary;
  @ApiProperty({ type: PositionDataQuality, description: `Of the last ${COVERAGE_SESSIONS} sessions` })
  position_data_quality: PositionDataQuality;

  @ApiProperty({ type: CalculationFeasibility }) calculation_feasibility: CalculationFeasibility;
  @ApiPropertyOptional({ type: FactorEtfCoverage }) factor_etf_coverage?: FactorEtfCoverage;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Of the newest price written' })
  last_update: string | null;

  static from(report: CoverageReport, query: DataQualityQuery): Wire<DataQualityResponse> {
    const { total, complete, partial, insufficient } = report;
    return {
      ...{ portfolio_id: report.portfolioId, assessment_date: report.assessedOn },
      summary: {
        ...{ total_positions: total, complete_data: complete.length, partial_data: partial.length },
        insufficient_data: insufficient.length,
        data_coverage_percent: total === 0 ? null : (complete.length / total) * 100,
      },
      position_data_quality: {
        complete_history: complete,
        partial_history: partial.map(({ symbol, days, missing }) => ({
          symbol,
          days_available: days,
          days_missing: missing,
        })),
        insufficient_data: insufficient.map(({ symbol, days, reason }) => ({ symbol, days_available: days, reason })),
      },
      calculation_feasibility: {
        ...(query.check_correlations && {
          correlation_matrix: {
            ...feasibilityOf(report, 'correlation_matrix'),
            min_days_overlap: NEEDED.correlation_matrix,
          },
        }),
        factor_regression: {
          ...feasibilityOf(report, 'factor_regression'),
          min_days_required: NEEDED.factor_regression,
        },
        volatility_analysis: {
          ...feasibilityOf(report, 'volatility_analysis'),
          min_days_required: NEEDED.volatility_analysis,
        },
      },
      ...(query.check_factors && { factor_etf_coverage: factorsOf(report) }),
      last_update: report.updatedAt,
    };
  }
}

const feasibilityOf = ({ eligible, total }: CoverageReport, name: keyof typeof NEEDED) => ({
  feasible: eligible[name] >= SYMBOLS_NEEDED[name],
  positions_eligible: eligible[name],
  positions_excluded: total - eligible[name],
});

function factorsOf({ days }: CoverageReport): Wire<FactorEtfCoverage> {
  const of = (symbol: string): number => days.get(symbol) ?? 0;
  return {
    complete: FACTOR_SYMBOLS.filter((symbol) => of(symbol) >= COVERAGE_SESSIONS),
    partial: FACTOR_SYMBOLS.filter((symbol) => of(symbol) > 0 && of(symbol) < COVERAGE_SESSIONS),
    missing: FACTOR_SYMBOLS.filter((symbol) => of(symbol) === 0),
  };
}
