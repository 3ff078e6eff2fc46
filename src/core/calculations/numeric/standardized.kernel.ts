import { isConstant, mean } from './series.kernel.js';
import { at, norm } from './vector.kernel.js';

/** A target and its factors, row by row. */
export interface FactorPanel {
  readonly y: Float64Array;
  readonly factors: readonly Float64Array[];
}

/** The rows of which no value is missing (NaN). Throws a RangeError when the series differ in length. */
export function completeRows({ y, factors }: FactorPanel): FactorPanel {
  for (const factor of factors) {
    if (factor.length !== y.length) throw new RangeError(`series of ${y.length} and ${factor.length} are not aligned`);
  }
  const missing = new Uint8Array(y.length);
  for (const series of [y, ...factors]) {
    for (let i = 0; i < series.length; i++) if (Number.isNaN(series[i])) missing[i] = 1;
  }
  if (!missing.includes(1)) return { y, factors };
  const present = (_: number, i: number): boolean => missing[i] === 0;
  return { y: y.filter(present), factors: factors.map((factor) => factor.filter(present)) };
}

export interface Standardized {
  readonly mean: number;
  /** Length of the centred series; 0 for a series without variation. */
  readonly length: number;
  /** Centred and of length 1; all 0 for a series without variation. */
  readonly unit: Float64Array;
}

export function standardize(values: Float64Array): Standardized {
  const centre = mean(values);
  if (isConstant(values)) return { mean: centre, length: 0, unit: new Float64Array(values.length) };
  const unit = new Float64Array(values.length);
  for (let i = 0; i < unit.length; i++) unit[i] = at(values, i) - centre;
  const length = norm(unit);
  for (let i = 0; i < unit.length; i++) unit[i] = at(unit, i) / length;
  return { mean: centre, length, unit };
}
