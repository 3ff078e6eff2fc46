import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLine, inferLine } from '../numeric/ols.kernel.js';
import { factorErrors, regressOnFactors } from './factor-regression.kernel.js';

const numbers = (size: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: size, maxLength: size })
    .map((v) => Float64Array.from(v));
const coefficients = (y: Float64Array, factors: Float64Array[]): Float64Array | null => {
  const outcome = regressOnFactors({ y, factors }, 3);
  return outcome.ok && outcome.value.fit.ok ? outcome.value.fit.value.coefficients : null;
};

describe('regressOnFactors', () => {
  it('finds the plane its points lie on', () => {
    const [a, b] = [Float64Array.of(1, 2, 3, 4, 5, 7), Float64Array.of(2, -1, 0, 5, 3, 1)];
    const y = a.map((value, i) => 4 + 2 * value - 3 * b[i]!);
    const found = coefficients(y, [a, b])!;
    [4, 2, -3].forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 12);
    });
  });

  it('is linear in the asset', () => {
    fc.assert(
      fc.property(numbers(12), numbers(12), numbers(12), numbers(12), (y, z, a, b) => {
        const [first, second] = [coefficients(y, [a, b]), coefficients(z, [a, b])];
        const both = coefficients(
          y.map((value, i) => 2 * value - 3 * z[i]!),
          [a, b],
        );
        if (first === null || second === null || both === null) return;
        both.forEach((value, i) => {
          const expected = 2 * first[i]! - 3 * second[i]!;
          expect(Math.abs(value - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
        });
      }),
    );
  });

  it('agrees with the simple regression on one factor', () => {
    const [y, x] = [Float64Array.of(1, 3, 2, 5, 4, 8), Float64Array.of(2, 1, 4, 3, 6, 5)];
    const line = fitLine(y, x);
    const outcome = regressOnFactors({ y, factors: [x] }, 3);
    if (!line.ok || !outcome.ok || !outcome.value.fit.ok) throw new Error('no fit');
    const errors = inferLine(line.value, { kind: 'HAC', lags: 2 });
    if (!errors.ok) throw new Error('no errors');
    expect(outcome.value.fit.value.coefficients[1]).toBeCloseTo(line.value.beta, 12);
    expect(factorErrors(outcome.value.fit.value, { kind: 'HAC', lags: 2 })[1]).toBeCloseTo(
      errors.value.beta.standardError,
      12,
    );
  });

  it('determines no coefficient of factors that depend on each other', () => {
    const a = Float64Array.of(1, 2, 4, 3, 6, 5);
    const outcome = regressOnFactors(
      { y: Float64Array.of(1, 2, 3, 5, 4, 6), factors: [a, a.map((v) => 2 * v + 1)] },
      3,
    );
    expect(outcome).toMatchObject({ ok: true, value: { rank: 2, fit: { ok: false, reason: 'no-solution' } } });
  });

  it('needs more rows than coefficients', () => {
    const short = { y: Float64Array.of(1, 2, Number.NaN), factors: [Float64Array.of(1, 3, 2)] };
    expect(regressOnFactors(short, 1)).toEqual({ ok: false, reason: 'too-few-observations' });
  });

  it('refuses series of different length', () => {
    expect(() => regressOnFactors({ y: Float64Array.of(1, 2), factors: [Float64Array.of(1)] }, 1)).toThrow(RangeError);
  });
});
