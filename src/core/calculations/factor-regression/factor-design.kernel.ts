import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { centredSumOfSquares } from '../numeric/series.kernel.js';
import { RidgeDesign } from '../ridge/ridge-design.kernel.js';
import { addScaled, at, dot } from '../numeric/vector.kernel.js';
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

/**
 * Many targets regressed on the same factors: what depends on the factors alone is computed once for each pattern of
 * missing sessions, so that a further target costs sums of products only. The figures are those of `regressOnFactors`,
 * `chooseRidgePenalty` and `ridge` (standardised).
 */
export class FactorDesign {
  private readonly complete: Int32Array;
  private readonly all: Rows;
  private readonly fits = new Map<string, Outcome<FactorFit>>();
  private readonly ridges = new Map<string, RidgeDesign>();

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
      const coefficients = new Float64Array(design.influence.length);
      for (const [i, weights] of design.influence.entries()) coefficients[i] = dot(weights, y);
      const residuals = new Float64Array(y.length).fill(-at(coefficients, 0));
      addScaled(residuals, y, 1);
      for (const [i, factor] of rows.factors.entries()) addScaled(residuals, factor, -at(coefficients, i + 1));
      const total = centredSumOfSquares(y);
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
    const chosen = this.preparedRidge(rows, folds).choose(y, penalties);
    return chosen === null ? skipped('no-solution') : computed({ observations: y.length, ...chosen });
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

  private preparedRidge({ key, factors }: Rows, folds: number): RidgeDesign {
    const known = this.ridges.get(`${folds}:${key}`);
    if (known) return known;
    const prepared = new RidgeDesign(factors, folds);
    this.ridges.set(`${folds}:${key}`, prepared);
    return prepared;
  }
}

function valuesAt(series: Float64Array, places: Int32Array): Float64Array {
  const values = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) values[i] = at(series, places[i] ?? -1);
  return values;
}
