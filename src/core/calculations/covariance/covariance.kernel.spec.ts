import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenSymmetric } from '../numeric/eigen.kernel.js';
import { type Matrix, at, diagonal } from '../numeric/matrix.kernel.js';
import { sampleVariance } from '../numeric/series.kernel.js';
import { covarianceMatrix, ewmaCovariance, overlapCounts, pairwiseCovariance } from './covariance.kernel.js';

const missing = Number.NaN;
const of = (...values: number[]): Float64Array => Float64Array.from(values);
const value = fc.double({ min: -0.2, max: 0.2, noNaN: true });
const anyPanel = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 25 }))
  .chain(([assets, sessions]) =>
    fc.array(fc.array(value, { minLength: sessions, maxLength: sessions }), { minLength: assets, maxLength: assets }),
  )
  .map((panel) => panel.map((series) => Float64Array.from(series)));
function sample(panel: readonly Float64Array[]): Matrix {
  const outcome = covarianceMatrix(panel);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value.covariance;
}

describe('the covariance matrix', () => {
  it('has the figures worked by hand', () => {
    const matrix = sample([of(1, 2, 3), of(2, 4, 9)]);
    expect(matrix).toEqual([of(1, 3.5), of(3.5, 13)]);
  });

  it('rests on the sessions on which nothing is missing', () => {
    const panel = [of(1, 2, 3, 4, missing), of(2, 4, 9, missing, 1)];
    expect(covarianceMatrix(panel)).toMatchObject({ ok: true, value: { observations: 3 } });
    expect(covarianceMatrix(panel, { minObservations: 4 })).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(covarianceMatrix([])).toEqual({ ok: false, reason: 'no-positions' });
  });

  it('has the variances on its diagonal, and no eigenvalue below 0 but for rounding', () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        const matrix = sample(panel);
        expect([...diagonal(matrix)]).toEqual(panel.map((series) => expect.closeTo(sampleVariance(series), 14)));
        expect(eigenSymmetric(matrix).values[0]).toBeGreaterThanOrEqual(-1e-10);
      }),
    );
  });

  it('grows with the square of the scale, and does not move with the level', () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        const [plain, other] = [sample(panel), sample(panel.map((series) => series.map((x) => 3 * x + 1)))];
        expect([...diagonal(other)]).toEqual(Array.from(diagonal(plain), (x) => expect.closeTo(9 * x, 12)));
      }),
    );
  });

  it('follows the order of the series', () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        const [forward, backward] = [sample(panel), sample([...panel].reverse())];
        const last = panel.length - 1;
        expect(at(backward, last, 0)).toBeCloseTo(at(forward, 0, last), 15);
      }),
    );
  });
});

describe('pairwise covariance', () => {
  it('uses all that each pair has, and has no cell where that is too little', () => {
    const panel = [of(1, 2, 3, missing, missing), of(2, 4, 9, 1, missing), of(missing, missing, missing, 3, 5)];
    expect(overlapCounts(panel)).toEqual([of(3, 3, 0), of(3, 4, 1), of(0, 1, 2)]);
    const matrix = pairwiseCovariance(panel, 2);
    expect(at(matrix, 0, 1)).toBe(3.5);
    expect(at(matrix, 2, 2)).toBe(2);
    expect([at(matrix, 0, 2), at(matrix, 1, 2)]).toEqual([missing, missing]);
  });

  it('is the covariance matrix when nothing is missing', () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        expect(pairwiseCovariance(panel)).toEqual(sample(panel));
      }),
    );
  });
});

describe('exponentially weighted covariance', () => {
  it('is the mean of the squares without decay, and the sample covariance when the mean is removed', () => {
    const panel = [of(1, 2, 3), of(2, 4, 9)];
    const [plain, demeaned] = [ewmaCovariance(panel, 1, 'zero-mean'), ewmaCovariance(panel, 1, 'demeaned')];
    if (!plain.ok || !demeaned.ok) throw new Error('not computed');
    expect(at(plain.value.covariance, 0, 1)).toBeCloseTo(37 / 3, 13);
    expect(at(demeaned.value.covariance, 0, 1)).toBeCloseTo(3.5, 13);
  });

  it('is the recursion step by step', () => {
    const outcome = ewmaCovariance([of(1, 2, 3)], 0.5, 'recursive');
    expect(outcome.ok && at(outcome.value.covariance, 0, 0)).toBeCloseTo(0.5 * (0.5 * 1 + 0.5 * 4) + 0.5 * 9, 14);
  });

  it('is refused for a lambda out of range, and has no figure without two sessions', () => {
    expect(() => ewmaCovariance([of(1, 2)], 1.1, 'zero-mean')).toThrow(RangeError);
    expect(ewmaCovariance([of(1)], 0.94, 'zero-mean')).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(ewmaCovariance([], 0.94, 'zero-mean')).toEqual({ ok: false, reason: 'no-positions' });
  });
});
