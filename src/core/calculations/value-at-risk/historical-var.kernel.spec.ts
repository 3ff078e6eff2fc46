import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HistoricalRisk, historicalRisk, tailWeights } from './historical-var.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
function riskOf(returns: Float64Array, confidence: number): HistoricalRisk {
  const outcome = historicalRisk(returns, confidence);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const anyReturns = fc
  .array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((values) => Float64Array.from(values));
const anyConfidence = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('historical value at risk', () => {
  it('is read off the losses', () => {
    // Losses 1 % to 10 %.
    const returns = of(...Array.from({ length: 10 }, (_, i) => -(i + 1) / 100));
    const risk = riskOf(returns, 0.75);
    expect(risk).toMatchObject({ lower: 0.07, higher: 0.08, observations: 10 });
    expect(risk.valueAtRisk).toBeCloseTo(0.0775, 14);
    expect(risk.weibull).toBeCloseTo(0.0825, 14);
    expect(risk.shortfall).toBeCloseTo((0.1 + 0.09 + 0.5 * 0.08) / 2.5, 14);
    expect(risk.tailMean).toBeCloseTo(0.09, 14);
  });

  it('is negative, not 0, when even the tail is a gain', () => {
    expect(riskOf(of(0.01, 0.02, 0.03), 0.95).valueAtRisk).toBeLessThan(-0.01 + 1e-3);
    expect(riskOf(of(0.01, 0.02, 0.03), 0.95).shortfall).toBeCloseTo(-0.01, 14);
  });

  it('does not fall when the confidence rises', () => {
    fc.assert(
      fc.property(anyReturns, anyConfidence, anyConfidence, (returns, a, b) => {
        const [low, high] = [riskOf(returns, Math.min(a, b)), riskOf(returns, Math.max(a, b))];
        expect(high.valueAtRisk).toBeGreaterThanOrEqual(low.valueAtRisk - 1e-12);
        expect(high.shortfall).toBeGreaterThanOrEqual(low.shortfall - 1e-12);
      }),
    );
  });

  it('is not above the shortfall, nor above the mean of its tail', () => {
    fc.assert(
      fc.property(anyReturns, anyConfidence, (returns, confidence) => {
        const { valueAtRisk, tailMean, shortfall } = riskOf(returns, confidence);
        expect(tailMean).toBeGreaterThanOrEqual(valueAtRisk - 1e-12);
        expect(shortfall).toBeGreaterThanOrEqual(valueAtRisk - 1e-12);
      }),
    );
  });

  it('grows with the scale of the returns, and does not depend on their order', () => {
    fc.assert(
      fc.property(anyReturns, anyConfidence, (returns, confidence) => {
        const plain = riskOf(returns, confidence);
        const doubled = riskOf(
          returns.map((x) => 2 * x),
          confidence,
        );
        expect(doubled.valueAtRisk).toBeCloseTo(2 * plain.valueAtRisk, 12);
        expect(doubled.shortfall).toBeCloseTo(2 * plain.shortfall, 12);
        expect(riskOf(returns.toReversed(), confidence)).toEqual(plain);
      }),
    );
  });

  it('takes a probability, not a percentage, and has no answer for too few returns', () => {
    expect(() => historicalRisk(of(0.1), 95)).toThrow('lies between 0 and 1, not 95');
    expect(() => historicalRisk(of(0.1), Number.NaN)).toThrow(RangeError);
    expect(historicalRisk(of(Number.NaN), 0.95)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(historicalRisk(of(0.1, 0.2), 0.95, 3)).toEqual({ ok: false, reason: 'too-few-observations' });
  });
});

describe('the weights of the tail', () => {
  it('are equal but for the last loss, which counts in part', () => {
    expect(Array.from(tailWeights(of(5, 9, 1, 7), 0.6), (x) => Number(x.toFixed(12)))).toEqual([0, 0.625, 0, 0.375]);
  });

  it('sum to 1', () => {
    fc.assert(
      fc.property(anyReturns, anyConfidence, (losses, confidence) => {
        expect(tailWeights(losses, confidence).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});
