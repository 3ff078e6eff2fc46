import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../numeric/matrix.kernel.js';
import {
  type CorrelationMethod,
  correlation,
  correlationMatrix,
  correlationOf,
  correlationPValue,
  ewmaCorrelation,
  pairwiseSummary,
  rollingCorrelation,
} from './correlation.kernel.js';

const missing = Number.NaN;
const METHODS: readonly CorrelationMethod[] = ['pearson', 'spearman', 'kendall'];
const of = (...values: number[]): Float64Array => Float64Array.from(values);
// Whole numbers, so that scaling neither makes nor breaks a tie.
const anyPair = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 3,
    maxLength: 30,
  })
  .map((pairs) => [Float64Array.from(pairs, ([a]) => a), Float64Array.from(pairs, ([, b]) => b)] as const);

describe.each(METHODS)('%s correlation', (method) => {
  it('does not change when a series is scaled or shifted, and turns its sign when one is turned', () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        const [plain, moved, turned] = [
          correlation(a, b, method),
          correlation(
            a.map((x) => 4 * x + 32),
            b,
            method,
          ),
          correlation(
            a.map((x) => -x),
            b,
            method,
          ),
        ];
        if (!plain.ok || !moved.ok || !turned.ok) {
          expect([plain, moved, turned]).toEqual(Array(3).fill({ ok: false, reason: 'zero-variance' }));
          return;
        }
        expect(moved.value).toBeCloseTo(plain.value, 12);
        expect(turned.value).toBeCloseTo(-plain.value, 12);
        expect(Math.abs(plain.value)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the same from either side, and does not depend on the order of sessions', () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        const plain = correlation(a, b, method);
        const other = correlation(b.toReversed(), a.toReversed(), method);
        expect(other.ok).toBe(plain.ok);
        if (plain.ok && other.ok) expect(other.value).toBeCloseTo(plain.value, 12);
      }),
    );
  });

  it('has no value with too few sessions in common, or without variation', () => {
    expect(correlation(of(1, 2, missing), of(missing, 3, 4), method)).toEqual({
      ok: false,
      reason: 'too-few-observations',
    });
    expect(correlation(of(1, 2, 3), of(1, 3, 2), method, 4)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(correlation(of(1, 2, 3), of(7, 7, 7), method)).toEqual({ ok: false, reason: 'zero-variance' });
  });
});

describe('the correlation matrix', () => {
  it('has no cell, not 0, beside a series that does not move', () => {
    const matrix = correlationMatrix([of(1, 2, 3), of(7, 7, 7), of(2, 4, 6)]);
    expect(matrix.map((row) => [...row])).toEqual([
      [1, missing, expect.closeTo(1, 14)],
      [missing, missing, missing],
      [expect.closeTo(1, 14), missing, 1],
    ]);
  });

  it('is summed up over the cells that have a value', () => {
    const matrix = [of(1, 0.5, missing), of(0.5, 1, -0.1), of(missing, -0.1, 1)];
    expect(pairwiseSummary(matrix)).toEqual({
      ok: true,
      value: { average: 0.2, lowest: -0.1, highest: 0.5, pairs: 2 },
    });
    expect(pairwiseSummary([of(1)])).toEqual({ ok: false, reason: 'not-applicable' });
  });

  it('comes from a covariance matrix as well', () => {
    expect(correlationOf([of(4, 3, 0), of(3, 9, 0), of(0, 0, 0)])).toEqual([
      of(1, 0.5, missing),
      of(0.5, 1, missing),
      of(missing, missing, missing),
    ]);
  });
});

describe('rolling correlation', () => {
  it('looks back over the sessions that both have', () => {
    const rolling = rollingCorrelation(of(1, 2, missing, 3, 1, 1), of(1, 2, 9, 3, 5, 7), 2);
    expect([...rolling]).toEqual([
      missing,
      expect.closeTo(1, 14),
      expect.closeTo(1, 14),
      expect.closeTo(-1, 14),
      missing,
    ]);
  });

  it('ends on the correlation of the whole when the window is the whole', () => {
    const [a, b] = [of(1, 3, 2, 5), of(2, 1, 4, 3)];
    const whole = correlation(a, b);
    expect(whole.ok && rollingCorrelation(a, b, 4).at(-1)).toBe(whole.ok && whole.value);
    expect(() => rollingCorrelation(a, b, 1)).toThrow(RangeError);
  });
});

describe('exponentially weighted correlation', () => {
  it('follows what happened last', () => {
    const a = of(0.01, -0.01, 0.01, -0.01, 0.01, -0.01);
    const b = of(-0.01, 0.01, -0.01, -0.01, 0.01, -0.01);
    const outcome = ewmaCorrelation([a, b], 0.5);
    expect(outcome.ok && at(outcome.value, 0, 1)).toBeCloseTo((32 + 16 + 8 - 4 - 2 - 1) / 63, 12);
    expect(ewmaCorrelation([a], 0.5, 7)).toEqual({ ok: false, reason: 'too-few-observations' });
  });
});

describe('the p-value of a correlation', () => {
  it('is that of scipy', () => {
    // scipy.stats.pearsonr([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 7, 5])
    const [a, b] = [of(1, 2, 3, 4, 5, 6), of(2, 1, 4, 3, 7, 5)];
    const r = correlation(a, b);
    if (!r.ok) throw new Error(r.reason);
    expect(r.value).toBeCloseTo(0.7917946548886294, 13);
    const p = correlationPValue(r.value, 6);
    expect(p.ok && p.value).toBeCloseTo(0.06051140336275671, 13);
  });

  it('is 0 for a perfect one, 1 for none, and needs three sessions', () => {
    expect(correlationPValue(-1, 10)).toEqual({ ok: true, value: 0 });
    expect(correlationPValue(0, 10)).toEqual({ ok: true, value: 1 });
    expect(correlationPValue(0.5, 2)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(() => correlationPValue(1.1, 10)).toThrow(RangeError);
  });
});
