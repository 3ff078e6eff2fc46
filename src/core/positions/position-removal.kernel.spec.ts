import { describe, expect, it } from 'vitest';
import { type ClosingEntry, removalOf } from './position-removal.kernel.js';

const close = (id: string, lotIds: string[], quantity: string | null = '1'): ClosingEntry => ({
  id,
  kind: quantity === null ? 'expiry' : 'sell',
  tradeDate: '2024-03-01',
  quantity,
  lotIds,
});

describe('removalOf', () => {
  it('takes the closes of a lot with it', () => {
    expect(removalOf(['a'], [close('s1', ['a']), close('s2', ['a'])])).toEqual({
      reversedIds: ['s1', 's2'],
      shared: [],
    });
  });

  it('names a close that is about a lot that stays', () => {
    const both = close('s1', ['a', 'b']);
    expect(removalOf(['a'], [both])).toEqual({ reversedIds: [], shared: [both] });
    expect(removalOf(['a', 'b'], [both])).toEqual({ reversedIds: ['s1'], shared: [] });
  });

  it('leaves an expiry of everything, and closes of other lots', () => {
    expect(removalOf(['a'], [close('x', ['a', 'b'], null), close('s', ['b'])])).toEqual({
      reversedIds: [],
      shared: [],
    });
  });
});
