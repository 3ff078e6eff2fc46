import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayIn, decimalIn, numberIn, positiveIn } from './answer-value.kernel.js';

describe('decimalIn', () => {
  it.each([
    [189.97000122070312, '189.97'],
    [27.082857131958008, '27.082857'],
    [227.52, '227.52'],
    [1e-7, '0'],
    [{ raw: 4.5, fmt: '4.50' }, '4.5'],
    ['12.50', '12.5'],
    [-15_234_000_000, '-15234000000'],
    [1e18, null],
    [Number.NaN, null],
    [{}, null],
    ['n/a', null],
  ])('reads %j as %s', (value, text) => {
    expect(decimalIn(value)).toBe(text);
  });

  it('finds any price of cents again that was sent as a single-precision float', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), (cents) => {
        expect(Number(decimalIn(Math.fround(cents / 100)))).toBe(cents / 100);
      }),
    );
  });
});

describe('the other values of an answer', () => {
  it('are null when they are something else', () => {
    expect([numberIn('1.97%'), numberIn(null), positiveIn(0), positiveIn(-1)]).toEqual([1.97, null, null, null]);
    expect([dayIn('2024-09-28 05:00'), dayIn({ raw: 1_738_270_800 }), dayIn(''), dayIn(9e15)]).toEqual([
      ...['2024-09-28', '2025-01-30'],
      ...[null, null],
    ]);
  });
});
