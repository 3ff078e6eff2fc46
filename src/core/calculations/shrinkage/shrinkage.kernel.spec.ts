import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outcome } from '../../../shared/outcome.js';
import { covarianceMatrix } from '../covariance/covariance.kernel.js';
import { eigenSymmetric } from '../numeric/eigen.kernel.js';
import { at, diagonal, trace } from '../numeric/matrix.kernel.js';
import {
  type Shrunk,
  shrinkToConstantCorrelation,
  shrinkToIdentity,
  shrinkToIdentityOracle,
} from './shrinkage.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const value = fc.integer({ min: -200, max: 200 }).map((points) => points / 1000);
const anyPanel = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 3, max: 20 }))
  .chain(([assets, sessions]) =>
    fc.array(fc.array(value, { minLength: sessions, maxLength: sessions }), { minLength: assets, maxLength: assets }),
  )
  .map((panel) => panel.map((series) => Float64Array.from(series)))
  .filter((panel) => panel.every((series) => new Set(series).size > 1));
type Shrink = (panel: readonly Float64Array[], options?: { minObservations?: number }) => Outcome<Shrunk>;
const METHODS: readonly { readonly name: string; readonly shrink: Shrink }[] = [
  { name: 'towards the identity', shrink: shrinkToIdentity },
  { name: 'towards the identity, oracle', shrink: shrinkToIdentityOracle },
  { name: 'towards constant correlation', shrink: shrinkToConstantCorrelation },
];

describe.each(METHODS)('shrinkage $name', ({ shrink }) => {
  it('has a weight from 0 to 1, keeps the total variance and leaves no negative eigenvalue', () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        const { covariance, shrinkage } = valueOf(shrink(panel));
        const sample = valueOf(covarianceMatrix(panel, { divisor: 'population' })).covariance;
        expect(shrinkage).toBeGreaterThanOrEqual(0);
        expect(shrinkage).toBeLessThanOrEqual(1);
        expect(trace(covariance)).toBeCloseTo(trace(sample), 12);
        expect(eigenSymmetric(covariance).values[0]).toBeGreaterThanOrEqual(-1e-10);
      }),
    );
  });

  it('has the same weight when all returns are scaled, and in any order of the series', () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        const { shrinkage } = valueOf(shrink(panel));
        const scaled = panel.map((series) => series.map((x) => 4 * x));
        expect(valueOf(shrink(scaled)).shrinkage).toBeCloseTo(shrinkage, 9);
        expect(valueOf(shrink([...panel].reverse())).shrinkage).toBeCloseTo(shrinkage, 9);
      }),
    );
  });

  it('does nothing to a single series, and has no answer for too few sessions or none', () => {
    expect(valueOf(shrink([of(1, 2, 6)]))).toMatchObject({ shrinkage: 0, observations: 3 });
    expect(shrink([of(1, 2, 3), of(2, 1, 3)], { minObservations: 4 })).toEqual({
      ok: false,
      reason: 'too-few-observations',
    });
    expect(shrink([])).toEqual({ ok: false, reason: 'no-positions' });
  });
});

describe('shrinkage towards constant correlation', () => {
  it('keeps every variance', () => {
    const panel = [of(1, 2, 6, 3), of(2, 1, 3, 9), of(-1, 4, 4, 0)];
    const sample = valueOf(covarianceMatrix(panel, { divisor: 'population' })).covariance;
    const { covariance } = valueOf(shrinkToConstantCorrelation(panel));
    expect([...diagonal(covariance)]).toEqual(Array.from(diagonal(sample), (x) => expect.closeTo(x, 12)));
  });

  it('has no target beside a series that does not move', () => {
    expect(shrinkToConstantCorrelation([of(1, 2, 6), of(5, 5, 5)])).toEqual({ ok: false, reason: 'zero-variance' });
  });
});

describe('shrinkage towards the identity', () => {
  it('makes a singular matrix one that can be inverted', () => {
    const { covariance, shrinkage } = valueOf(shrinkToIdentity([of(1, 2, 6, 1), of(2, 1, 3, 5), of(4, 5, 13, 3)]));
    expect(shrinkage).toBeGreaterThan(0);
    expect(eigenSymmetric(covariance).values[0]).toBeGreaterThan(0.01);
    expect(at(covariance, 0, 1)).toBe(at(covariance, 1, 0));
  });
});
