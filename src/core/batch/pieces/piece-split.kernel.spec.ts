import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieceLimits } from './piece-limits.kernel.js';
import { type PortfolioShare, splitIntoPieces } from './piece-split.kernel.js';

const share = (id: string, instrumentIds: readonly string[], steps = 1, dataset = 'csv'): PortfolioShare => ({
  id,
  dataset,
  instrumentIds,
  steps,
});
const LIMITS = { portfolios: 3, steps: 100 };

const portfolios = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    dataset: fc.constantFrom('csv', 'yahoo'),
    instrumentIds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }),
    steps: fc.nat({ max: 300 }),
  }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const limits = fc.record({ portfolios: fc.integer({ min: 1, max: 9 }), steps: fc.integer({ min: 1, max: 500 }) });

describe('splitIntoPieces', () => {
  it('has no piece where there is no work', () => {
    expect(splitIntoPieces([], LIMITS)).toEqual([]);
  });

  it('puts every portfolio into one piece of its own dataset, within the limit', () => {
    fc.assert(
      fc.property(portfolios, limits, (given, bounds) => {
        const pieces = splitIntoPieces(given, bounds);
        const ids = pieces.flatMap(({ portfolioIds }) => portfolioIds);
        expect([...ids].sort()).toEqual(given.map(({ id }) => id).sort());
        for (const { dataset, portfolioIds, steps } of pieces) {
          expect(portfolioIds.length).toBeGreaterThan(0);
          expect(portfolioIds.length).toBeLessThanOrEqual(bounds.portfolios);
          const members = given.filter(({ id }) => portfolioIds.includes(id));
          expect(members.map((member) => member.dataset)).toEqual(members.map(() => dataset));
          expect(steps).toBe(members.reduce((sum, member) => sum + member.steps, 0));
        }
      }),
    );
  });

  it('gives the same pieces whatever order the portfolios come in', () => {
    fc.assert(
      fc.property(portfolios, limits, (given, bounds) => {
        expect(splitIntoPieces([...given].reverse(), bounds)).toEqual(splitIntoPieces(given, bounds));
      }),
    );
  });

  it('puts books with the same instruments together', () => {
    const books = [
      share('1', ['x1', 'x2', 'x3']),
      share('2', ['y1', 'y2', 'y3']),
      share('3', ['x3', 'x2', 'x1']),
      share('4', ['y1', 'y2', 'y3']),
      share('5', ['x1', 'x2', 'x3']),
      share('6', ['y3', 'y2', 'y1']),
    ];
    const pieces = splitIntoPieces(books, LIMITS).map(({ portfolioIds }) => portfolioIds.join(''));
    expect(pieces.sort()).toEqual(['135', '246']);
  });

  it('makes small pieces of long histories, down to one portfolio each', () => {
    const long = Array.from({ length: 6 }, (_, i) => share(String(i), ['a'], 90));
    expect(splitIntoPieces(long, { portfolios: 25, steps: 100 }).map(({ steps }) => steps)).toEqual(long.map(() => 90));
    expect(splitIntoPieces([share('1', [], 5_000)], LIMITS)).toEqual([
      { dataset: 'csv', portfolioIds: ['1'], steps: 5_000 },
    ]);
  });

  it.each([
    ['a few portfolios', 60, 1, 3],
    ['a night of a thousand', 1_000, 1, 8],
    ['a night of ten thousand', 10_000, 1, 40],
    ['a year of five', 5, 260, 3],
    ['a year of fifty', 50, 260, 8],
    ['a year of a thousand', 1_000, 260, 26],
  ])('makes of %s as many pieces as workers can share, and then larger ones', (_, count, steps, expected) => {
    const books = Array.from({ length: count }, (__, i) => share(String(i), [`x${i % 97}`], steps));
    const pieces = splitIntoPieces(books, pieceLimits('server', null));
    expect(pieces).toHaveLength(expected);
    const sizes = pieces.map(({ portfolioIds }) => portfolioIds.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(250);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it('evens pieces out instead of leaving a small rest', () => {
    const four = Array.from({ length: 4 }, (_, i) => share(String(i), ['a'], 10));
    expect(splitIntoPieces(four, LIMITS).map(({ portfolioIds }) => portfolioIds.length)).toEqual([2, 2]);
  });
});

describe('pieceLimits', () => {
  it('shares among workers on servers, and only bounds memory with embedded databases', () => {
    const large = { pieces: 8, portfolios: 250, steps: 10_000 };
    expect(pieceLimits('server', null)).toEqual({ portfolios: 25, steps: 500, large });
    expect(pieceLimits('server', 7)).toEqual({ portfolios: 7, steps: 500 });
    expect(pieceLimits('embedded', null)).toEqual({ portfolios: 500, steps: Infinity });
    expect(pieceLimits('embedded', 2)).toEqual({ portfolios: 2, steps: Infinity });
  });
});
