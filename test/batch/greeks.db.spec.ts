import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { BatchFixture, FIRST_PRICE_SESSION, LAST_SESSION, madeUpClose, SYMBOLS } from './fixture.js';

const START = '2024-11-25';
const OPTION = 'AAA250620C00100000';
/** Raised with a calculation, so that one whose figures change is seen here. */
const VERSIONS = {
  ...{ symbol_market_betas: [1], symbol_volatility: [1], symbol_factor_exposures: [1], factor_correlations: [1] },
  ...{ symbol_greeks: [2], symbol_option_terms: [2], factor_exposures: [2], portfolio_risk_measures: [2] },
  ...{ risk_contributions: [2], correlation_calculations: [2], stress_test_results: [2], portfolio_exposures: [1] },
};
const VOLATILITY = 0.3;
const RATE = 0.04;
const sessions = sessionsBetween(FIRST_PRICE_SESSION, LAST_SESSION);
const close = (symbol: string, session: string): number =>
  Number(madeUpClose(SYMBOLS.indexOf(symbol as 'SPY'), sessions.indexOf(session)));

/** Abramowitz and Stegun 7.1.26 would do for a price, not for a comparison: the integral by Simpson's rule. */
function normal(x: number): number {
  const steps = 2_000;
  const width = x / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((i * width) ** 2) / 2);
  }
  return 0.5 + (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

/** A call without dividends, by the published formula. */
function call(spot: number, strike: number, session: string): { price: number; delta: number; gamma: number } {
  const time = (Date.parse('2025-06-20') - Date.parse(session)) / 86_400_000 / 365;
  const d1 = (Math.log(spot / strike) + (RATE + VOLATILITY ** 2 / 2) * time) / (VOLATILITY * Math.sqrt(time));
  const d2 = d1 - VOLATILITY * Math.sqrt(time);
  const density = Math.exp(-(d1 ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return {
    price: spot * normal(d1) - strike * Math.exp(-RATE * time) * normal(d2),
    delta: normal(d1),
    gamma: density / (spot * VOLATILITY * Math.sqrt(time)),
  };
}

function beta(symbol: string): number {
  const end = sessions.indexOf(LAST_SESSION);
  const returns = (of: string): number[] =>
    Array.from({ length: 90 }, (_, i) => {
      const t = end - 89 + i;
      return close(of, sessions[t]!) / close(of, sessions[t - 1]!) - 1;
    });
  const [own, market] = [returns(symbol), returns('SPY')];
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const covariance = (a: number[], b: number[]): number =>
    a.reduce((sum, x, i) => sum + (x - mean(a)) * (b[i]! - mean(b)), 0);
  return covariance(own, market) / covariance(market, market);
}

describe('Greeks in the batch', () => {
  let fixture: BatchFixture;
  let portfolio: string;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    const option = await fixture.instrument(OPTION, 'OPTIONS');
    await fixture.sql('UPDATE instruments SET multiplier = 100 WHERE id = $1', [option]);
    const days = sessionsBetween(START, LAST_SESSION);
    await fixture.sql(
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       SELECT $1, 'csv', d, 'split_adjusted', c FROM unnest($2::date[], $3::numeric[]) AS given (d, c)`,
      [option, days, days.map((day) => call(close('AAA', day), 100, day).price.toFixed(10))],
    );
    portfolio = await fixture.portfolio([
      { kind: 'deposit', date: START, amount: '100000' },
      { kind: 'buy', date: START, symbol: 'BBB', quantity: '100', price: close('BBB', START).toFixed(4) },
      { kind: 'buy', date: START, symbol: OPTION, quantity: '3', price: '500' },
    ]);
    await fixture.sql('UPDATE transactions SET multiplier = 100, price = 5 WHERE instrument_id = $1', [option]);
    await fixture.run();
  });
  afterAll(() => fixture.close());

  it('keep the version of the calculation beside every result of the run', async () => {
    const versioned = Object.entries(VERSIONS);
    const found = await fixture.sql(
      versioned
        .map(([table]) => `SELECT '${table}' AS t, array_agg(DISTINCT version) AS versions FROM ${table}`)
        .join(' UNION ALL '),
    );
    expect(Object.fromEntries(found.map(({ t, versions }) => [t, versions]))).toEqual(VERSIONS);
    const [snapshots] = await fixture.sql('SELECT array_agg(DISTINCT versions) AS versions FROM portfolio_snapshots');
    expect(snapshots?.versions).toEqual([{ valuation: 1, 'portfolio-risk': 3, concentration: 2 }]);
  });

  it('find the volatility and the delta that the price was made with', async () => {
    const [row] = await fixture.sql('SELECT * FROM symbol_greeks WHERE instrument_id = $1 AND as_of_date = $2', [
      fixture.instruments.get(OPTION),
      LAST_SESSION,
    ]);
    const expected = call(close('AAA', LAST_SESSION), 100, LAST_SESSION);
    expect(row).toMatchObject({
      reason: null,
      rate: RATE,
      dividend_yield: 0,
      underlying_id: fixture.instruments.get('AAA'),
    });
    expect(Number(row?.implied_volatility)).toBeCloseTo(VOLATILITY, 7);
    expect(Number(row?.delta)).toBeCloseTo(expected.delta, 7);
    expect(Number(row?.gamma)).toBeCloseTo(expected.gamma, 7);
  });

  it('show a position as contracts times a hundred shares', async () => {
    const [row] = await fixture.sql(
      'SELECT * FROM position_greeks WHERE portfolio_id = $1 AND symbol = $2 AND calculation_date = $3',
      [portfolio, OPTION, LAST_SESSION],
    );
    const spot = close('AAA', LAST_SESSION);
    const { delta, gamma } = call(spot, 100, LAST_SESSION);
    expect(Number(row?.position_delta)).toBeCloseTo(300 * delta, 4);
    expect(Number(row?.delta_dollars) / (300 * delta * spot)).toBeCloseTo(1, 7);
    expect(Number(row?.gamma_dollars) / (300 * gamma * spot * spot * 0.01)).toBeCloseTo(1, 6);
    const [share] = await fixture.sql(
      'SELECT delta, position_delta, delta_dollars, market_value, reason FROM position_greeks WHERE portfolio_id = $1 AND symbol = $2 AND calculation_date = $3',
      [portfolio, 'BBB', LAST_SESSION],
    );
    expect(share).toMatchObject({ delta: 1, position_delta: 100, delta_dollars: share?.market_value, reason: null });
  });

  it('make the portfolio’s beta and exposures, an underlying that nobody holds included', async () => {
    const [snapshot] = await fixture.sql(
      'SELECT net_asset_value::float8 AS nav, beta_calculated_90d AS beta, beta_coverage, hhi FROM portfolio_snapshots WHERE portfolio_id = $1 AND snapshot_date = $2',
      [portfolio, LAST_SESSION],
    );
    const spot = close('AAA', LAST_SESSION);
    const shares = 100 * close('BBB', LAST_SESSION);
    const dollars = 300 * call(spot, 100, LAST_SESSION).delta * spot;
    const expected = (shares * beta('BBB') + dollars * beta('AAA')) / Number(snapshot?.nav);
    expect(Number(snapshot?.beta)).toBeCloseTo(expected, 6);
    expect(snapshot?.beta_coverage).toBe(1);
    const total = shares + dollars;
    expect(Number(snapshot?.hhi)).toBeCloseTo(10_000 * ((shares / total) ** 2 + (dollars / total) ** 2), 2);
    const [row] = await fixture.sql('SELECT * FROM portfolio_exposures WHERE portfolio_id = $1 AND as_of_date = $2', [
      portfolio,
      LAST_SESSION,
    ]);
    expect(row).toMatchObject({ options: 1, at_value: {}, short_exposure: 0 });
    expect(Number(row?.net_exposure) / total).toBeCloseTo(1, 7);
  });

  it('are missing with a reason on the session before the option had a price', async () => {
    await fixture.post(portfolio, { kind: 'deposit', date: '2024-11-21', amount: '1' });
    const early = await fixture.portfolio([
      { kind: 'deposit', date: '2024-11-20', amount: '100000' },
      { kind: 'buy', date: '2024-11-20', symbol: 'BBB', quantity: '100', price: close('BBB', '2024-11-20').toFixed(4) },
      { kind: 'buy', date: '2024-11-20', symbol: OPTION, quantity: '1', price: '5' },
    ]);
    await fixture.run();
    const [row] = await fixture.sql(
      'SELECT reason, delta_dollars FROM position_greeks WHERE portfolio_id = $1 AND symbol = $2 AND calculation_date = $3',
      [early, OPTION, '2024-11-20'],
    );
    expect(row).toEqual({ reason: 'no-price', delta_dollars: null });
    const [exposure] = await fixture.sql(
      'SELECT at_value FROM portfolio_exposures WHERE portfolio_id = $1 AND as_of_date = $2',
      [early, '2024-11-20'],
    );
    expect(exposure).toEqual({ at_value: { [OPTION]: 'no-price' } });
  });
});
