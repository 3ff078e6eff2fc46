import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { VERSION } from '../../shared/http/service-info.js';
import { type Wire } from '../../shared/http/wire.js';
import { ExplainedInputsDto } from './explanation-inputs.dto.js';
import type { ExplainedCalculation, ExplainedFigure, ExplainedValue, ExplanationView } from './explanation-view.js';

const value = (description: string): ApiPropertyOptions => ({
  oneOf: [
    { type: 'number', nullable: true },
    { type: 'array', items: { oneOf: [{ type: 'number', nullable: true }, { type: 'string' }] }, maxItems: 5_000 },
  ],
  ...{ description, example: 0.0187 },
});
const ANY = { type: 'object', additionalProperties: true } as const;

export class ExplainedValueDto {
  @ApiProperty({ type: String, description: 'Column, or measure, of the stored row', example: 'value' }) name: string;
  @ApiProperty(value('As the batch stored it; null for what is computed when asked for')) stored: unknown;
  @ApiProperty(value('From the inputs of this answer')) recomputed: unknown;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is no value', example: null })
  reason: string | null;

  static from({ name, stored, recomputed, reason }: ExplainedValue): Wire<ExplainedValueDto> {
    return { name, stored, recomputed, reason };
  }
}

export class ExplainedFigureDto {
  @ApiProperty({ type: String, example: 'value-at-risk' }) calculation: string;
  @ApiProperty({
    type: String,
    description: 'Where it is stored; none where it is not',
    example: 'portfolio_risk_measures',
  })
  table: string;

  @ApiProperty({ ...ANY, description: 'What it is of', example: { measure: 'historical_var_95' } })
  of: Record<string, string | number | null>;

  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) as_of_date: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Sessions that were looked back on', example: 252 })
  window_sessions: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Sessions that it rests on', example: 252 })
  observations: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'historical-constant-weights' }) method: string | null;
  @ApiProperty({ type: 'integer', description: 'Of the calculation that stored it', example: 1 }) version: number;
  @ApiProperty({
    type: Boolean,
    description: 'Whether every stored value equals its recomputed one to nine digits',
    example: true,
  })
  reproduced: boolean;

  @ApiProperty({ type: [ExplainedValueDto] }) values: ExplainedValueDto[];

  static from(figure: ExplainedFigure, asOf: string | null): Wire<ExplainedFigureDto> {
    const { calculation, table, of, window, observations, method, version, isReproduced, values } = figure;
    return {
      ...{ calculation, table, of, as_of_date: asOf, window_sessions: window, observations, method, version },
      ...{ reproduced: isReproduced, values: values.map((value) => ExplainedValueDto.from(value)) },
    };
  }
}

export class ExplainedCalculationDto {
  @ApiProperty({ type: String, example: 'value-at-risk' }) name: string;
  @ApiProperty({ type: 'integer', description: 'As it is now', example: 1 }) version: number;
  @ApiProperty({ type: String, example: 'Quantile of the losses' }) formula: string;
  @ApiProperty({ type: String, description: 'Where the formula is from', example: 'Jorion, Value at Risk' })
  source: string;

  @ApiProperty({ ...ANY, example: { window: 252, confidences: [0.95, 0.99] } }) parameters: Record<string, unknown>;
  @ApiProperty({ type: 'integer', description: 'Most sessions that it looks back on; 0 for none', example: 252 })
  window_sessions: number;

  @ApiProperty({ type: [String], description: 'Calculations that it reads', example: ['risk-sample'] }) reads: string[];
  @ApiProperty({ ...ANY, description: 'Intermediate results', example: { coverage: 1 } }) steps: Record<
    string,
    unknown
  >;

  static from(one: ExplainedCalculation): Wire<ExplainedCalculationDto> {
    const { name, version, formula, source, parameters, window, after, steps } = one;
    return {
      ...{ name, version, formula, source, parameters, window_sessions: window, reads: [...after], steps },
    };
  }
}

export class ExplanationResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, example: 'value-at-risk' }) endpoint: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) as_of_date: string | null;
  @ApiProperty({ type: Boolean, description: 'Whether its session waits to be computed anew', example: false })
  is_stale: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The run that stored the session last' })
  run_id: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2024-11-29T22:31:05Z' })
  computed_at: string | null;

  @ApiProperty({ type: String, description: 'Of the program that computed anew', example: '0.1.0' })
  code_version: string;

  @ApiProperty({
    ...{ type: Boolean, nullable: true, example: true },
    description:
      'Whether all stored figures equal those of the inputs as they are known now; false after a restatement that no run has caught up with',
  })
  reproduced: boolean | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why there is nothing to explain', example: null })
  reason: string | null;

  @ApiProperty({ type: [ExplainedCalculationDto] }) calculations: ExplainedCalculationDto[];
  @ApiProperty({ type: [ExplainedFigureDto] }) figures: ExplainedFigureDto[];
  @ApiProperty({
    ...{ type: ExplainedInputsDto, nullable: true },
    description: 'As they are known now; null where the steps have them, or there are none',
  })
  inputs: ExplainedInputsDto | null;

  static from(view: ExplanationView): Wire<ExplanationResponse> {
    const { figures, calculations, inputs, asOf } = view;
    return {
      ...{ portfolio_id: view.portfolioId, endpoint: view.endpoint, as_of_date: asOf, is_stale: view.isStale },
      ...{ run_id: view.runId, computed_at: view.computedAt, code_version: VERSION },
      reproduced: figures.length === 0 ? null : figures.every(({ isReproduced }) => isReproduced),
      reason: view.reason,
      calculations: calculations.map((one) => ExplainedCalculationDto.from(one)),
      figures: figures.map((figure) => ExplainedFigureDto.from(figure, asOf)),
      inputs: inputs && ExplainedInputsDto.from(inputs),
    };
  }
}
