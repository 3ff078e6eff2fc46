import { type Outcome, computed, skipped, valueOrNull } from '../../../shared/outcome.js';
import { cutAt, correlationDistances, dendrogramOf, groupsOf } from '../clustering/clustering.kernel.js';
import { isPositiveDefinite } from '../numeric/cholesky.kernel.js';
import { sumsOfProducts, withoutMean } from '../covariance/covariance.kernel.js';
import { at, element, mapMatrix, type Matrix } from '../numeric/matrix.kernel.js';
import { type Panel } from '../numeric/panel.kernel.js';
import { isConstant, presentValues } from '../numeric/series.kernel.js';
import { clippedCorrelation, nearestCorrelation } from '../psd-repair/psd-repair.kernel.js';
import { correlationPValue } from './correlation.kernel.js';
import { pairwisePearson } from './pairwise-pearson.kernel.js';

/**
 * Correlations of the largest holdings of a portfolio, and which of them move together.
 *
 * A holding is chosen for its size: at least 1 % of gross exposure, at most fifty, the largest first. Pearson, each pair
 * over the sessions that both have. Where these contradict each other, the nearest matrix that does not (Higham) stands for
 * them. Everything is in the order of the chosen.
 */
export interface BookCorrelations {
  /** Places of the chosen, the largest first. */
  readonly places: readonly number[];
  readonly matrix: Matrix;
  /** The pairs of the upper triangle, row by row; NaN where a pair has none. */
  readonly correlations: Float64Array;
  readonly overlaps: Float64Array;
  readonly pValues: Float64Array;
  /** How contradictions were mended; null where there were none. */
  readonly repair: 'higham' | 'clipped' | null;
  /** Sum of w_i w_j rho_ij over the sum of |w_i w_j|, over all pairs: signed, so that a hedge counts against. */
  readonly average: number;
}

export interface CorrelationRules {
  readonly minOverlap: number;
  readonly minShare: number;
  readonly maxCount: number;
}

/** Angle that counts as none: correlations are known to fewer digits than this. */
const RIDGE = 1e-10;

/**
 * `sizes` are signed market values, returns one series each, NaN missing; all NaN for what cannot be chosen. Reasons:
 * no-positions; too-few-observations when fewer than two of those large enough have returns that vary; not-applicable when no pair has
 * enough in common.
 */
export function bookCorrelations(
  sizes: Float64Array,
  returns: Panel,
  rules: CorrelationRules,
): Outcome<BookCorrelations> {
  const places = chosen(sizes, returns, rules);
  if (sizes.every((size) => size === 0)) return skipped('no-positions');
  if (places.length < 2) return skipped('too-few-observations');
  const panel = places.map((i) => returns[i] ?? new Float64Array());
  const hasGaps = panel.some((series) => presentValues(series) !== series);
  // Without gaps, every pair is of the same sessions, and the matrix cannot contradict itself.
  const paired = hasGaps ? pairwisePearson(panel, rules.minOverlap) : null;
  const estimated = paired?.correlations ?? ofWholeSeries(panel);
  const { matrix, repair } = paired ? repaired(estimated) : { matrix: estimated, repair: null };
  const pairs = (places.length * (places.length - 1)) / 2;
  const [correlations, overlaps, pValues] = [pairs, pairs, pairs].map((count) => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let [k, sum, weight] = [0, 0, 0];
  for (const [i, a] of panel.entries()) {
    for (let j = i + 1; j < panel.length; j++, k++) {
      const value = at(matrix, i, j);
      const common = paired ? at(paired.overlaps, i, j) : a.length;
      correlations[k] = value;
      overlaps[k] = common;
      pValues[k] = Number.isNaN(value) ? Number.NaN : (valueOrNull(correlationPValue(value, common)) ?? Number.NaN);
      if (Number.isNaN(value)) continue;
      const product = (sizes[places[i] ?? -1] ?? 0) * (sizes[places[j] ?? -1] ?? 0);
      sum += product * value;
      weight += Math.abs(product);
    }
  }
  if (weight === 0) return skipped('not-applicable');
  return computed({
    ...{ places, matrix, correlations, overlaps, pValues },
    repair,
    average: Math.max(-1, Math.min(1, sum / weight)),
  });
}

function chosen(sizes: Float64Array, returns: Panel, { minOverlap, minShare, maxCount }: CorrelationRules): number[] {
  let gross = 0;
  for (const size of sizes) gross += Math.abs(size);
  const sizeOf = (i: number): number => Math.abs(sizes[i] ?? 0);
  const moves = (i: number): boolean => {
    const present = presentValues(returns[i] ?? new Float64Array());
    return present.length >= minOverlap && !isConstant(present);
  };
  return Array.from(sizes.keys())
    .filter((i) => sizeOf(i) > 0 && sizeOf(i) >= minShare * gross && moves(i))
    .sort((i, j) => sizeOf(j) - sizeOf(i) || i - j)
    .slice(0, maxCount);
}

/** As correlationMatrix, of series that vary and miss nothing: each is brought to length 1 once, not once a pair. */
function ofWholeSeries(panel: Panel): Matrix {
  const sums = sumsOfProducts(panel.map(withoutMean));
  const lengths = sums.map((row, i) => Math.sqrt(element(row, i)));
  const lengthOf = (i: number): number => lengths[i] ?? Number.NaN;
  return mapMatrix(sums, (sum, i, j) => (i === j ? 1 : Math.max(-1, Math.min(1, sum / (lengthOf(i) * lengthOf(j))))));
}

/**
 * A matrix with a missing pair stays as it is: there is nothing to be near to. Higham's steps come nearer by a constant
 * factor each, so that the last digits would take hundreds of them; they end at 1e-8, far below what correlations are known
 * to, and clipping takes away what is then left below 0.
 */
function repaired(matrix: Matrix): Pick<BookCorrelations, 'matrix' | 'repair'> {
  const isComplete = matrix.every((row) => !row.some(Number.isNaN));
  if (!isComplete || isPositiveDefinite(matrix, RIDGE)) return { matrix, repair: null };
  const nearest = nearestCorrelation(matrix, { precision: 1e-8, maxSteps: 200 });
  const clipped = clippedCorrelation(nearest.ok ? nearest.value : matrix);
  if (!clipped.ok) return { matrix, repair: null };
  return { matrix: clipped.value, repair: nearest.ok ? 'higham' : 'clipped' };
}

export interface MovingTogether {
  /** Places among the chosen. */
  readonly members: readonly number[];
  /** Mean over the pairs of the members. */
  readonly averageCorrelation: number;
  /** Of each member: mean correlation with the others. */
  readonly toOthers: Float64Array;
}

/**
 * Clusters of two or more, by average linkage on sqrt(2 (1 - rho)), cut where two holdings with correlation `threshold`
 * would be joined. Signed: a hedge is far away. A missing correlation counts as 0. In the order of their largest member.
 */
export function movingTogether(matrix: Matrix, threshold: number): readonly MovingTogether[] {
  // sqrt((1 - rho) / 2) is half of that distance, and average linkage does not mind the factor.
  const tree = dendrogramOf(correlationDistances(matrix, 'sqrt-half'), 'average');
  const groups = groupsOf(cutAt(tree, Math.sqrt((1 - threshold) / 2)));
  return groups
    .filter((members) => members.length > 1)
    .map((members) => {
      const toOthers = Float64Array.from(members, (i) =>
        meanOf(members.filter((j) => j !== i).map((j) => at(matrix, i, j))),
      );
      return { members, toOthers, averageCorrelation: meanOf([...toOthers]) };
    });
}

function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += Number.isNaN(value) ? 0 : value;
  return sum / values.length;
}
