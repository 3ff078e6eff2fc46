import { describe, expect, it } from 'vitest';
import { computed } from '../../shared/outcome.js';
import type { PortfolioBook } from '../calculations/calculation.js';
import { computePortfolio, computeSymbols } from '../calculations/session-results.js';
import { ALL_MEASURES, calculationOf, MEASURES } from './risk-measure-names.kernel.js';

const wave = Float64Array.from({ length: 273 }, (_, t) => 0.01 * Math.sin(t / 3) + 0.001 * Math.cos(t * 7));
const symbols = {
  ...{ dataset: 'csv', session: '2024-11-29', placeOf: new Map([['a', 0]]), returns: [wave] },
  subjects: [{ instrumentId: 'a', symbol: 'A', hasReturns: true }],
  benchmark: { symbol: 'SPY', returns: wave.map((value, t) => value + 0.001 * Math.sin(t)) },
  factors: new Map<string, Float64Array>(),
};
const book: PortfolioBook = {
  ...{ portfolioId: 'p', session: symbols.session, netAssetValue: 1_000, instrumentIds: ['a'], symbols },
  ...{ marketValues: Float64Array.of(900), weights: computed(Float64Array.of(0.9)), returns: [wave] },
};

describe('the names of measures', () => {
  it('are those that the batch stores, no other, each once', () => {
    // Computing needs neither a database nor what reads from one.
    const { rows } = computePortfolio(book, computeSymbols(symbols).results);
    const stored = rows.filter(({ table }) => table.name === 'portfolio_risk_measures').flatMap((batch) => batch.rows);
    expect([...new Set(stored.map(([, , name]) => name))].sort()).toEqual([...MEASURES].sort());
    expect(new Set(ALL_MEASURES).size).toBe(ALL_MEASURES.length);
  });

  it('tell the calculation, whose failure explains a missing row', () => {
    expect(['sharpe_ratio', 'vasicek_beta', 'hhi'].map(calculationOf)).toEqual(['risk-ratios', 'shrunk-beta', null]);
  });
});
