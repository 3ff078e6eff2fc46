import { eigenSymmetric } from '../../src/core/calculations/numeric/eigen.kernel.js';
import { distanceBetween } from '../../src/core/calculations/numeric/matrix.kernel.js';
import {
  clippedCorrelation,
  isPositiveSemiDefinite,
  nearestCorrelation,
} from '../../src/core/calculations/psd-repair/psd-repair.kernel.js';
import { cells, series } from './status.js';

interface Inputs {
  readonly correlation: readonly (readonly number[])[];
}

export function psdRepairCase({ correlation }: Inputs): unknown {
  const matrix = correlation.map(series);
  const [clipped, nearest] = [clippedCorrelation(matrix), nearestCorrelation(matrix)];
  if (!clipped.ok || !nearest.ok) return { status: 'no_solution' };
  return {
    status: 'ok',
    smallest_eigenvalue: eigenSymmetric(matrix).values[0],
    is_psd: isPositiveSemiDefinite(matrix),
    clipped: cells(clipped.value),
    nearest: cells(nearest.value),
    frobenius_distance_nearest: distanceBetween(nearest.value, matrix),
  };
}
