import { eigenSymmetric } from '../numeric/eigen.kernel.js';
import { at as cell, symmetricOf } from '../numeric/matrix.kernel.js';
import { isConstant, mean } from '../numeric/series.kernel.js';
import { at, dot } from '../numeric/vector.kernel.js';

export interface ChosenRidge {
  readonly penalty: number;
  /** In the factors' own units, without the constant. */
  readonly coefficients: Float64Array;
  /** Null for a target without variation. */
  readonly rSquared: number | null;
}

/** Sums over the rows of a block, of factors less their means over all rows. */
interface FactorSums {
  readonly rows: number;
  /** k sums. */
  readonly factors: Float64Array;
  /** k rows of k sums of products. */
  readonly products: readonly Float64Array[];
}

/** The same of a target: of itself, its square, and its products with the factors. */
interface TargetSums {
  readonly rows: number;
  readonly target: number;
  readonly squares: number;
  readonly products: Float64Array;
}

/** Rows that coefficients are estimated from, and what of the estimate does not depend on the target. */
interface Estimator {
  readonly means: Float64Array;
  /** Population standard deviations; 0 for a factor that is constant over the rows. */
  readonly scales: Float64Array;
  /** Eigenvalues of the scaled factors' matrix of products, and their vectors. */
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

/** Below this share of the largest an eigenvalue is rounding. */
const NEGLIGIBLE = 1e-14;

/**
 * Ridge regressions of many targets on the same standardised factors, each by the penalty whose forecasts of
 * consecutive blocks left out are best: the figures of `chooseRidgePenalty` and `ridge`. All that the factors
 * contribute is a matrix of products for each block; a target adds the sums of its own products, each row read once,
 * and what is estimated without a block is that of all rows less the block's. Factors are centred first, so that
 * differences of sums keep their digits.
 *
 * @throws RangeError for fewer than two folds or series that differ in length.
 */
export class RidgeDesign {
  private readonly rows: number;
  private readonly centred: readonly Float64Array[];
  private readonly ends: readonly number[];
  private readonly blocks: readonly FactorSums[];
  private readonly all: FactorSums;
  private readonly whole: Estimator;
  private readonly without: readonly Estimator[];

  constructor(factors: readonly Float64Array[], folds: number) {
    if (!Number.isInteger(folds) || folds < 2) throw new RangeError('two folds or more');
    this.rows = factors[0]?.length ?? 0;
    if (factors.some(({ length }) => length !== this.rows)) throw new RangeError('factors are not aligned');
    this.centred = factors.map(centredOf);
    this.ends = Array.from({ length: folds + 1 }, (_, fold) => Math.floor((fold * this.rows) / folds));
    this.blocks = Array.from({ length: folds }, (_, fold) =>
      factorSums(this.centred, this.ends[fold] ?? 0, this.ends[fold + 1] ?? 0),
    );
    this.all = this.blocks.reduce(sumOf);
    this.whole = estimatorOf(
      this.all,
      factors.map((factor) => isConstant(factor)),
    );
    this.without = this.blocks.map((block, fold) => {
      const constant = factors.map((factor) =>
        isConstant(valuesOutside(factor, this.ends[fold] ?? 0, this.ends[fold + 1] ?? 0)),
      );
      return estimatorOf(differenceOf(this.all, block), constant);
    });
  }

  /** Null when no penalty has a forecast that is a number. `target` has one value a row, none missing. */
  choose(target: Float64Array, penalties: readonly number[]): ChosenRidge | null {
    const centre = mean(target);
    const blocks = this.blocks.map((_, fold) =>
      targetSums(target, centre, this.centred, this.ends[fold] ?? 0, this.ends[fold + 1] ?? 0),
    );
    const all = blocks.reduce(togetherOf);
    const errors = this.forecastErrors(blocks, all, penalties);
    const best = Math.min(...errors.filter((error) => !Number.isNaN(error)));
    const penalty = penalties[errors.indexOf(best)];
    if (penalty === undefined) return null;
    const coefficients = coefficientsOf(this.whole, projected(this.whole, all), penalty);
    const intercept = all.target / all.rows - dot(coefficients, this.whole.means);
    const total = all.squares - (all.target * all.target) / all.rows;
    const residual = squaredErrors(this.all, all, coefficients, intercept);
    return { penalty, coefficients, rSquared: isConstant(target) ? null : 1 - residual / total };
  }

  /** For each penalty the sum of squared errors of the forecasts of each block from all others. */
  private forecastErrors(blocks: readonly TargetSums[], all: TargetSums, penalties: readonly number[]): Float64Array {
    const errors = new Float64Array(penalties.length);
    for (const [fold, estimator] of this.without.entries()) {
      const [sums, block] = [blocks[fold], this.blocks[fold]];
      if (!sums || !block) continue;
      const kept = withoutBlock(all, sums);
      const onVectors = projected(estimator, kept);
      for (let place = 0; place < penalties.length; place++) {
        const coefficients = coefficientsOf(estimator, onVectors, at(penalties, place));
        const intercept = kept.target / kept.rows - dot(coefficients, estimator.means);
        errors[place] = at(errors, place) + squaredErrors(block, sums, coefficients, intercept);
      }
    }
    return errors;
  }
}

function centredOf(factor: Float64Array): Float64Array {
  const centre = mean(factor);
  const centred = new Float64Array(factor.length);
  for (let t = 0; t < factor.length; t++) centred[t] = at(factor, t) - centre;
  return centred;
}

function valuesOutside(values: Float64Array, from: number, to: number): Float64Array {
  const rest = new Float64Array(values.length - (to - from));
  rest.set(values.subarray(0, from));
  rest.set(values.subarray(to), from);
  return rest;
}

function productOf(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += at(a, t) * at(b, t);
  return sum;
}

function factorSums(centred: readonly Float64Array[], from: number, to: number): FactorSums {
  const sums = Float64Array.from(centred, (factor) => {
    let sum = 0;
    for (let t = from; t < to; t++) sum += at(factor, t);
    return sum;
  });
  const none = new Float64Array();
  const products = symmetricOf(centred.length, (i, j) => productOf(centred[i] ?? none, centred[j] ?? none, from, to));
  return { rows: to - from, factors: sums, products };
}

function targetSums(
  target: Float64Array,
  centre: number,
  centred: readonly Float64Array[],
  from: number,
  to: number,
): TargetSums {
  let [sum, squares] = [0, 0];
  for (let t = from; t < to; t++) {
    const value = at(target, t) - centre;
    sum += value;
    squares += value * value;
  }
  const products = new Float64Array(centred.length);
  for (let i = 0; i < centred.length; i++) {
    const factor = centred[i] ?? products;
    let product = 0;
    for (let t = from; t < to; t++) product += (at(target, t) - centre) * at(factor, t);
    products[i] = product;
  }
  return { rows: to - from, target: sum, squares, products };
}

const sumOf = (a: FactorSums, b: FactorSums): FactorSums => combined(a, b, 1);
const differenceOf = (a: FactorSums, b: FactorSums): FactorSums => combined(a, b, -1);

function combined(a: FactorSums, b: FactorSums, sign: 1 | -1): FactorSums {
  return {
    rows: a.rows + sign * b.rows,
    factors: a.factors.map((sum, i) => sum + sign * at(b.factors, i)),
    products: symmetricOf(a.products.length, (i, j) => cell(a.products, i, j) + sign * cell(b.products, i, j)),
  };
}

const togetherOf = (a: TargetSums, b: TargetSums): TargetSums => joined(a, b, 1);
const withoutBlock = (a: TargetSums, b: TargetSums): TargetSums => joined(a, b, -1);

function joined(a: TargetSums, b: TargetSums, sign: 1 | -1): TargetSums {
  const products = new Float64Array(a.products.length);
  for (let i = 0; i < products.length; i++) products[i] = at(a.products, i) + sign * at(b.products, i);
  return {
    rows: a.rows + sign * b.rows,
    target: a.target + sign * b.target,
    squares: a.squares + sign * b.squares,
    products,
  };
}

function estimatorOf({ rows, factors, products }: FactorSums, isConstantAt: readonly boolean[]): Estimator {
  const means = factors.map((sum) => sum / rows);
  const centred = (i: number, j: number): number => cell(products, i, j) - rows * at(means, i) * at(means, j);
  const scales = means.map((_, i) => (isConstantAt[i] ? 0 : Math.sqrt(centred(i, i) / rows)));
  const scaled = symmetricOf(means.length, (i, j) => {
    const scale = at(scales, i) * at(scales, j);
    return scale === 0 ? 0 : centred(i, j) / scale;
  });
  return { means, scales, ...eigenSymmetric(scaled) };
}

/** What the target has in common with each eigenvector of the scaled factors. */
function projected({ means, scales, vectors }: Estimator, { rows, target, products }: TargetSums): Float64Array {
  const shared = new Float64Array(scales.length);
  const centre = target / rows;
  for (let i = 0; i < shared.length; i++) {
    const scale = at(scales, i);
    shared[i] = scale === 0 ? 0 : (at(products, i) - rows * centre * at(means, i)) / scale;
  }
  const onVectors = new Float64Array(shared.length);
  for (let j = 0; j < onVectors.length; j++) onVectors[j] = dot(vectors[j] ?? shared, shared);
  return onVectors;
}

function coefficientsOf(
  { scales, values, vectors }: Estimator,
  onVectors: Float64Array,
  penalty: number,
): Float64Array {
  const coefficients = new Float64Array(scales.length);
  const smallest = NEGLIGIBLE * at(values, values.length - 1);
  for (let j = 0; j < onVectors.length; j++) {
    const value = at(values, j);
    const vector = vectors[j];
    if (!vector || value <= smallest) continue;
    const weight = at(onVectors, j) / (value + penalty);
    for (let i = 0; i < coefficients.length; i++) coefficients[i] = at(coefficients, i) + weight * at(vector, i);
  }
  for (let i = 0; i < coefficients.length; i++) {
    const scale = at(scales, i);
    coefficients[i] = scale === 0 ? 0 : at(coefficients, i) / scale;
  }
  return coefficients;
}

/** Over a block's rows the sum of (target - intercept - coefficients . factors)^2, multiplied out; never below 0. */
function squaredErrors(
  { factors, products }: FactorSums,
  sums: TargetSums,
  coefficients: Float64Array,
  intercept: number,
): number {
  let errors = sums.squares - 2 * intercept * sums.target + sums.rows * intercept * intercept;
  for (let i = 0; i < coefficients.length; i++) {
    const row = products[i] ?? factors;
    const own = 2 * (intercept * at(factors, i) - at(sums.products, i)) + dot(row, coefficients);
    errors += at(coefficients, i) * own;
  }
  return Math.max(0, errors);
}
