import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesMerton, type EuropeanOption } from './black-scholes.kernel.js';

const terms = fc.record({
  spot: fc.double({ min: 5, max: 500, noNaN: true }),
  moneyness: fc.double({ min: 0.6, max: 1.6, noNaN: true }),
  timeToExpiry: fc.double({ min: 0.02, max: 2, noNaN: true }),
  rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
  dividendYield: fc.double({ min: 0, max: 0.06, noNaN: true }),
  volatility: fc.double({ min: 0.08, max: 0.9, noNaN: true }),
});
const optionOf = ({ moneyness, ...rest }: { moneyness: number } & Omit<EuropeanOption, 'type' | 'strike'>) => ({
  ...rest,
  strike: rest.spot * moneyness,
});

describe('blackScholesMerton', () => {
  it('keeps put-call parity', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const option = optionOf(given);
        const { spot, strike, rate, dividendYield, timeToExpiry } = option;
        const call = blackScholesMerton({ ...option, type: 'CALL' }).price;
        const put = blackScholesMerton({ ...option, type: 'PUT' }).price;
        const forward = spot * Math.exp(-dividendYield * timeToExpiry) - strike * Math.exp(-rate * timeToExpiry);
        expect(Math.abs(call - put - forward)).toBeLessThan(1e-9 * (spot + strike));
      }),
    );
  });

  it('has sensitivities that equal finite differences', () => {
    fc.assert(
      fc.property(terms, fc.constantFrom('CALL' as const, 'PUT' as const), (given, type) => {
        const option: EuropeanOption = { ...optionOf(given), type };
        const figures = blackScholesMerton(option);
        const slope = (field: 'spot' | 'volatility' | 'rate' | 'dividendYield', step: number): number => {
          const at = (value: number): number => blackScholesMerton({ ...option, [field]: value }).price;
          return (at(option[field] + step) - at(option[field] - step)) / (2 * step);
        };
        const near = (actual: number | null, expected: number, scale: number): void => {
          expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(2e-4 * scale);
        };
        near(figures.delta, slope('spot', option.spot * 1e-4), 1);
        near(figures.vega, slope('volatility', 1e-4), option.spot);
        near(figures.rho, slope('rate', 1e-5), option.spot);
        near(figures.dividendRho, slope('dividendYield', 1e-5), option.spot);
      }),
    );
  });

  it('rises with volatility, and never falls below its discounted intrinsic value', () => {
    fc.assert(
      fc.property(terms, fc.constantFrom('CALL' as const, 'PUT' as const), (given, type) => {
        const option: EuropeanOption = { ...optionOf(given), type };
        const price = blackScholesMerton(option).price;
        const certain = blackScholesMerton({ ...option, volatility: 0 }).price;
        const wilder = blackScholesMerton({ ...option, volatility: option.volatility + 0.1 }).price;
        expect(price).toBeGreaterThanOrEqual(certain - 1e-9 * option.spot);
        expect(wilder).toBeGreaterThanOrEqual(price - 1e-9 * option.spot);
      }),
    );
  });

  it('leaves open what the kink of an expiring option does not say', () => {
    const option: EuropeanOption = {
      ...{ type: 'CALL', spot: 100, strike: 100, timeToExpiry: 0, rate: 0, dividendYield: 0, volatility: 0.2 },
    };
    expect(blackScholesMerton(option)).toMatchObject({ price: 0, delta: null, gamma: null });
    expect(blackScholesMerton({ ...option, spot: 101 })).toMatchObject({ price: 1, delta: 1, gamma: 0, theta: null });
  });

  it.each(['spot', 'strike', 'timeToExpiry', 'rate', 'volatility'] as const)(
    'refuses a %s that is no number',
    (field) => {
      const option = { spot: 100, strike: 100, timeToExpiry: 1, rate: 0.03, dividendYield: 0, volatility: 0.2 };
      expect(() => blackScholesMerton({ type: 'PUT', ...option, [field]: Number.NaN })).toThrow(RangeError);
    },
  );
});
