import { describe, expect, it } from 'vitest';
import { assertSquare, at, diagonal, distanceBetween, dot, scale, symmetricOf, times, trace } from './matrix.kernel.js';

const matrix = symmetricOf(2, (i, j) => (i === j ? i + 1 : 0.5));

describe('a matrix', () => {
  it('is mirrored at its diagonal', () => {
    expect(matrix).toEqual([Float64Array.of(1, 0.5), Float64Array.of(0.5, 2)]);
    expect([...diagonal(matrix), trace(matrix)]).toEqual([1, 2, 3]);
  });

  it('has no value outside of itself', () => {
    expect(at(matrix, 2, 0)).toBeNaN();
    expect(at(matrix, 0, 2)).toBeNaN();
  });

  it('is scaled, and multiplied with a vector that fits', () => {
    expect(at(scale(matrix, 252), 0, 1)).toBe(126);
    expect([...times(matrix, Float64Array.of(2, 4))]).toEqual([4, 9]);
    expect(() => times(matrix, Float64Array.of(1))).toThrow(RangeError);
    expect(() => dot(Float64Array.of(1), Float64Array.of(1, 2))).toThrow('1 and 2 values do not fit');
  });

  it('is as far from another as their cells are apart', () => {
    expect(distanceBetween(matrix, scale(matrix, 2))).toBeCloseTo(Math.sqrt(1 + 4 + 0.5), 14);
  });

  it('is refused when another shape is needed', () => {
    expect(() => {
      assertSquare(matrix, 3);
    }).toThrow('not 3 x 3');
    expect(() => {
      assertSquare([Float64Array.of(1, 2)]);
    }).toThrow(RangeError);
  });
});
