import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { Exact, toNumericString, toPlainString, ZERO } from './decimal.kernel.js';

describe('toNumericString', () => {
  it.each([
    ['0.000000005', '0.00000000'],
    ['0.000000015', '0.00000002'],
    ['-0.000000025', '-0.00000002'],
    ['12.5', '12.50000000'],
    ['123456789012345.123456789', '123456789012345.12345679'],
  ])('rounds %s to %s, ties to even', (value, expected) => {
    expect(toNumericString(new Exact(value))).toBe(expected);
  });

  it('knows no negative zero', () => {
    expect(toNumericString(new Exact('-0.000000001'))).toBe('0.00000000');
    expect(toPlainString(ZERO.negated())).toBe('0');
  });
});

describe('Exact', () => {
  it('keeps its precision when the default constructor is reconfigured', () => {
    const before = Decimal.precision;
    Decimal.set({ precision: 5 });
    expect(new Exact(1).div(3).toFixed()).toBe(`0.${'3'.repeat(40)}`);
    Decimal.set({ precision: before });
  });

  it('writes tiny and huge values in plain notation', () => {
    expect(toPlainString(new Exact('1e-14'))).toBe('0.00000000000001');
    expect(toPlainString(new Exact('1e25'))).toBe('10000000000000000000000000');
  });
});
