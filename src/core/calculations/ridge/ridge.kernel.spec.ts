import { describe, expect, it } from 'vitest';
import { regressOnFactors } from '../factor-regression/factor-regression.kernel.js';
import { chooseRidgePenalty, ridge } from './ridge.kernel.js';

const wave = (n: number, step: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.sin(i * step));
const [a, b, noise] = [wave(60, 1.3), wave(60, 2.9), wave(60, 17.77)];
const y = a.map((value, i) => 0.5 + 2 * value - b[i]! + 0.3 * noise[i]!);
const panel = { y, factors: [a, b] };
const fitAt = (penalty: number): ReturnType<typeof ridge> =>
  ridge(panel, { penalty, standardized: true, minObservations: 3 });
const valueAt = (penalty: number): { coefficients: Float64Array; effectiveDegrees: number } => {
  const fit = fitAt(penalty);
  if (!fit.ok) throw new Error(fit.reason);
  return fit.value;
};

describe('ridge', () => {
  it('is ordinary least squares without a penalty', () => {
    const ols = regressOnFactors(panel, 3);
    if (!ols.ok || !ols.value.fit.ok) throw new Error('no fit');
    expect(valueAt(0).coefficients[0]).toBeCloseTo(ols.value.fit.value.coefficients[1]!, 12);
    expect(valueAt(0).effectiveDegrees).toBeCloseTo(2, 12);
  });

  it('shrinks the more, the larger the penalty', () => {
    const sizes = [0, 1, 10, 100].map((penalty) => Math.hypot(...valueAt(penalty).coefficients));
    expect(sizes).toEqual([...sizes].sort((p, q) => q - p));
    expect(new Set(sizes).size).toBe(4);
  });

  it('has no solution for dependent factors without a penalty, and one with it', () => {
    const twice = { y, factors: [a, a.map((value) => 2 * value)] };
    const options = { standardized: true, minObservations: 3 };
    expect(ridge(twice, { ...options, penalty: 0 })).toEqual({ ok: false, reason: 'no-solution' });
    expect(ridge(twice, { ...options, penalty: 1 }).ok).toBe(true);
  });

  it('refuses a negative penalty', () => {
    expect(() => fitAt(-1)).toThrow(RangeError);
  });
});

describe('chooseRidgePenalty', () => {
  it('takes a small penalty where factors explain much, and a large one where they explain nothing', () => {
    const clear = chooseRidgePenalty(panel, [0, 1000], 5);
    const vain = chooseRidgePenalty({ y: noise, factors: [a, b] }, [0, 1e6], y.length);
    expect(clear).toMatchObject({ ok: true, value: { penalty: 0 } });
    expect(vain).toMatchObject({ ok: true, value: { penalty: 1e6 } });
  });

  it('leaves one row out at a time with as many folds as rows', () => {
    const few = { y: Float64Array.of(1, 2, 4), factors: [] };
    const choice = chooseRidgePenalty(few, [1], 3);
    expect(choice.ok && choice.value.errors[0]).toBeCloseTo((2 ** 2 + 0.5 ** 2 + 2.5 ** 2) / 3, 12);
  });

  it('needs as many rows as folds, and two folds', () => {
    const few = { y: Float64Array.of(1, 2), factors: [] };
    expect(chooseRidgePenalty(few, [1], 5)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(() => chooseRidgePenalty(panel, [1], 1)).toThrow(RangeError);
  });
});
