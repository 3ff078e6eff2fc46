import { describe, expect, it } from 'vitest';
import { computed, skipped } from '../../../shared/outcome.js';
import { FACTOR_FUNDS } from '../../market-data/factor-funds.kernel.js';
import type { PortfolioBook, SymbolSet } from '../calculation.js';
import { computePortfolio, computeSymbols } from '../session-results.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import type { OptionSubject } from '../option-greeks/option-subject.kernel.js';
import { blackScholesMerton } from '../option-pricing/black-scholes.kernel.js';

const SESSION = '2024-11-29';
const LENGTH = 273;
const wave = (period: number): Float64Array =>
  Float64Array.from({ length: LENGTH }, (_, t) => 0.01 * Math.sin(t / period) + 0.02 * Math.cos(t * period) ** 9);
const NONE = new Float64Array(LENGTH).fill(Number.NaN);
const IDS = ['a', 'b', 'call', 'put', 'dark'];
const option = (more: Partial<OptionSubject>): OptionSubject => ({
  ...{ type: 'PUT', style: 'EUROPEAN', strike: 100, expirationDate: '2025-01-17', underlyingId: 'a' },
  ...{ price: computed(4), spot: computed(100), dividends: 0 },
  ...more,
});
const symbols: SymbolSet = {
  dataset: 'csv',
  session: SESSION,
  subjects: IDS.map((id, i) => ({ instrumentId: id, symbol: id.toUpperCase(), hasReturns: i < 2 })),
  placeOf: new Map(IDS.map((id, i) => [id, i])),
  returns: [wave(3), wave(7), NONE, NONE, NONE],
  benchmark: { symbol: 'SPY', returns: wave(5) },
  factors: new Map(FACTOR_FUNDS.map((fund, i) => [fund, wave(5 + 2 * i)])),
  options: new Map([
    ['call', option({ type: 'CALL', style: 'AMERICAN', strike: 105, price: computed(2) })],
    ['put', option({})],
    ['dark', option({ price: skipped('stale-price') })],
  ]),
};
const { results } = computeSymbols(symbols);
const greeksOf = (id: string) => {
  const outcome = results.of(optionGreeks).get(id)!;
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
};

const bookOf = (values: Readonly<Record<string, number>>, netAssetValue = 10_000): PortfolioBook => ({
  ...{ portfolioId: 'p', session: SESSION, netAssetValue, symbols },
  instrumentIds: Object.keys(values),
  marketValues: Float64Array.from(Object.values(values)),
  weights: computed(Float64Array.from(Object.values(values), (value) => value / netAssetValue)),
  returns: Object.keys(values).map((id) => symbols.returns[symbols.placeOf.get(id)!]!),
});
type Row = Record<string, unknown>;
function tablesOf(book: PortfolioBook): (table: string) => Row[] {
  const { rows, failed } = computePortfolio(book, results);
  expect(failed.size).toBe(0);
  return (name) =>
    rows
      .filter(({ table }) => table.name === name)
      .flatMap(({ table, rows: all }) => {
        const columns = [...Object.keys(table.key), ...Object.keys(table.values)];
        return all.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
      });
}
function measuresOf(book: PortfolioBook): (name: string) => { value: number; method: string; reason: string | null } {
  const rows = tablesOf(book)('portfolio_risk_measures');
  return (name) => rows.find(({ measure }) => measure === name) as never;
}

describe('risk of a portfolio with options', () => {
  it('by volatility is that of the shares that the delta stands for', () => {
    const { delta } = greeksOf('call');
    // 300 shares' worth of a written call on 100 of spot.
    const covered = measuresOf(bookOf({ a: 6_000, b: 3_000, call: -600 }));
    const shares = measuresOf(bookOf({ a: 6_000 - 30_000 * delta, b: 3_000 }));
    for (const name of [
      ...['shrunk_volatility', 'parametric_var_95', 'parametric_cvar_99', 'diversification_ratio', 'effective_bets'],
      ...['realized_volatility_252d', 'ewma_volatility', 'garch_volatility_21d', 'sharpe_ratio', 'vasicek_beta'],
      'average_correlation',
    ]) {
      expect(covered(name).value, name).toBeCloseTo(shares(name).value, 9);
      expect(covered(name).method).toBe(`${shares(name).method}; options-by-delta`);
    }
  });

  it('by history is that of the option revalued at each move, of a portfolio with nothing else', () => {
    // A short put on 500 shares, and cash.
    const found = measuresOf(bookOf({ put: -2_000 }));
    const { impliedVolatility: volatility, rate, timeToExpiry } = greeksOf('put');
    const terms = { type: 'PUT' as const, strike: 100, rate, dividendYield: 0, timeToExpiry, volatility };
    const losses = Array.from(symbols.returns[0]!.subarray(LENGTH - 252), (moved) => {
      const { price } = blackScholesMerton({ ...terms, spot: 100 * (1 + moved) });
      return (500 * (price - 4)) / 10_000;
    }).sort((x, y) => x - y);
    // Type 7: between the places 0.95 × 251 = 238.45 and the next.
    const quantile = losses[238]! + 0.45 * (losses[239]! - losses[238]!);
    expect(found('historical_var_95').value).toBeCloseTo(quantile, 9);
    expect(found('historical_var_95').method).toBe('historical-constant-weights; options-revalued');
    // Curvature works against the writer: by its delta alone the option would lose less.
    const byDelta = measuresOf(bookOf({ a: -500 * greeksOf('put').delta * 100 }))('historical_var_95').value;
    expect(quantile).toBeGreaterThan(byDelta);
  });

  it('falls when a put is bought against the shares', () => {
    const [bare, hedged] = [measuresOf(bookOf({ a: 8_000 })), measuresOf(bookOf({ a: 8_000, put: 320 }))];
    for (const name of ['historical_var_99', 'parametric_var_99', 'shrunk_volatility']) {
      expect(hedged(name).value).toBeLessThan(bare(name).value);
    }
    // One bearer of risk is no spread of it.
    expect(hedged('diversification_ratio').value).toBeCloseTo(1, 9);
    expect(hedged('average_correlation').reason).toBe('too-few-observations');
  });

  it('is shared out among instruments so that the parts sum to the whole', () => {
    const book = bookOf({ a: 6_000, b: 3_000, call: -600, put: -400 });
    const [tables, measures] = [tablesOf(book), measuresOf(book)];
    const rows = tables('risk_contributions');
    const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);
    expect(rows).toHaveLength(4);
    expect(sum('volatility_contribution')).toBeCloseTo(measures('shrunk_volatility').value, 12);
    expect(sum('component_var_95')).toBeCloseTo(measures('parametric_var_95').value, 12);
    expect(sum('component_cvar_95')).toBeCloseTo(measures('historical_cvar_95').value, 12);
    const [share, call] = [rows[0]!, rows[2]!];
    expect(call.marginal_volatility).toBeCloseTo(Number(share.marginal_volatility), 12);
    expect(call.weight).toBeCloseTo((-300 * greeksOf('call').delta * 100) / 10_000, 12);
  });

  it('leaves out an option without Greeks, and says why', () => {
    const book = bookOf({ a: 6_000, dark: 500 });
    const rows = tablesOf(book)('risk_contributions');
    expect(rows[1]).toMatchObject({ weight: 0.05, volatility_contribution: null, reason: 'stale-price' });
    const alone = measuresOf(bookOf({ dark: 500 }));
    for (const name of ['historical_var_95', 'parametric_var_95', 'shrunk_volatility', 'sharpe_ratio']) {
      expect(alone(name)).toMatchObject({ value: null, reason: 'insufficient-coverage' });
    }
  });

  it('correlates what the options are on, held or not', () => {
    const [row] = tablesOf(bookOf({ b: 3_000, put: -400 }))('correlation_calculations');
    expect(row).toMatchObject({ instrument_ids: '{a,b}', reason: null, method: 'pearson; options-by-delta' });
  });
});
