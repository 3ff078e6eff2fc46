import { describe, expect, it } from 'vitest';
import { computed } from '../../shared/outcome.js';
import { FACTOR_FUNDS } from '../market-data/factor-funds.kernel.js';
import type { PortfolioBook, SymbolSet } from './calculation.js';
import { calculationsOf } from './calculation.registry.js';
import { computePortfolio, computeSymbols } from './session-results.js';

const SESSIONS = 252;
const wave = (period: number): Float64Array =>
  Float64Array.from({ length: SESSIONS }, (_, t) => 0.01 * Math.sin(t / period) + 0.001 * Math.cos(t * period));

const symbols: SymbolSet = {
  dataset: 'csv',
  session: '2024-11-29',
  subjects: [
    { instrumentId: 'a', symbol: 'A', hasReturns: true },
    { instrumentId: 'b', symbol: 'B', hasReturns: true },
  ],
  placeOf: new Map([
    ['a', 0],
    ['b', 1],
  ]),
  returns: [wave(3), wave(7)],
  benchmark: { symbol: 'SPY', returns: wave(5) },
  factors: new Map(FACTOR_FUNDS.map((fund, i) => [fund, wave(5 + 2 * i)])),
};
const book: PortfolioBook = {
  portfolioId: 'p',
  session: symbols.session,
  netAssetValue: 1_000,
  instrumentIds: ['a', 'b'],
  marketValues: Float64Array.of(600, 300),
  weights: computed(Float64Array.of(0.6, 0.3)),
  returns: symbols.returns,
  symbols,
};
const MEASURED_ON_THE_SAMPLE = ['risk-contribution', 'value-at-risk', 'risk-ratios', 'volatility-forecast'];

describe('calculations of a portfolio', () => {
  it('fill every column and table that they name, and no other', () => {
    const { figures, rows, failed } = computePortfolio(book, computeSymbols(symbols).results);
    const all = calculationsOf('portfolio');
    expect(Object.keys(figures).sort()).toEqual(all.flatMap(({ columns = [] }) => columns).sort());
    expect(rows.map(({ table }) => table)).toEqual(all.flatMap(({ tables = [] }) => tables));
    // Nothing here moves together.
    const empty = rows.filter((batch) => batch.rows.length === 0).map(({ table }) => table.name);
    expect(empty).toEqual(['correlation_clusters', 'correlation_cluster_positions']);
    expect(failed.size).toBe(0);
  });

  it('leave the others when one fails, and say so in its place', () => {
    const broken = { ...book, returns: symbols.returns.slice(1) };
    const { figures, rows, failed } = computePortfolio(broken, computeSymbols(symbols).results);
    expect([...failed.keys()]).toEqual(['portfolio-risk', 'risk-sample', ...MEASURED_ON_THE_SAMPLE]);
    expect(figures.realized_volatility_63d).toEqual({ ok: false, reason: 'computation-failed' });
    expect(figures.beta_calculated_90d).toEqual({ ok: false, reason: 'computation-failed' });
    expect(figures.hhi?.ok).toBe(true);
    const stored = new Set(rows.filter((batch) => batch.rows.length > 0).map(({ table }) => table.name));
    expect(stored).toEqual(
      new Set([
        'portfolio_risk_measures',
        'correlation_calculations',
        'factor_exposures',
        'portfolio_exposures',
        'stress_test_results',
      ]),
    );
    expect(rows.filter(({ table }) => table.name === 'risk_contributions')).toMatchObject([{ rows: [] }]);
  });

  it('fail with a calculation of symbols that they read, whose tables are emptied', () => {
    const strange = { ...symbols, factors: new Map([...symbols.factors, ['TLT', wave(3).subarray(1)]]) };
    const { results } = computeSymbols(strange);
    const { rows, failed } = computePortfolio({ ...book, symbols: strange }, results);
    expect([...failed.keys()].sort()).toEqual([
      ...['portfolio-factors', 'scenario-shocks', 'stress-test', 'symbol-factors'],
    ]);
    const emptied = rows.filter(({ table }) => ['factor_exposures', 'stress_test_results'].includes(table.name));
    expect(emptied).toMatchObject([{ rows: [] }, { rows: [] }]);
  });
});
