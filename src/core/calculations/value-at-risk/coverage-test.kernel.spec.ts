import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoverageTest, kupiecTest, kupiecTestOfCounts } from './coverage-test.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
function testOf(observations: number, breaches: number, confidence: number): CoverageTest {
  const outcome = kupiecTestOfCounts(observations, breaches, confidence);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

describe("Kupiec's test", () => {
  it('has the figures of the formula', () => {
    const { likelihoodRatio, pValue, expectedBreaches } = testOf(250, 6, 0.99);
    expect(likelihoodRatio).toBeCloseTo(3.5553547710617632, 12);
    expect(pValue).toBeCloseTo(0.05935361897228834, 12);
    expect(expectedBreaches).toBeCloseTo(2.5, 12);
  });

  it('accepts no breach at all as far as so short a time allows: 2 n ln(1 / (1 - p))', () => {
    expect(testOf(250, 0, 0.99).likelihoodRatio).toBeCloseTo(-500 * Math.log(0.99), 12);
    expect(testOf(10, 10, 0.95).likelihoodRatio).toBeCloseTo(-20 * Math.log(0.05), 12);
  });

  it.each([
    { observations: 510, confidence: 0.99, from: 2, to: 10 },
    { observations: 1000, confidence: 0.99, from: 5, to: 16 },
    { observations: 255, confidence: 0.95, from: 7, to: 20 },
    { observations: 510, confidence: 0.95, from: 17, to: 35 },
    { observations: 1000, confidence: 0.95, from: 38, to: 64 },
  ])('accepts $from to $to of $observations at $confidence, as in the published table', (row) => {
    const isAccepted = (breaches: number): boolean => testOf(row.observations, breaches, row.confidence).pValue > 0.05;
    expect([row.from - 1, row.from, row.to, row.to + 1].map(isAccepted)).toEqual([false, true, true, false]);
  });

  it('is passed in full by the very share that was expected', () => {
    expect(testOf(100, 5, 0.95)).toMatchObject({
      likelihoodRatio: expect.closeTo(0, 12),
      pValue: expect.closeTo(1, 6),
    });
  });

  it('is a probability, and falls the farther the breaches are above what was expected', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 400 }), fc.integer({ min: 0, max: 398 }), (observations, extra) => {
        const breaches = Math.ceil(observations * 0.05) + (extra % (observations - 20 + 1));
        fc.pre(breaches < observations);
        const [less, more] = [testOf(observations, breaches, 0.95), testOf(observations, breaches + 1, 0.95)];
        expect(less.pValue).toBeLessThanOrEqual(1);
        expect(more.pValue).toBeLessThanOrEqual(less.pValue);
      }),
    );
  });

  it('counts returns below the VaR that was forecast for them, where both are known', () => {
    const outcome = kupiecTest(of(-0.03, -0.01, Number.NaN, 0.05, -0.5), of(0.02, 0.02, 0.02, -0.06, Number.NaN), 0.95);
    expect(outcome).toMatchObject({ ok: true, value: { observations: 3, breaches: 2 } });
    expect(kupiecTest(of(Number.NaN), of(0.02), 0.95)).toEqual({ ok: false, reason: 'too-few-observations' });
  });

  it('refuses what can not be', () => {
    expect(() => kupiecTest(of(1, 2), of(1), 0.95)).toThrow('not aligned');
    expect(() => kupiecTestOfCounts(10, 11, 0.95)).toThrow(RangeError);
    expect(() => kupiecTestOfCounts(10, 1.5, 0.95)).toThrow(RangeError);
    expect(() => kupiecTestOfCounts(10, 1, 95)).toThrow(RangeError);
  });
});
