import { describe, expect, it } from 'vitest';
import { completeRows, overlap } from './panel.kernel.js';

const missing = Number.NaN;
const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('a panel', () => {
  it('loses the sessions on which any series is missing', () => {
    expect(completeRows([of(1, missing, 3, 4), of(5, 6, missing, 8)])).toEqual([of(1, 4), of(5, 8)]);
  });

  it('is left as it is when nothing is missing', () => {
    const panel = [of(1, 2), of(3, 4)];
    expect(completeRows(panel)).toBe(panel);
    expect(completeRows([])).toEqual([]);
  });

  it('counts what two series have in common', () => {
    expect(overlap(of(1, missing, 3, 4), of(5, 6, missing, 8))).toBe(2);
    expect(overlap(of(), of())).toBe(0);
  });

  it('is refused when its series differ in length', () => {
    expect(() => completeRows([of(1, 2), of(1)])).toThrow(RangeError);
    expect(() => overlap(of(1, 2), of(1))).toThrow(RangeError);
  });
});
