import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type Outcome, valueOrNull } from '../../shared/outcome.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import type { RatioSet } from '../calculations/risk-ratios/ratio-set.kernel.js';
import { AsOf, DIGITS, measureOf, Provenance, reasonsOf } from './measure-parts.dto.js';
import type { MeasuresView, RatiosView, StoredMeasure } from './risk-measure-view.js';

const NAMES = [
  ...['max_drawdown', 'current_drawdown', 'sharpe_ratio', 'sortino_ratio', 'calmar_ratio'],
  ...['omega_ratio', 'tail_ratio', 'upside_capture', 'downside_capture'],
] as readonly (keyof RatioSet)[];

const RATIO = { type: Number, nullable: true, example: 1.12 } as const;
const DATE = { type: String, format: 'date', nullable: true, example: '2024-11-29' } as const;
const REASONS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Ratio to why it is null',
  example: {},
} as const;

/** Annualised where that has a meaning; risk-free rate and target are 0. */
export class RatioFigures {
  @ApiProperty({ ...RATIO, description: '0 or negative', example: -0.124 }) max_drawdown: number | null;
  @ApiProperty({ ...RATIO, description: 'Of the last session', example: -0.021 }) current_drawdown: number | null;
  @ApiProperty(RATIO) sharpe_ratio: number | null;
  @ApiProperty(RATIO) sortino_ratio: number | null;
  @ApiProperty(RATIO) calmar_ratio: number | null;
  @ApiProperty(RATIO) omega_ratio: number | null;
  @ApiProperty({ ...RATIO, description: 'Size of the 95 % quantile over that of the 5 % quantile' })
  tail_ratio: number | null;

  @ApiProperty({ ...RATIO, description: "Growth over the benchmark's, on sessions on which that rose" })
  upside_capture: number | null;

  @ApiProperty({ ...RATIO, description: 'The same on sessions on which it fell; below 1, less was lost' })
  downside_capture: number | null;

  static from(figure: (name: keyof RatioSet) => number | null): Wire<RatioFigures> {
    return Object.fromEntries(NAMES.map((name) => [name, roundTo(figure(name), DIGITS)])) as unknown as RatioFigures;
  }
}

/** What the weights of the newest session would have gone through. */
export class ConstantWeightRatios extends Provenance {
  @ApiProperty({ type: RatioFigures }) ratios: RatioFigures;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(view: MeasuresView): Wire<ConstantWeightRatios> {
    const measures = new Map<string, StoredMeasure>(NAMES.map((name) => [name, measureOf(view, name)]));
    return {
      ...Provenance.of(measureOf(view, 'max_drawdown')),
      ratios: RatioFigures.from((name) => measures.get(name)?.value ?? null),
      reasons: reasonsOf([...measures.values()]),
    };
  }
}

export class RiskRatiosResponse extends AsOf {
  @ApiProperty({ ...DATE, description: 'First session with a return' }) from: string | null;
  @ApiProperty({ ...DATE, description: 'Last session with a return' }) to: string | null;
  @ApiProperty({
    type: Boolean,
    description: 'Whether earlier sessions are left out: ten years at most',
    example: false,
  })
  is_cut: boolean;

  @ApiProperty({ type: String, description: 'Of the capture ratios', example: 'SPY' }) benchmark: string;
  @ApiProperty({ type: 'integer', description: 'Sessions from the first to the last return', example: 231 })
  window_sessions: number;

  @ApiProperty({ type: 'integer', description: 'Sessions with a return', example: 231 }) observations: number;
  @ApiProperty({ type: String, example: 'actual-daily-returns' }) method: string;
  @ApiProperty({ type: 'integer', example: 1 }) version: number;
  @ApiProperty({ type: RatioFigures }) ratios: RatioFigures;
  @ApiProperty(REASONS) reasons: Record<string, string>;
  @ApiProperty({ type: ConstantWeightRatios }) constant_weights: ConstantWeightRatios;

  static from({ newest, benchmark, ratios, observations, from, to, isCut }: RatiosView): Wire<RiskRatiosResponse> {
    const of = (name: keyof RatioSet): Outcome<number> => ratios[name];
    return {
      ...AsOf.of(
        newest,
        NAMES.some((name) => of(name).ok),
      ),
      ...{ from, to, is_cut: isCut, benchmark, window_sessions: observations, observations },
      ...{ method: 'actual-daily-returns', version: 1 },
      ratios: RatioFigures.from((name) => valueOrNull(of(name))),
      reasons: Object.fromEntries(
        NAMES.flatMap((name) => {
          const outcome = of(name);
          return outcome.ok ? [] : [[name, outcome.reason]];
        }),
      ),
      constant_weights: ConstantWeightRatios.from(newest),
    };
  }
}
