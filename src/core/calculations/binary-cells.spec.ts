import { describe, expect, it } from 'vitest';
import { binaryArray, binaryCells, nestedArrays, nestedCells } from './binary-cells.js';

describe('binary cells', () => {
  it('are an array of PostgreSQL: dimensions, type, length and first place, then each element after its length', () => {
    const days = binaryCells([['2000-01-03'], [null]], 0, 'date');
    expect(binaryArray(days, 2, 'date').toString('hex')).toBe(
      ['00000001', '00000000', '0000043a', '00000002', '00000001', '00000004', '00000002', 'ffffffff'].join(''),
    );
    expect(binaryArray(new Uint8Array(0), 0, 'integer').toString('hex')).toBe('000000000000000000000017');
  });

  it('refuse what is no value of their type', () => {
    expect(() => binaryCells([['u1']], 0, 'uuid')).toThrow("'u1' is no uuid");
    expect(() => binaryCells([['2024-02-31 ']], 0, 'date')).toThrow(RangeError);
    expect(() => binaryCells([[1.5]], 0, 'integer')).toThrow('1.5 is no integer');
    expect(() => binaryCells([['1']], 0, 'double precision')).toThrow(RangeError);
    expect(() => binaryCells([['x']], 0, 'text')).toThrow('columns of text');
  });

  it('know where each array of numbers begins and ends', () => {
    const { first, last } = nestedArrays(nestedCells([[Float64Array.of(1, 2)], [null], [new Float64Array(0)]], 0));
    expect([first.readInt32BE(24), last.readInt32BE(24)]).toEqual([1, 2]);
    expect([first.readInt32BE(28), last.readInt32BE(28)]).toEqual([-1, -1]);
    expect([first.readInt32BE(36), last.readInt32BE(36)]).toEqual([3, 2]);
  });
});
