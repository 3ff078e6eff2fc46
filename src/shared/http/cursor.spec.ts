import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorPage, decodeCursor, encodeCursor } from './cursor.js';

const ID = '3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15';

describe('a cursor', () => {
  it('is read back', () => {
    const key = ['2024-11-29', '2024-12-02T22:30:00.123456Z', '17', ID];
    expect(decodeCursor(encodeCursor(key), ['day', 'instant', 'integer', 'uuid'])).toEqual(key);
  });

  it.each([
    ['a day that is none', ['2024-02-30', ID]],
    ['an id that is none', ['2024-02-28', 'x']],
    ['a part too few', ['2024-02-28']],
    ['a part too many', ['2024-02-28', ID, '1']],
  ])('is refused with %s', (_, key) => {
    expect(decodeCursor(encodeCursor(key), ['day', 'uuid'])).toBeNull();
  });

  it('is refused with an instant or a number beyond what the database holds', () => {
    expect(decodeCursor(encodeCursor(['2024-11-29T24:00:00Z']), ['instant'])).toBeNull();
    expect(decodeCursor(encodeCursor(['9'.repeat(16)]), ['integer'])).toBeNull();
  });

  it('carries a decimal and a text, or the empty text where a row has none', () => {
    expect(decodeCursor(encodeCursor(['-12.50', 'É "x"']), ['decimal', 'text'])).toEqual(['-12.50', 'É "x"']);
    expect(decodeCursor(encodeCursor(['', '']), ['decimal', 'text'])).toEqual(['', '']);
    expect(decodeCursor(encodeCursor(['1e5']), ['decimal'])).toBeNull();
    expect(decodeCursor(encodeCursor(['NaN']), ['decimal'])).toBeNull();
    expect(decodeCursor(encodeCursor(['a\u0000b']), ['text'])).toBeNull();
  });

  it('is refused when it is anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.base64String(), fc.array(fc.string()).map(encodeCursor)), (anything) => {
        expect(decodeCursor(anything, ['day', 'uuid'])).toBeNull();
      }),
    );
  });

  it('is told only when there is a row after the page', () => {
    const keyOf = (n: number) => [String(n)];
    expect(cursorPage([1, 2, 3], 2, keyOf)).toEqual({ items: [1, 2], nextCursor: encodeCursor(['2']) });
    expect(cursorPage([1, 2], 2, keyOf)).toEqual({ items: [1, 2], nextCursor: null });
    expect(cursorPage([], 2, keyOf)).toEqual({ items: [], nextCursor: null });
  });
});
