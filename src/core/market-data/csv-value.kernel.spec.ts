import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipped, daysBefore, isCalendarDay, parsePlainDecimal } from './csv-value.kernel.js';

describe('parsePlainDecimal', () => {
  it.each([
    ['007.500', '7.5', 1, 1, 1],
    ['-.5', '-0.5', -1, 0, 1],
    ['+12.', '12', 1, 2, 0],
    ['-0.00', '0', 0, 0, 0],
    ['0.00000001', '0.00000001', 1, 0, 8],
  ])('reads %s as %s', (written, text, sign, integerDigits, decimals) => {
    expect(parsePlainDecimal(written)).toEqual({ text, sign, integerDigits, decimals });
  });

  it.each(['', '.', '-', '1,000', '$5', '1e3', 'NaN', 'Infinity', '1.2.3', ' 1', '0x10', '٣', '1'.repeat(65)])(
    'refuses %j',
    (written) => {
      expect(parsePlainDecimal(written)).toBeNull();
    },
  );

  it('keeps every digit of what a float would round', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 1, max: 9 }), (whole, last) => {
        expect(parsePlainDecimal(`${whole.toString()}.000000${last.toString()}`)?.text).toBe(
          `${whole.toString()}.000000${last.toString()}`,
        );
      }),
    );
  });
});

describe('isCalendarDay', () => {
  it('knows leap years', () => {
    expect(['2024-02-29', '2000-02-29', '2023-02-29', '1900-02-29'].map(isCalendarDay)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each(['2024-13-01', '2024-00-10', '2024-04-31', '2024-4-3', '04/03/2024', '2024-04-03T00:00', '2024-04-03\n', ''])(
    'refuses %j',
    (text) => {
      expect(isCalendarDay(text)).toBe(false);
    },
  );

  it('agrees with the calendar of the runtime', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(isCalendarDay(date.toISOString().slice(0, 10))).toBe(true);
        },
      ),
    );
  });
});

describe('daysBefore', () => {
  it('counts across a leap day', () => {
    expect(daysBefore('2024-03-01', 1)).toBe('2024-02-29');
    expect(daysBefore('2025-12-01', 36_500)).toBe('1925-12-26');
  });
});

describe('clipped', () => {
  it('shortens to 100 characters', () => {
    expect(clipped('x'.repeat(100))).toHaveLength(100);
    expect(clipped('x'.repeat(101))).toBe(`${'x'.repeat(99)}…`);
  });
});
