import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRidgePenalty, ridge } from '../ridge/ridge.kernel.js';
import { FactorDesign } from './factor-design.kernel.js';
import { factorErrors, regressOnFactors } from './factor-regression.kernel.js';

const PENALTIES = [0.1, 1, 10, 100];
// In basis points, as returns are: factors of unlike scale have no fit that two orders of sums agree on.
const value = fc.integer({ min: -1_000, max: 1_000 }).map((points) => points / 1e4);
const series = (length: number) =>
  fc.array(value, { minLength: length, maxLength: length }).map(Float64Array.from.bind(Float64Array));
const panel = fc.record({
  factors: fc.array(series(40), { minLength: 1, maxLength: 4 }),
  targets: fc.array(series(40), { minLength: 1, maxLength: 3 }),
  missing: fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 5 }),
});

function close(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    const [a, b] = [actual[i] ?? Number.NaN, expected[i] ?? Number.NaN];
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)));
  }
}

describe('a shared design', () => {
  it('gives each target the fit it has by itself, sessions missing or not', () => {
    fc.assert(
      fc.property(panel, ({ factors, targets, missing }) => {
        const design = new FactorDesign(factors, 10);
        targets.forEach((target, place) => {
          const y = target.map((one, t) => (place > 0 && missing.includes(t) ? Number.NaN : one));
          const alone = regressOnFactors({ y, factors }, 10);
          const shared = design.fit(y);
          if (!alone.ok || !alone.value.fit.ok) {
            expect(shared.ok).toBe(false);
            return;
          }
          if (!shared.ok) throw new Error(shared.reason);
          // What hardly depends on a factor is as badly known either way.
          if (alone.value.fit.value.conditionNumber > 1e4) return;
          close(shared.value.fit.coefficients, alone.value.fit.value.coefficients);
          close(
            factorErrors(shared.value.fit, { kind: 'HAC', lags: 3 }),
            factorErrors(alone.value.fit.value, { kind: 'HAC', lags: 3 }),
          );
          close([shared.value.rSquared ?? -1], [alone.value.rSquared ?? -1]);
          expect(shared.value.observations).toBe(alone.value.observations);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('chooses the penalty and the ridge that each target has by itself', () => {
    fc.assert(
      fc.property(panel, ({ factors, targets, missing }) => {
        const design = new FactorDesign(factors, 10);
        targets.forEach((target, place) => {
          const y = target.map((one, t) => (place > 0 && missing.includes(t) ? Number.NaN : one));
          const chosen = chooseRidgePenalty({ y, factors }, PENALTIES, 5);
          const shared = design.ridge(y, PENALTIES, 5);
          if (!shared.ok || !chosen.ok) throw new Error('no ridge');
          const errors = [...chosen.value.errors].sort((a, b) => a - b);
          // Of errors that are equal but for rounding either may be the least.
          if ((errors[1] ?? 1) - (errors[0] ?? 0) > 1e-9 * (errors[0] ?? 0))
            expect(shared.value.penalty).toBe(chosen.value.penalty);
          const alone = ridge(
            { y, factors },
            { penalty: shared.value.penalty, standardized: true, minObservations: 10 },
          );
          if (!alone.ok) throw new Error(alone.reason);
          close(shared.value.coefficients, alone.value.coefficients);
          close([shared.value.rSquared ?? -1], [alone.value.rSquared ?? -1]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has no fit of too few sessions, nor of factors that depend on each other', () => {
    const one = Float64Array.of(1, 2, 4, 3, 5, 7);
    const y = Float64Array.of(0, 1, 0, 2, 1, 3);
    expect(new FactorDesign([one], 7).fit(y)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(new FactorDesign([one], 7).ridge(y, [1], 2)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(new FactorDesign([one, one], 3).fit(y)).toEqual({ ok: false, reason: 'no-solution' });
    expect(() => new FactorDesign([one, y.subarray(1)], 3)).toThrow(RangeError);
  });
});
