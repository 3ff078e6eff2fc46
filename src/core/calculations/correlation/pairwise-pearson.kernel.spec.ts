import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlap } from '../numeric/panel.kernel.js';
import { correlationMatrix } from './correlation.kernel.js';
import { pairwisePearson } from './pairwise-pearson.kernel.js';

const NONE = Number.NaN;
/** Its squares are below what a number can hold. */
const TINY_MOVES = [0, 0, 1.7289005631728916e-162, ...Array.from({ length: 9 }, () => 0)];
const cell = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -0.2, max: 0.2, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NONE, 0) },
);
const anyPanel = fc.array(fc.array(cell, { minLength: 12, maxLength: 12 }), { minLength: 2, maxLength: 5 });

describe('pairwisePearson', () => {
  it('agrees with the formula that looks at each pair by itself, whatever is missing', () => {
    fc.assert(
      fc.property(anyPanel, fc.double({ min: -3, max: 3, noNaN: true }), (rows, shift) => {
        const panel = rows.map((row) => Float64Array.from(row, (value) => value + shift));
        const { correlations, overlaps } = pairwisePearson(panel, 4);
        for (const [i, row] of correlationMatrix(panel, 'pearson', 4).entries()) {
          for (const [j, value] of row.entries()) {
            expect(overlaps[i]![j]).toBe(overlap(panel[i]!, panel[j]!));
            if (Number.isNaN(value)) expect(correlations[i]![j]).toBeNaN();
            else expect(correlations[i]![j]).toBeCloseTo(value, 7);
          }
        }
      }),
      { examples: [[[TINY_MOVES, TINY_MOVES.toReversed()], 0]] },
    );
  });

  it('has fourteen digits of it for returns', () => {
    const series = (k: number): Float64Array =>
      Float64Array.from({ length: 90 }, (_, t) => ((t + k) % 7 === 0 ? NONE : 0.01 * Math.sin((1.3 + k) * (t + 1))));
    const panel = [0, 1, 2].map(series);
    for (const [i, row] of correlationMatrix(panel, 'pearson', 30).entries()) {
      for (const [j, value] of row.entries()) {
        expect(pairwisePearson(panel, 30).correlations[i]![j]).toBeCloseTo(value, 14);
      }
    }
  });

  it('has none for what does not move on the sessions of the pair', () => {
    const still = Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.3);
    const other = Float64Array.of(0.1, 0.2, 0.1, 0.4, NONE);
    const { correlations } = pairwisePearson([still, other], 2);
    expect(correlations.map((row) => [...row])).toEqual([
      [1, NONE],
      [NONE, 1],
    ]);
  });
});
