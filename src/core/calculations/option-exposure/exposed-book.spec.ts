import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computed, skipped } from '../../../shared/outcome.js';
import { FACTOR_FUNDS } from '../../market-data/factor-funds.kernel.js';
import type { PortfolioBook, SymbolSet } from '../calculation.js';
import { computePortfolio, computeSymbols } from '../session-results.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import type { OptionSubject } from '../option-greeks/option-subject.kernel.js';
import { exposedBook } from './exposed-book.js';
import { optionExposure } from './option-exposure.calculation.js';

const SESSION = '2024-11-29';
const wave = (period: number): Float64Array =>
  Float64Array.from({ length: 252 }, (_, t) => 0.01 * Math.sin(t / period) + 0.001 * Math.cos(t * period));
const NONE = new Float64Array(252).fill(Number.NaN);
const CALL: OptionSubject = {
  ...{ type: 'CALL', style: 'AMERICAN', strike: 100, expirationDate: '2025-03-01', underlyingId: 'a' },
  ...{ price: computed(5), spot: computed(100), dividends: 0 },
};
const set = (options: [string, OptionSubject][]): SymbolSet => {
  const ids = ['a', 'b', 'c', 'd'];
  return {
    dataset: 'csv',
    session: SESSION,
    subjects: ids.map((id, i) => ({ instrumentId: id, symbol: id.toUpperCase(), hasReturns: i < 2 })),
    placeOf: new Map(ids.map((id, i) => [id, i])),
    returns: [wave(3), wave(7), NONE, NONE],
    benchmark: { symbol: 'SPY', returns: wave(5) },
    factors: new Map(FACTOR_FUNDS.map((fund, i) => [fund, wave(5 + 2 * i)])),
    options: new Map(options),
  };
};
const bookOf = (symbols: SymbolSet, values: Readonly<Record<string, number>>): PortfolioBook => ({
  ...{ portfolioId: 'p', session: SESSION, netAssetValue: 10_000, symbols },
  instrumentIds: Object.keys(values),
  marketValues: Float64Array.from(Object.values(values)),
  weights: computed(Float64Array.from(Object.values(values), (value) => value / 10_000)),
  returns: Object.keys(values).map((id) => symbols.returns[symbols.placeOf.get(id)!]!),
});
const options = set([
  ['c', CALL],
  ['d', { ...CALL, type: 'PUT', price: skipped('stale-price') }],
]);
const { results } = computeSymbols(options);

describe('exposedBook', () => {
  it('is the book itself where there are no options', () => {
    const book = bookOf(options, { a: 6_000, b: -2_000 });
    const exposed = exposedBook(book, results);
    expect(exposed.exposures).toBe(book.marketValues);
    expect(exposed.weights).toBe(book.weights);
    expect(exposed.returns).toBe(book.returns);
    expect(exposed.bearers).toBe(book.instrumentIds);
  });

  it('counts a written call by the shares that its delta stands for, on the side against its underlying', () => {
    // Two contracts of 100 written at 5: worth -1,000. Δ × 200 shares × 100 of spot is the exposure.
    const exposed = exposedBook(bookOf(options, { a: 6_000, c: -1_000 }), results);
    const greeks = results.of(optionGreeks).get('c')!;
    if (!greeks.ok) throw new Error(greeks.reason);
    expect(greeks.value.delta).toBeGreaterThan(0.5);
    expect(exposed.exposures[1]).toBeCloseTo(-200 * greeks.value.delta * 100, 9);
    expect(exposed.gammas[1]).toBeCloseTo(-200 * greeks.value.gamma * 100 * 100 * 0.01, 9);
    expect(exposed.bearers).toEqual(['a', 'a']);
    expect(exposed.returns[1]).toBe(options.returns[0]);
    expect(exposed.plain.size).toBe(0);
  });

  it('takes an option without Greeks at its value, and says why', () => {
    const exposed = exposedBook(bookOf(options, { a: 6_000, d: 300 }), results);
    expect(exposed.exposures[1]).toBe(300);
    expect(exposed.bearers[1]).toBe('d');
    expect([...exposed.plain]).toEqual([['d', 'stale-price']]);
  });
});

describe('figures of a portfolio with options', () => {
  const figuresOf = (book: PortfolioBook) => {
    const { figures, failed } = computePortfolio(book, results);
    expect(failed.size).toBe(0);
    return figures;
  };
  const number = (outcome: { ok: boolean; value?: number } | undefined): number => outcome?.value ?? Number.NaN;

  it('are those of the shares that the option stands for', () => {
    const greeks = results.of(optionGreeks).get('c')!;
    if (!greeks.ok) throw new Error(greeks.reason);
    const withOption = figuresOf(bookOf(options, { a: 6_000, b: 3_000, c: -1_000 }));
    const shares = figuresOf(bookOf(options, { a: 6_000 - 20_000 * greeks.value.delta, b: 3_000 }));
    for (const column of ['beta_calculated_90d', 'beta_calculated_252d', 'hhi', 'top_3_concentration'] as const) {
      expect(number(withOption[column])).toBeCloseTo(number(shares[column]), 10);
    }
    expect(number(withOption.realized_volatility_63d)).toBeCloseTo(number(shares.realized_volatility_63d), 12);
    expect(number(withOption.beta_coverage)).toBe(1);
  });

  it('have the plain view beside them', () => {
    const book = bookOf(options, { a: 6_000, b: 3_000, c: -1_000 });
    const { exposures, plain, options: count } = optionExposure.compute(book, results);
    expect(count).toBe(1);
    // Worth 9,000 long and 1,000 short; the option counts for more than its value and is netted with nothing.
    expect(exposures.long).toBe(9_000);
    expect(exposures.short).toBeLessThan(-10_000);
    // By values a is 6 of 10, b 3 of 10 and the option 1 of 10: 3,600 + 900 + 100.
    expect(plain.concentration.ok && plain.concentration.value.herfindahlIndex).toBeCloseTo(4_600, 9);
    expect(plain.beta90.ok && plain.beta90.value.coverage).toBeCloseTo(0.9, 12);
  });

  it('do not depend on the order of positions', () => {
    const held = { a: 6_000, b: 3_000, c: -1_000, d: 250 };
    const expected = figuresOf(bookOf(options, held));
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(held), { minLength: 4 }), (entries) => {
        const figures = figuresOf(bookOf(options, Object.fromEntries(entries)));
        for (const [column, outcome] of Object.entries(expected)) {
          expect(figures[column]?.ok).toBe(outcome.ok);
          if (outcome.ok)
            expect(Math.abs(number(figures[column]) - outcome.value)).toBeLessThan(
              1e-9 * Math.max(1, Math.abs(outcome.value)),
            );
        }
      }),
      { numRuns: 12 },
    );
  });

  it('lose the plain betas alone where those have failed', () => {
    const strange = { ...options, factors: new Map([...options.factors, ['TLT', wave(3).subarray(1)]]) };
    const symbols = computeSymbols(strange).results;
    const { rows, failed } = computePortfolio(bookOf(strange, { a: 6_000 }), symbols);
    expect([...failed.keys()].sort()).toEqual([
      'portfolio-factors',
      'scenario-shocks',
      'stress-test',
      'symbol-factors',
    ]);
    expect(rows.find(({ table }) => table.name === 'portfolio_exposures')?.rows).toHaveLength(1);
  });
});
