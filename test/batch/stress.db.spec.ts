import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRESS_SCENARIOS } from '../../src/core/calculations/scenario-shocks/stress-scenarios.kernel.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { americanPut } from '../support/american-put.js';
import { RESULT_TABLES, tableHashes } from '../support/table-hash.js';
import { BatchFixture, FIRST_PRICE_SESSION, LAST_SESSION, madeUpClose } from './fixture.js';

const START = '2024-11-18';
const FUNDS = ['VTV', 'VUG', 'MTUM', 'QUAL', 'IWM', 'USMV', 'TLT'];
const PUT = { strike: 100, expiry: '2025-03-21', volatility: 0.32, contracts: 3 };
const RATE = 0.04;
const sessions = sessionsBetween(FIRST_PRICE_SESSION, LAST_SESSION);
const aaaAt = (session: string): number => Number(madeUpClose(1, sessions.indexOf(session)));
const yearsFrom = (session: string): number => (Date.parse(PUT.expiry) - Date.parse(session)) / 86_400_000 / 365;

/** By so many steps as the Greeks are found with, and as scenarios are valued by. */
const [GREEKS, SCENARIOS] = [201, 101];
const putPrice = (spot: number, time: number, steps: number): number =>
  americanPut({ ...{ spot, time, rate: RATE, carry: 0 }, strike: PUT.strike, sigma: PUT.volatility }, steps);

describe('stress tests by the batch', () => {
  let fixture: BatchFixture;
  let portfolio: string;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    for (const [i, symbol] of FUNDS.entries()) {
      const id = await fixture.instrument(symbol);
      await prices(
        id,
        sessions.map((_, t) => madeUpClose(11 + i, t)),
      );
    }
    const option = randomUUID();
    await fixture.sql(
      `INSERT INTO instruments (id, symbol, investment_class, underlying_symbol, strike_price, expiration_date, option_type, multiplier)
       VALUES ($1, 'AAA250321P00100000', 'OPTIONS', 'AAA', $2, $3, 'PUT', 100)`,
      [option, PUT.strike, PUT.expiry],
    );
    await prices(
      option,
      sessions.map((session) => putPrice(aaaAt(session), yearsFrom(session), GREEKS).toFixed(6)),
    );
    portfolio = await fixture.portfolio([
      { kind: 'deposit', date: START, amount: '100000' },
      { kind: 'buy', date: START, symbol: 'BBB', quantity: '200', price: '100' },
      { kind: 'short', date: START, symbol: 'CCC', quantity: '50', price: '150' },
    ]);
    await fixture.sql(
      `WITH line AS (INSERT INTO transactions (id, portfolio_id, kind, trade_date, instrument_id, quantity, price, multiplier, amount, source)
         VALUES ($5, $1, 'short', $3, $2, $4, 9, 100, 9 * 100 * $4::numeric, 'api'))
       INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
       VALUES ($5, $1, $2, 'SP', -$4::numeric, -$4::numeric, 9, $3)`,
      [portfolio, option, START, PUT.contracts, randomUUID()],
    );
  });
  afterAll(() => fixture.close());

  async function prices(id: string, closes: readonly string[]): Promise<void> {
    await fixture.sql(
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       SELECT $1, 'csv', d, 'split_adjusted', c FROM unnest($2::date[], $3::numeric[]) AS given (d, c)`,
      [id, sessions, closes],
    );
  }

  const resultOf = async (scenario: string): Promise<Record<string, number>> => {
    const [row] = await fixture.sql(
      'SELECT * FROM stress_test_results WHERE portfolio_id = $1 AND as_of_date = $2 AND scenario_id = $3',
      [portfolio, LAST_SESSION, scenario],
    );
    return row as Record<string, number>;
  };

  /** Betas to the joint factors, and what they do when the market alone is shocked. */
  async function market(): Promise<{ follow: number[]; betaOf: (symbol: string) => number[] }> {
    const [row] = await fixture.sql<{ funds: string[]; covariance: number[] }>(
      'SELECT funds, covariance FROM factor_correlations WHERE as_of_date = $1',
      [LAST_SESSION],
    );
    const place = (fund: string): number => row!.funds.indexOf(fund);
    const withMarket = (fund: string): number => row!.covariance[place(fund) * 8 + place('SPY')]!;
    const spreads = [['VTV', 'VUG'], ...['MTUM', 'QUAL', 'IWM', 'USMV'].map((fund) => [fund, 'SPY'])];
    const own = withMarket('SPY');
    const follow = [
      1,
      ...spreads.map(([long, short]) => (withMarket(long!) - withMarket(short!)) / own),
      withMarket('TLT') / own,
    ];
    const rows = await fixture.sql<{ symbol: string; exposures: number[] }>(
      `SELECT symbol, exposures FROM symbol_factor_exposures JOIN instruments ON instruments.id = instrument_id
        WHERE model = 'joint' AND as_of_date = $1`,
      [LAST_SESSION],
    );
    const bySymbol = new Map(rows.map(({ symbol, exposures }) => [symbol, exposures]));
    return { follow, betaOf: (symbol) => bySymbol.get(symbol)! };
  }
  const times = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

  it('equal an independent revaluation of the short put and the sum over the shares', async () => {
    expect(await fixture.run()).toMatchObject({ status: 'completed', blocked: 0, error: null });
    const { follow, betaOf } = await market();
    const closes = {
      BBB: Number(madeUpClose(2, sessions.length - 1)),
      CCC: Number(madeUpClose(3, sessions.length - 1)),
    };
    const spot = aaaAt(LAST_SESSION);
    const years = yearsFrom(LAST_SESSION);
    for (const [scenario, shock] of [
      ['market_down_10', -0.1],
      ['market_crash_35', -0.35],
      ['market_up_5', 0.05],
    ] as const) {
      const shocks = follow.map((beta) => beta * shock);
      const before = putPrice(spot, years, SCENARIOS);
      const movedSpot = spot * (1 + times(betaOf('AAA'), shocks));
      const option = -100 * PUT.contracts * (putPrice(movedSpot, years, SCENARIOS) - before);
      const shares = 200 * closes.BBB * times(betaOf('BBB'), shocks) - 50 * closes.CCC * times(betaOf('CCC'), shocks);
      const result = await resultOf(scenario);
      expect(result.dollar_impact! / (option + shares) - 1).toBeCloseTo(0, 6);
      expect(result).toMatchObject({ coverage: 1, positions_total: 3, positions_left_out: 0, reason: null });
      expect(result.direct_impact! + result.propagated_impact!).toBeCloseTo(result.dollar_impact!, 8);
    }
  });

  it('are there for every scenario of every session, with the portfolio after it', async () => {
    const rows = await fixture.sql<{ days: string; count: string; bad: string }>(
      `SELECT count(DISTINCT as_of_date) AS days, count(*) AS count,
              count(*) FILTER (WHERE abs(new_portfolio_value - dollar_impact - net_asset_value::float8) > 1e-6
                                  OR abs(percentage_impact - 100 * dollar_impact / net_asset_value::float8) > 1e-9) AS bad
         FROM stress_test_results result
         JOIN portfolio_snapshots USING (portfolio_id) WHERE snapshot_date = as_of_date`,
    );
    const days = sessionsBetween(START, LAST_SESSION).length;
    expect(rows).toEqual([{ days: String(days), count: String(days * STRESS_SCENARIOS.length), bad: '0' }]);
  });

  it('take the volatility that the price of the option implies', async () => {
    const rows = await fixture.sql<{ volatility: number; method: string }>(
      'SELECT volatility, method FROM symbol_option_terms',
    );
    expect(rows.length).toBe(sessionsBetween(START, LAST_SESSION).length);
    for (const { volatility, method } of rows) {
      expect(method).toBe('implied-volatility');
      expect(volatility).toBeCloseTo(PUT.volatility, 5);
    }
  });

  it('are the same date by date as at once', async () => {
    const before = await tableHashes(fixture.databases.addresses.core);
    await fixture.sql(`TRUNCATE ${RESULT_TABLES.join(', ')}`);
    for (const day of sessionsBetween(START, LAST_SESSION).reverse()) await fixture.run({ from: day, to: day });
    await fixture.run();
    expect(await tableHashes(fixture.databases.addresses.core)).toEqual(before);
  });

  it('say why there are none without the factors', async () => {
    await fixture.sql(
      "DELETE FROM market_data_cache USING instruments WHERE instruments.id = instrument_id AND symbol = 'QUAL'",
    );
    await fixture.run({ from: LAST_SESSION, to: LAST_SESSION, isForced: true });
    const rows = await fixture.sql(
      `SELECT reason, count(*)::int AS count, count(dollar_impact)::int AS known
         FROM stress_test_results WHERE as_of_date = $1 GROUP BY 1`,
      [LAST_SESSION],
    );
    expect(rows).toEqual([{ reason: 'no-benchmark', count: STRESS_SCENARIOS.length, known: 0 }]);
  });
});

describe('the rows of the built-in scenarios', () => {
  it('are those of the calculation', async () => {
    const fixture = await BatchFixture.start();
    const rows = await fixture.sql(
      'SELECT id, name, description, category, severity, shocks, version FROM stress_test_scenarios WHERE user_id IS NULL',
    );
    const versions = await fixture.sql(
      'SELECT scenario_id AS id, name, description, category, severity, shocks, version FROM stress_scenario_versions',
    );
    await fixture.close();
    const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
    expect((rows as { id: string }[]).sort(byId)).toEqual([...STRESS_SCENARIOS].sort(byId));
    // A scenario that changes gets a new version, and the old one stays.
    expect(versions).toEqual(expect.arrayContaining([...STRESS_SCENARIOS]));
  });
});
