import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingSize } from './position-exit.kernel.js';

describe('closingSize', () => {
  it.each([
    ['10', null, null, '10'],
    ['-10', null, null, '10'],
    ['10', '4', null, '4'],
    ['10', '4', '6', '4'],
    ['-10', '4', '-6', '4'],
    ['10', null, '6', '4'],
    ['10', null, '0', '10'],
  ])('of %s, closing %s and keeping %s, closes %s', (open, wanted, remaining, quantity) => {
    expect(closingSize(open, wanted, remaining)).toEqual({ quantity });
  });

  it.each([
    ['10', '11', null, 'position.oversold'],
    ['10', '4', '5', 'position.remainder'],
    ['10', null, '10', 'position.remainder'],
    ['10', null, '12', 'position.remainder'],
  ])('of %s refuses to close %s and keep %s: %s', (open, wanted, remaining, code) => {
    expect(closingSize(open, wanted, remaining)).toMatchObject({ fault: { code } });
  });

  it('closes what is open less what remains, whichever of the two is said', () => {
    const sizes = fc.tuple(fc.integer({ min: 2, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(sizes, ([open, some]) => {
        const size = 1 + (some % open);
        const bySize = closingSize(`${open}`, `${size}`, null);
        expect(closingSize(`-${open}`, null, `${open - size}`)).toEqual(bySize);
        expect(bySize).toEqual({ quantity: `${size}` });
      }),
    );
  });
});
