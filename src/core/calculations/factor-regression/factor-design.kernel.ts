import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { standardize } from '../numeric/standardized.kernel.js';
import { singularDecomposition } from '../numeric/svd.kernel.js';
import { addScaled, at, combine, dot } from '../numeric/vector.kernel.js';
import { type FactorFit, regressOnFactors } from './factor-regression.kernel.js';

/** A regression of one target on a shared design; vectors begin with the constant and follow the order of the factors. */
export interface SharedFit {
  readonly observations: number;
  readonly rSquared: number | null;
  readonly fit: FactorFit;
}

/** A ridge regression with the penalty that forecast best. */
export interface SharedRidge {
  readonly observations: number;
  readonly penalty: number;
  /** In the factors' own units, without the constant. */
  readonly coefficients: Float64Array;
  readonly rSquared: number | null;
}

interface Rows {
  /** Of the pattern of missing sessions. */
  readonly key: string;
  readonly places: Int32Array;
  readonly factors: readonly Float64Array[];
}

/** What of a ridge regression does not depend on the target. */
interface PreparedRidge {
  readonly from: Int32Array;
  readonly means: Float64Array;
  readonly scales: Float64Array;
  readonly scaledLeft: readonly Float64Array[];
  readonly right: readonly Float64Array[];
  readonly values: Float64Array;
}

/**
 * Many targets regressed on the same factors: what depends on the factors alone is computed once for each pattern of
 * missing sessions, so that a further target costs sums of products only. The figures are those of `regressOnFactors`,
 * `chooseRidgePenalty` and `ridge` (standardised).
 */
export class FactorDesign {
  private readonly complete: Int32Array;
  private readonly all: Rows;
  private readonly fits = new Map<string, Outcome<FactorFit>>();
  private readonly ridges = new Map<string, { readonly whole: PreparedRidge; readonly folds: readonly Fold[] }>();

  /**
   * @param factors one series each, aligned by session, NaN where there is none.
   * @param minObservations below which a target has no fit.
   * @throws RangeError when the series differ in length.
   */
  constructor(
    private readonly factors: readonly Float64Array[],
    private readonly minObservations: number,
  ) {
    const sessions = factors[0]?.length ?? 0;
    if (factors.some(({ length }) => length !== sessions)) throw new RangeError('factors are not aligned');
    const places: number[] = [];
    for (let t = 0; t < sessions; t++) if (factors.every((factor) => !Number.isNaN(at(factor, t)))) places.push(t);
    this.complete = Int32Array.from(places);
    this.all = this.rowsAt(this.complete);
  }

  /** Ordinary least squares. Reasons: too-few-observations; no-solution for factors that depend on each other. */
  fit(target: Float64Array): Outcome<SharedFit> {
    const rows = this.rowsOf(target);
    const y = valuesAt(target, rows.places);
    const prepared = this.preparedFit(rows);
    return mapOutcome(prepared, (design) => {
      const coefficients = Float64Array.from(design.influence, (weights) => dot(weights, y));
      const residuals = y.map((value) => value - at(coefficients, 0));
      rows.factors.forEach((factor, i) => {
        addScaled(residuals, factor, -at(coefficients, i + 1));
      });
      const total = standardize(y).length ** 2;
      const squares = dot(residuals, residuals);
      const rSquared = total === 0 ? null : Math.max(0, 1 - squares / total);
      const adjusted = rSquared === null ? null : 1 - ((1 - rSquared) * (y.length - 1)) / design.degrees;
      const fit = {
        ...design,
        coefficients,
        residuals,
        residualStandardDeviation: Math.sqrt(squares / design.degrees),
        adjustedRSquared: adjusted,
      };
      return { observations: y.length, rSquared, fit };
    });
  }

  /**
   * Ridge regression by the penalty whose forecasts of consecutive blocks left out are best.
   * Reasons: too-few-observations; no-solution when no penalty has a fit.
   */
  ridge(target: Float64Array, penalties: readonly number[], folds: number): Outcome<SharedRidge> {
    const rows = this.rowsOf(target);
    const y = valuesAt(target, rows.places);
    if (y.length < Math.max(3, folds, this.minObservations)) return skipped('too-few-observations');
    const prepared = this.preparedRidge(rows, folds);
    const errors = forecastErrors(prepared.folds, y, rows.factors, penalties);
    const best = Math.min(...errors.filter((error) => !Number.isNaN(error)));
    const penalty = penalties[errors.indexOf(best)];
    if (penalty === undefined) return skipped('no-solution');
    const projected = project(prepared.whole, y);
    const coefficients = coefficientsOf(prepared.whole, projected, penalty);
    const residuals = projected.centred.slice();
    rows.factors.forEach((factor, i) => {
      const [slope, centre] = [at(coefficients, i), at(prepared.whole.means, i)];
      for (let t = 0; t < residuals.length; t++) residuals[t] = at(residuals, t) - slope * (at(factor, t) - centre);
    });
    const total = dot(projected.centred, projected.centred);
    const rSquared = total === 0 ? null : 1 - dot(residuals, residuals) / total;
    return computed({ observations: y.length, penalty, coefficients, rSquared });
  }

  private rowsOf(target: Float64Array): Rows {
    let missing = false;
    for (const t of this.complete) missing ||= Number.isNaN(at(target, t));
    if (!missing) return this.all;
    return this.rowsAt(this.complete.filter((t) => !Number.isNaN(at(target, t))));
  }

  private rowsAt(places: Int32Array): Rows {
    return { key: places.join(), places, factors: this.factors.map((factor) => valuesAt(factor, places)) };
  }

  private preparedFit({ key, places, factors }: Rows): Outcome<FactorFit> {
    const known = this.fits.get(key);
    if (known) return known;
    const panel = { y: new Float64Array(places.length), factors };
    const outcome = regressOnFactors(panel, this.minObservations);
    const fit = outcome.ok ? outcome.value.fit : outcome;
    this.fits.set(key, fit);
    return fit;
  }

  private preparedRidge({ key, places, factors }: Rows, folds: number) {
    const known = this.ridges.get(`${folds}:${key}`);
    if (known) return known;
    const rows = Int32Array.from(places, (_, i) => i);
    const prepared = {
      whole: prepareRidge(factors, rows),
      folds: Array.from({ length: folds }, (_, fold): Fold => {
        const from = Math.floor((fold * rows.length) / folds);
        const to = Math.floor(((fold + 1) * rows.length) / folds);
        return {
          from,
          to,
          kept: prepareRidge(
            factors,
            rows.filter((i) => i < from || i >= to),
          ),
        };
      }),
    };
    this.ridges.set(`${folds}:${key}`, prepared);
    return prepared;
  }
}

interface Fold {
  readonly from: number;
  readonly to: number;
  readonly kept: PreparedRidge;
}

function valuesAt(series: Float64Array, places: Int32Array): Float64Array {
  const values = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) values[i] = at(series, places[i] ?? -1);
  return values;
}

function prepareRidge(factors: readonly Float64Array[], from: Int32Array): PreparedRidge {
  const columns = factors.map((factor) => standardize(valuesAt(factor, from)));
  const scales = Float64Array.from(columns, ({ length }) => length / Math.sqrt(from.length));
  const root = Math.sqrt(from.length);
  const design = columns.map(({ unit }) => unit.map((value) => value * root));
  const means = Float64Array.from(columns, ({ mean }) => mean);
  return { from, means, scales, ...singularDecomposition(design) };
}

interface Projected {
  readonly mean: number;
  readonly centred: Float64Array;
  /** On each singular vector, scaled. */
  readonly onVectors: Float64Array;
}

function project({ from, scaledLeft }: PreparedRidge, y: Float64Array): Projected {
  const own = valuesAt(y, from);
  const { mean, length, unit } = standardize(own);
  const centred = unit.map((value) => value * length);
  return { mean, centred, onVectors: Float64Array.from(scaledLeft, (left) => dot(left, centred)) };
}

function coefficientsOf(prepared: PreparedRidge, { onVectors }: Projected, penalty: number): Float64Array {
  const threshold = 1e-10 * Math.max(0, ...prepared.values);
  const weights = prepared.values.map((value, j) =>
    value <= threshold ? 0 : at(onVectors, j) / (value * value + penalty),
  );
  return combine(weights, prepared.right, prepared.scales.length).map((value, i) => {
    const scale = at(prepared.scales, i);
    return scale === 0 ? 0 : value / scale;
  });
}

/** For each penalty the mean squared error of forecasts of the rows that each fold leaves out. */
function forecastErrors(
  folds: readonly Fold[],
  y: Float64Array,
  factors: readonly Float64Array[],
  penalties: readonly number[],
): Float64Array {
  const squares = new Float64Array(penalties.length);
  for (const { from, to, kept } of folds) {
    const projected = project(kept, y);
    penalties.forEach((penalty, place) => {
      const coefficients = coefficientsOf(kept, projected, penalty);
      const errors = y.subarray(from, to).map((value) => value - projected.mean);
      factors.forEach((factor, i) => {
        const [slope, centre] = [at(coefficients, i), at(kept.means, i)];
        for (let t = from; t < to; t++) errors[t - from] = at(errors, t - from) - slope * (at(factor, t) - centre);
      });
      squares[place] = at(squares, place) + dot(errors, errors);
    });
  }
  return squares.map((sum) => sum / y.length);
}
