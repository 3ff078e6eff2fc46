import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pricedParts } from './lot-price.kernel.js';

describe('pricedParts', () => {
  it('finds one price of six decimals where that is the cost to the cent', () => {
    expect(pricedParts('18345.67', '120', 1)).toEqual([{ quantity: '120', price: '152.880583' }]);
    expect(pricedParts('1575.00', '3', 100)).toEqual([{ quantity: '3', price: '5.25' }]);
    expect(pricedParts('26004.11', '1000.12345678', 1)).toEqual([{ quantity: '1000.12345678', price: '26.0009' }]);
  });

  it('makes some shares of a large holding a millionth dearer', () => {
    expect(pricedParts('1234567.89', '987654321', 1)).toEqual([
      { quantity: '11250', price: '0.001249' },
      { quantity: '987643071', price: '0.00125' },
    ]);
  });

  it('is null for a cost of nothing, and below a millionth for a share', () => {
    expect(pricedParts('0', '10', 1)).toBeNull();
    expect(pricedParts('0.01', '1000000', 1)).toBeNull();
  });

  it('costs what was given, to the cent, and holds what was given', () => {
    const holdings = fc.record({
      cents: fc.integer({ min: 1, max: 2_000_000_000 }),
      quantity: fc.oneof(
        fc.integer({ min: 1, max: 50_000_000 }).map(String),
        fc.stringMatching(/^[1-9]\d{0,4}\.\d{7}[1-9]$/),
      ),
      multiplier: fc.constantFrom(1, 100),
    });
    fc.assert(
      fc.property(holdings, ({ cents, quantity, multiplier }) => {
        const total = new Decimal(cents).div(100);
        const parts = pricedParts(total.toFixed(2), quantity, multiplier);
        if (parts === null) {
          expect(total.div(quantity).div(multiplier).lt('0.000002')).toBe(true);
          return;
        }
        const cost = parts.reduce(
          (sum, part) => sum.plus(new Decimal(part.quantity).times(part.price).times(multiplier)),
          new Decimal(0),
        );
        expect(cost.toFixed(2)).toBe(total.toFixed(2));
        expect(parts.reduce((sum, part) => sum.plus(part.quantity), new Decimal(0)).toFixed()).toBe(
          new Decimal(quantity).toFixed(),
        );
        for (const part of parts) expect(new Decimal(part.price).decimalPlaces()).toBeLessThanOrEqual(6);
      }),
    );
  });
});
