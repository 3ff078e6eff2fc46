import { valueOrNull } from '../../../shared/outcome.js';
import { type Matrix, matrixOf } from '../numeric/matrix.kernel.js';
import { assertPanel, type Panel } from '../numeric/panel.kernel.js';
import { mean, presentValues } from '../numeric/series.kernel.js';
import { correlation } from './correlation.kernel.js';

export interface PairwisePearson {
  /** As `correlationMatrix` of the panel; agrees with it to some 14 digits. */
  readonly correlations: Matrix;
  /** Sessions that each pair has in common. */
  readonly overlaps: Matrix;
}

/** Below this share of its sum of squares, what varies may be rounding: the careful formula then decides. */
const LITTLE = 1e-9;
/** Below this a sum of squares has lost digits to the smallest numbers there are: the careful formula decides too. */
const SMALLEST = 1e-280;

interface Filled {
  readonly series: Float64Array;
  /** Deviations from the mean of what is present, 0 where there is none: sums need no condition then. */
  readonly deviations: Float64Array;
  /** 1 where there is a value, else 0. */
  readonly present: Float64Array;
  readonly sumOfSquares: number;
}

/**
 * Pearson correlation of every pair of a panel with gaps (NaN), each over its own complete sessions, in one pass a pair.
 * One-pass formulas lose digits to a large mean; the series are therefore centred first, each by its own.
 * NaN for a pair with fewer than `minObservations` sessions or without variation on them.
 */
export function pairwisePearson(panel: Panel, minObservations: number): PairwisePearson {
  assertPanel(panel);
  const filled = panel.map(fill);
  const [correlations, overlaps] = [matrixOf(panel.length, () => 1), matrixOf(panel.length, () => 0)];
  for (const [i, a] of filled.entries()) {
    for (let j = i; j < filled.length; j++) {
      const b = filled[j] ?? a;
      const { value, count } = pair(a, b, Math.max(2, minObservations));
      setBoth(overlaps, i, j, count);
      setBoth(correlations, i, j, i === j && !Number.isNaN(value) ? 1 : value);
    }
  }
  return { correlations, overlaps };
}

function fill(series: Float64Array): Filled {
  const centre = mean(presentValues(series));
  const [deviations, present] = [new Float64Array(series.length), new Float64Array(series.length)];
  let sumOfSquares = 0;
  for (let t = 0; t < series.length; t++) {
    const value = series[t] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    deviations[t] = value - centre;
    present[t] = 1;
    sumOfSquares += value * value;
  }
  return { series, deviations, present, sumOfSquares };
}

function pair(a: Filled, b: Filled, needed: number): { value: number; count: number } {
  const { deviations: deviationsA, present: presentA } = a;
  const { deviations: deviationsB, present: presentB } = b;
  let [count, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let t = 0; t < deviationsA.length; t++) {
    const x = deviationsA[t] ?? Number.NaN;
    const y = deviationsB[t] ?? Number.NaN;
    const hasA = presentA[t] ?? 0;
    const hasB = presentB[t] ?? 0;
    count += hasA * hasB;
    sumA += x * hasB;
    sumB += y * hasA;
    squaresA += x * x * hasB;
    squaresB += y * y * hasA;
    products += x * y;
  }
  if (count < needed) return { value: Number.NaN, count };
  const varianceA = squaresA - (sumA * sumA) / count;
  const varianceB = squaresB - (sumB * sumB) / count;
  if (!(varianceA > leastOf(a) && varianceB > leastOf(b))) {
    return { value: valueOrNull(correlation(a.series, b.series, 'pearson', needed)) ?? Number.NaN, count };
  }
  const value = (products - (sumA * sumB) / count) / (Math.sqrt(varianceA) * Math.sqrt(varianceB));
  return { value: Math.max(-1, Math.min(1, value)), count };
}

const leastOf = ({ sumOfSquares }: Filled): number => Math.max(SMALLEST, LITTLE * sumOfSquares);

function setBoth(matrix: Matrix, i: number, j: number, value: number): void {
  const [row, mirror] = [matrix[i], matrix[j]];
  if (row) row[j] = value;
  if (mirror) mirror[i] = value;
}
