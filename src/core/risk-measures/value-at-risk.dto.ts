import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo, toCents } from '../analytics/rounding.kernel.js';
import { AsOf, DIGITS, measureOf, Provenance } from './measure-parts.dto.js';
import type { MeasuresView } from './risk-measure-view.js';

const NAMES = ['historical', 'parametric', 'cornish_fisher'] as const;
const PERCENTS = [95, 99] as const;

const SHARE = { type: Number, nullable: true, example: 0.0187 } as const;
const AMOUNT = { type: Number, nullable: true, example: 1_916.75 } as const;

export class ValueAtRiskFigure extends Provenance {
  @ApiProperty({ type: String, enum: NAMES, example: 'historical' }) name: string;
  @ApiProperty({ type: Number, enum: [0.95, 0.99], example: 0.95 }) confidence: number;
  @ApiProperty({ ...SHARE, description: 'Loss of the next session that is not exceeded with that confidence' })
  value_at_risk: number | null;

  @ApiProperty({ ...AMOUNT, description: 'The same in money' }) value_at_risk_amount: number | null;
  @ApiProperty({ ...SHARE, description: 'Mean of the losses beyond (CVaR)' }) expected_shortfall: number | null;
  @ApiProperty({ ...AMOUNT, description: 'The same in money' }) expected_shortfall_amount: number | null;

  static from(view: MeasuresView, name: string, percent: number): Wire<ValueAtRiskFigure> {
    const [loss, tail] = [measureOf(view, `${name}_var_${percent}`), measureOf(view, `${name}_cvar_${percent}`)];
    const amount = (share: number | null): number | null =>
      share === null || view.netAssetValue === null ? null : toCents(share * view.netAssetValue);
    return {
      name,
      confidence: percent / 100,
      value_at_risk: roundTo(loss.value, DIGITS),
      value_at_risk_amount: amount(loss.value),
      expected_shortfall: roundTo(tail.value, DIGITS),
      expected_shortfall_amount: amount(tail.value),
      ...Provenance.of(loss),
    };
  }
}

export class ValueAtRiskResponse extends AsOf {
  @ApiProperty({ type: 'integer', description: 'Sessions ahead', example: 1 }) horizon_sessions: number;
  @ApiProperty({
    ...{ type: String, example: 'share-of-net-asset-value' },
    description: 'Positive is a loss; of the weights of the session, held constant, cash as what does not move',
  })
  unit: string;

  @ApiProperty({ type: [ValueAtRiskFigure] }) figures: ValueAtRiskFigure[];

  static from(view: MeasuresView): Wire<ValueAtRiskResponse> {
    const figures = PERCENTS.flatMap((percent) => NAMES.map((name) => ValueAtRiskFigure.from(view, name, percent)));
    const available = figures.some(({ reason }) => reason === null);
    return { ...AsOf.of(view, available), horizon_sessions: 1, unit: 'share-of-net-asset-value', figures };
  }
}
