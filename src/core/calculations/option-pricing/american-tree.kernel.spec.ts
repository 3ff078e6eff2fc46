import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { americanOption, binomialTree } from './american-tree.kernel.js';
import { type EuropeanOption, blackScholesMerton } from './black-scholes.kernel.js';

const put: EuropeanOption = {
  ...{ type: 'PUT', spot: 50, strike: 50, timeToExpiry: 5 / 12, rate: 0.1, dividendYield: 0, volatility: 0.4 },
};
const priceOf = (option: EuropeanOption, style: 'AMERICAN' | 'EUROPEAN'): number => {
  const outcome = binomialTree(option, { tree: 'LEISEN_REIMER', steps: 51, style });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value.price;
};
const options: fc.Arbitrary<EuropeanOption> = fc.record({
  type: fc.constantFrom('CALL' as const, 'PUT' as const),
  spot: fc.double({ min: 50, max: 200, noNaN: true }),
  strike: fc.double({ min: 50, max: 200, noNaN: true }),
  timeToExpiry: fc.double({ min: 0.05, max: 2, noNaN: true }),
  rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
  dividendYield: fc.double({ min: 0, max: 0.08, noNaN: true }),
  volatility: fc.double({ min: 0.1, max: 0.8, noNaN: true }),
});

/** Cox, Ross and Rubinstein as it is written down: every node by itself. */
function nodeByNode(option: EuropeanOption, steps: number, isAmerican: boolean): number {
  const { type, spot, strike, timeToExpiry, rate, dividendYield, volatility } = option;
  const dt = timeToExpiry / steps;
  const up = Math.exp(volatility * Math.sqrt(dt));
  const probability = (Math.exp((rate - dividendYield) * dt) - 1 / up) / (up - 1 / up);
  const exercise = (step: number, ups: number): number =>
    Math.max(0, (type === 'CALL' ? 1 : -1) * (spot * up ** (2 * ups - step) - strike));
  let values = Array.from({ length: steps + 1 }, (_, ups) => exercise(steps, ups));
  for (let step = steps - 1; step >= 0; step -= 1) {
    const later = values;
    values = Array.from({ length: step + 1 }, (_, ups) => {
      const held = Math.exp(-rate * dt) * (probability * later[ups + 1]! + (1 - probability) * later[ups]!);
      return isAmerican ? Math.max(held, exercise(step, ups)) : held;
    });
  }
  return values[0]!;
}

describe('binomialTree', () => {
  it("gives the price of Hull's tree of five steps", () => {
    const outcome = binomialTree(put, { tree: 'CRR', steps: 5, style: 'AMERICAN' });
    expect(outcome.ok && outcome.value.price).toBeCloseTo(4.488, 3);
  });

  it('values an American option not below the European one, nor below what exercise pays', () => {
    fc.assert(
      fc.property(options, (option) => {
        const american = priceOf(option, 'AMERICAN');
        const european = priceOf(option, 'EUROPEAN');
        const exercise = Math.max(
          0,
          option.type === 'CALL' ? option.spot - option.strike : option.strike - option.spot,
        );
        expect(american).toBeGreaterThanOrEqual(european - 1e-9);
        expect(american).toBeGreaterThanOrEqual(exercise - 1e-9);
        const floor = blackScholesMerton({ ...option, volatility: 0 }).price;
        expect(european).toBeGreaterThanOrEqual(floor - 1e-9);
      }),
    );
  });

  it('keeps the parity of put and call without early exercise', () => {
    fc.assert(
      fc.property(options, (option) => {
        const { spot, strike, timeToExpiry, rate, dividendYield } = option;
        const difference =
          priceOf({ ...option, type: 'CALL' }, 'EUROPEAN') - priceOf({ ...option, type: 'PUT' }, 'EUROPEAN');
        const forward = spot * Math.exp(-dividendYield * timeToExpiry) - strike * Math.exp(-rate * timeToExpiry);
        expect(difference).toBeCloseTo(forward, 8);
      }),
    );
  });

  it('agrees with every node rolled back one by one, however far from the money and however strong the drift', () => {
    const farOptions = options.chain((option) =>
      fc
        .record({
          spot: fc.double({ min: 20, max: 500, noNaN: true }),
          rate: fc.oneof(fc.double({ min: -0.3, max: 0.3, noNaN: true }), fc.constant(0)),
          dividendYield: fc.oneof(fc.double({ min: -0.1, max: 0.3, noNaN: true }), fc.constant(0)),
        })
        .map((other) => ({ ...option, ...other })),
    );
    fc.assert(
      fc.property(farOptions, fc.constantFrom('AMERICAN' as const, 'EUROPEAN' as const), (option, style) => {
        const outcome = binomialTree(option, { tree: 'CRR', steps: 30, style });
        const expected = nodeByNode(option, 30, style === 'AMERICAN');
        if (outcome.ok) expect(Math.abs(outcome.value.price - expected)).toBeLessThan(1e-10 * option.spot);
      }),
      { numRuns: 500 },
    );
  });

  it('comes close to the value in continuous time', () => {
    const outcome = americanOption(put);
    expect(outcome.ok && outcome.value.price).toBeCloseTo(4.28422, 3);
  });

  it('is refused where a probability would lie outside 0 to 1', () => {
    const drifting = { ...put, rate: 0.12, volatility: 0.02, timeToExpiry: 1 };
    const outcome = binomialTree(drifting, { tree: 'CRR', steps: 5, style: 'AMERICAN' });
    expect(outcome).toEqual({ ok: false, reason: 'no-solution' });
  });

  it('pays at once where a put is certain to lose by waiting', () => {
    const certain = americanOption({ ...put, spot: 40, volatility: 0 });
    expect(certain).toEqual({ ok: true, value: { price: 10, delta: null, gamma: null } });
  });

  it('refuses even Leisen-Reimer trees and trees without steps', () => {
    expect(() => binomialTree(put, { tree: 'LEISEN_REIMER', steps: 50, style: 'AMERICAN' })).toThrow(RangeError);
    expect(() => binomialTree(put, { tree: 'CRR', steps: 1, style: 'AMERICAN' })).toThrow(RangeError);
  });
});

describe('blackScholesMerton', () => {
  it('has sensitivities that equal finite differences of its price', () => {
    fc.assert(
      fc.property(options, (option) => {
        const slope = (key: 'spot' | 'volatility' | 'rate' | 'timeToExpiry', step: number): number => {
          const priced = (by: number): number => blackScholesMerton({ ...option, [key]: option[key] + by }).price;
          return (priced(step) - priced(-step)) / (2 * step);
        };
        const { delta, vega, rho, theta } = blackScholesMerton(option);
        expect(Math.abs(slope('spot', 1e-3) - delta!)).toBeLessThan(1e-5);
        expect(Math.abs(slope('volatility', 1e-5) - vega!)).toBeLessThan(1e-3);
        expect(Math.abs(slope('rate', 1e-5) - rho!)).toBeLessThan(1e-3);
        expect(Math.abs(slope('timeToExpiry', 1e-6) + theta!)).toBeLessThan(1e-3);
      }),
    );
  });
});
