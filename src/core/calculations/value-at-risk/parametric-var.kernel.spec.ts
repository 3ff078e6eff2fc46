import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CornishFisherRisk,
  type Spread,
  type TailRisk,
  cornishFisherRisk,
  normalRisk,
  overHorizon,
  studentTRisk,
} from './parametric-var.kernel.js';

const STANDARD: Spread = { mean: 0, standardDeviation: 1 };
function adjusted(spread: Spread, skewness: number, excessKurtosis: number, confidence: number): CornishFisherRisk {
  const outcome = cornishFisherRisk(spread, { skewness, excessKurtosis }, confidence);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const anySpread = fc.record({
  mean: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
  standardDeviation: fc.double({ min: 0, max: 0.2, noNaN: true }),
});
const anyConfidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });
const METHODS: readonly { readonly name: string; readonly risk: (spread: Spread, confidence: number) => TailRisk }[] = [
  { name: 'normal', risk: normalRisk },
  { name: 'Student t', risk: (spread, confidence) => studentTRisk(spread, confidence, 5) },
];

describe.each(METHODS)('$name value at risk', ({ risk }) => {
  it('does not fall when the confidence rises, and is not above the shortfall', () => {
    fc.assert(
      fc.property(anySpread, anyConfidence, anyConfidence, (spread, a, b) => {
        const [low, high] = [risk(spread, Math.min(a, b)), risk(spread, Math.max(a, b))];
        expect(high.valueAtRisk).toBeGreaterThanOrEqual(low.valueAtRisk - 1e-12);
        expect(high.shortfall).toBeGreaterThanOrEqual(high.valueAtRisk - 1e-12);
      }),
    );
  });

  it('scales with the deviation and falls by the mean', () => {
    fc.assert(
      fc.property(anySpread, anyConfidence, ({ mean, standardDeviation }, confidence) => {
        const standard = risk(STANDARD, confidence);
        const { valueAtRisk, shortfall } = risk({ mean, standardDeviation }, confidence);
        expect(valueAtRisk).toBeCloseTo(standardDeviation * standard.valueAtRisk - mean, 12);
        expect(shortfall).toBeCloseTo(standardDeviation * standard.shortfall - mean, 12);
      }),
    );
  });

  it('refuses a percentage and a negative deviation', () => {
    expect(() => risk(STANDARD, 95)).toThrow(RangeError);
    expect(() => risk({ mean: 0, standardDeviation: -1 }, 0.95)).toThrow('not a standard deviation');
  });
});

describe('parametric risk', () => {
  it('has the figures of the tables', () => {
    const { valueAtRisk, shortfall } = normalRisk(STANDARD, 0.95);
    expect([valueAtRisk, shortfall]).toEqual([expect.closeTo(1.6448536269514722, 12), expect.closeTo(2.0627128075, 9)]);
    expect(studentTRisk(STANDARD, 0.95, 5).valueAtRisk).toBeCloseTo(2.015048373 * Math.sqrt(3 / 5), 8);
  });

  it('grows with the root of the days', () => {
    expect(overHorizon({ valueAtRisk: 0.01, shortfall: 0.02 }, 4)).toEqual({ valueAtRisk: 0.02, shortfall: 0.04 });
  });

  it('needs a variance for t', () => {
    expect(() => studentTRisk(STANDARD, 0.95, 2)).toThrow(RangeError);
  });
});

describe('the Cornish-Fisher expansion', () => {
  it('is the normal without skewness and excess kurtosis', () => {
    fc.assert(
      fc.property(anySpread, anyConfidence, (spread, confidence) => {
        fc.pre(spread.standardDeviation > 0);
        const { valueAtRisk, shortfall, isMonotone } = adjusted(spread, 0, 0, confidence);
        const normal = normalRisk(spread, confidence);
        expect([valueAtRisk, shortfall, isMonotone]).toEqual([
          expect.closeTo(normal.valueAtRisk, 12),
          expect.closeTo(normal.shortfall, 12),
          true,
        ]);
      }),
    );
  });

  it('is not above its shortfall where it is monotone', () => {
    const shape = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 6, noNaN: true }));
    fc.assert(
      fc.property(shape, anyConfidence, ([skewness, kurtosis], confidence) => {
        const { valueAtRisk, shortfall, z } = adjusted(STANDARD, skewness, kurtosis, confidence);
        expect(valueAtRisk).toBeCloseTo(-z, 12);
        // Below the tail the expansion goes on as its cubic does, which must not turn back either.
        if (kurtosis / 8 - skewness ** 2 / 6 > 0 && adjusted(STANDARD, skewness, kurtosis, 1 - 1e-12).isMonotone) {
          expect(shortfall).toBeGreaterThanOrEqual(valueAtRisk - 1e-9);
        }
      }),
    );
  });

  it('says when it is beyond what it can hold, and has no answer without variation', () => {
    expect(adjusted(STANDARD, -3.7, 29, 0.95).isMonotone).toBe(false);
    expect(cornishFisherRisk({ mean: 0, standardDeviation: 0 }, { skewness: 0, excessKurtosis: 0 }, 0.95)).toEqual({
      ok: false,
      reason: 'zero-variance',
    });
  });
});
