import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { seedJointModel } from '../support/seed-joint-model.js';

const TODAY = '2024-11-29';
const ROUTES = ['stress-test', 'stress-test/history?scenario=market_down_10'] as const;
let app: TestApp;
let ann: TestUser;
let bob: TestUser;
let portfolio: SeededPortfolio;
let second: SeededPortfolio;
let unvalued: SeededPortfolio;

const url = (id: string, route: string): string => `/api/v1/analytics/portfolio/${id}/${route}`;
const run = (body: unknown, { id = portfolio.id, as = ann }: { id?: string; as?: TestUser | null } = {}) =>
  app.post(url(id, 'stress-test/run'), { as, body });

async function result(id: string, scenario: string, dollars: number | null, nav: number, date = TODAY): Promise<void> {
  await app.sql(
    'core',
    `INSERT INTO stress_test_results (portfolio_id, as_of_date, scenario_id, scenario_version, dollar_impact, percentage_impact,
       new_portfolio_value, direct_impact, propagated_impact, coverage, positions_total, positions_left_out, observations, reason, method, version)
     VALUES ($1, $2, $3, 1, $4::float8, 100 * $4::float8 / $5, $5 + $4::float8, 0.75 * $4::float8, 0.25 * $4::float8,
             CASE WHEN $4::float8 IS NULL THEN NULL ELSE 0.8 END, 3, 1, 252,
             CASE WHEN $4::float8 IS NULL THEN 'insufficient-coverage' END, 'test-method', 1)`,
    [id, date, scenario, dollars, nav],
  );
}

beforeAll(async () => {
  app = await TestApp.start();
  [ann, bob] = [await app.user(), await app.user()];
  portfolio = await SeededPortfolio.create(app, ann);
  second = await SeededPortfolio.create(app, ann);
  unvalued = await SeededPortfolio.create(app, ann);
  await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
  await portfolio.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 10_000, investmentClass: 'PRIVATE' });
  const option = { symbol: 'AAPL250321P00180000', investmentClass: 'OPTIONS', multiplier: 100, type: 'SP' } as const;
  await portfolio.lot('put', { ...option, quantity: -2, entryPrice: 5 });
  const lots = [
    { lot: 'aapl', price: 200 },
    { lot: 'house', price: null },
    { lot: 'put', price: 4 },
  ];
  await portfolio.snapshot({ date: '2024-11-27', cash: 10_000, lots });
  await portfolio.snapshot({ date: TODAY, cash: 10_000, lots });
  await second.snapshot({ date: TODAY, cash: 50_000, lots: [] });
  await seedJointModel(app, TODAY);
  await app.sql(
    'core',
    `INSERT INTO symbol_option_terms (instrument_id, dataset, as_of_date, underlying_id, option_type, exercise, strike, spot, price,
       time_to_expiry, rate, dividend_yield, volatility, method)
     SELECT option.id, 'csv', $1, share.id, 'PUT', 'AMERICAN', 180, 200, 4, 0, 0.04, 0, 0, 'expiring'
       FROM instruments option, instruments share WHERE option.symbol = 'AAPL250321P00180000' AND share.symbol = 'AAPL'`,
    [TODAY],
  );
  await result(portfolio.id, 'market_down_10', -4_000.126, 59_200);
  await result(portfolio.id, 'market_down_10', -3_000, 59_200, '2024-11-27');
  await result(portfolio.id, 'rates_up_50bp', 100, 59_200);
  await result(portfolio.id, 'vix_spike_150', null, 59_200);
  await result(second.id, 'market_down_10', 0, 50_000);
});
afterAll(() => app.close());

describe('stress tests over HTTP', () => {
  it('are the stored results in the shape of the contract, by category and name', async () => {
    const { status, body } = await app.get(url(portfolio.id, 'stress-test'), { as: ann });
    expect(status).toBe(200);
    expect(body).toMatchObject({ available: true, data: { portfolio_value: 59_200, calculation_date: TODAY } });
    expect(body.data.scenarios.map(({ id }: { id: string }) => id)).toEqual([
      ...['market_down_10', 'rates_up_50bp', 'vix_spike_150'],
    ]);
    expect(body.data.scenarios[0]).toEqual({
      ...{ id: 'market_down_10', name: 'Market Decline 10%', description: 'The US stock market falls by 10 %' },
      ...{ category: 'market', severity: 'moderate', impact_type: 'correlated', version: 1, reason: null },
      impact: {
        ...{ dollar_impact: -4_000.13, percentage_impact: -6.757, new_portfolio_value: 55_199.87 },
        ...{ direct_impact: -3_000.09, propagated_impact: -1_000.03 },
      },
    });
    expect(body.data.scenarios[2]).toMatchObject({ impact: { dollar_impact: null }, reason: 'insufficient-coverage' });
    expect(body.data_quality).toMatchObject({
      ...{ flag: 'PARTIAL_COVERAGE', positions_analyzed: 2, positions_total: 3, positions_skipped: 1, data_days: 252 },
      value_share: 0.8,
    });
    expect(body.metadata).toMatchObject({ reason: null, scenarios_requested: null, is_stale: false });
  });

  it('are those that are asked for, and say so when there are none of them', async () => {
    const some = await app.get(url(portfolio.id, 'stress-test?scenarios=rates_up_50bp,%20nothing'), { as: ann });
    expect(some.body.data.scenarios).toHaveLength(1);
    expect(some.body.metadata.scenarios_requested).toEqual(['rates_up_50bp', 'nothing']);
    const { body } = await app.get(url(portfolio.id, 'stress-test?scenarios=nothing'), { as: ann });
    expect(body).toMatchObject({
      ...{ available: false, data: null, metadata: { reason: 'no_results' } },
      data_quality: { flag: 'NO_MATCHING_RESULTS' },
    });
  });

  it('are missing with a reason before the first session, and when nothing could be computed', async () => {
    const first = await app.get(url(unvalued.id, 'stress-test'), { as: ann });
    expect(first.body).toMatchObject({ available: false, metadata: { reason: 'no_snapshot' } });
    expect(first.body.data_quality.flag).toBe('NO_SNAPSHOT');
    const failed = await SeededPortfolio.create(app, ann);
    const reasons = JSON.stringify({ 'stress-test': 'computation-failed' });
    await failed.snapshot({ date: TODAY, cash: 10_000, lots: [], columns: { reasons } });
    const { body } = await app.get(url(failed.id, 'stress-test'), { as: ann });
    expect(body).toMatchObject({ available: false, data_quality: { flag: 'NO_STRESS_TEST_RESULTS' } });
    expect(body.metadata.message).toContain('computation-failed');
  });

  it('have a history, ascending, within the days that are asked for', async () => {
    const history = 'stress-test/history?scenario=market_down_10';
    const { status, body } = await app.get(url(portfolio.id, history), { as: ann });
    expect(status).toBe(200);
    expect(body).toMatchObject({ portfolio_id: portfolio.id, scenario: 'market_down_10' });
    expect(body.history.map(({ date, dollar_impact: impact }: Record<string, unknown>) => [date, impact])).toEqual([
      ['2024-11-27', -3_000],
      [TODAY, -4_000.13],
    ]);
    const newest = await app.get(url(portfolio.id, `${history}&limit=1`), { as: ann });
    expect(newest.body.history).toMatchObject([{ date: TODAY }]);
    const span = await app.get(url(portfolio.id, `${history}&from=2024-11-01&to=2024-11-28`), { as: ann });
    expect(span.body.history).toMatchObject([{ date: '2024-11-27' }]);
  });

  it('run shocks on what the newest session stored, position by position', async () => {
    const { status, body } = await run({ shocks: { factors: { market: -0.1 } } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ available: true, calculation_date: TODAY, portfolio_value: 59_200, is_stale: false });
    const [scenario] = body.scenarios;
    expect(scenario.factor_returns).toEqual({
      ...{ Market: -0.1, Value: 0, Momentum: 0.1, Quality: 0.1, Size: 0.1, 'Low Volatility': 0.1 },
      'Interest Rates': 0,
    });
    // AAPL moves by 1.2 × -10 % + 0.5 × 10 % = -7 %, to 186: the put ends without value, 180 is not reached.
    expect(scenario.contributions).toEqual([
      { symbol: 'AAPL', market_value: 40_000, dollar_impact: -2_800 },
      { symbol: 'AAPL250321P00180000', market_value: -800, dollar_impact: 0 },
      { symbol: 'HOUSE', market_value: 10_000, dollar_impact: null },
    ]);
    expect(scenario.impact).toMatchObject({
      dollar_impact: -2_800,
      new_portfolio_value: 56_400,
      direct_impact: -5_600,
    });
    // By the market alone AAPL goes to 176, where the put is worth 4.
    expect(scenario.impact.propagated_impact).toBe(2_800);
    expect(body.data_quality).toMatchObject({ positions_total: 3, positions_skipped: 1 });
    expect(body.data_quality.message).toContain('HOUSE (not-applicable)');
  });

  it('revalue options where the shares go', async () => {
    const { body } = await run({ shocks: { symbols: [{ symbol: 'aapl', shock: -0.25 }] } });
    // To 150: the put of 180 is worth 30 a share then, and 200 shares of it are short.
    expect(body.scenarios[0].contributions.slice(0, 2)).toEqual([
      { symbol: 'AAPL', market_value: 40_000, dollar_impact: -10_000 },
      { symbol: 'AAPL250321P00180000', market_value: -800, dollar_impact: -6_000 },
    ]);
  });

  it('find nothing where nothing moves', async () => {
    const { body } = await run({ shocks: { factors: { market: 0 }, rates_bp: 0, volatility_points: 0 } });
    expect(body.scenarios[0].impact).toMatchObject({ dollar_impact: 0, percentage_impact: 0, direct_impact: 0 });
  });

  it('run scenarios by their ids, built in and own, and store nothing', async () => {
    const shocks = { factors: { market: -0.2 }, rates_bp: 25 };
    const own = await app.post('/api/v1/stress-scenarios', { as: ann, body: { name: 'Both', shocks } });
    const before = await app.sql('core', 'SELECT count(*) FROM stress_test_results', []);
    const { body } = await run({ scenario_ids: [own.body.id, 'market_down_10'] });
    expect(body.scenarios).toMatchObject([
      { id: own.body.id, name: 'Both', version: 1, shocks },
      { id: 'market_down_10', impact: { dollar_impact: -2_800 } },
    ]);
    expect(await app.sql('core', 'SELECT count(*) FROM stress_test_results', [])).toEqual(before);
    const foreign = await SeededPortfolio.create(app, bob);
    expect((await run({ scenario_ids: [own.body.id] }, { id: foreign.id, as: bob })).status).toBe(404);
    const missing = await run({ scenario_ids: [randomUUID()] });
    expect([missing.status, missing.body.code]).toEqual([404, 'stress_scenario.not_found']);
  });

  it('say why nothing can be run', async () => {
    const { status, body } = await run({ shocks: { rates_bp: 50 } }, { id: unvalued.id });
    expect([status, body.available, body.calculation_date]).toEqual([200, false, null]);
    expect(body.scenarios).toMatchObject([{ impact: { dollar_impact: null }, reason: 'not-computed-yet' }]);
  });

  it.each([
    [{}, 'shocks', 'at least one shock'],
    [{ shocks: {} }, 'shocks', 'at least one shock'],
    [{ shocks: { factors: {} } }, 'shocks', 'at least one shock'],
    [{ shocks: { rates_bp: 50 }, scenario_ids: ['market_down_10'] }, 'shocks', 'either scenario_ids or shocks'],
    [{ shocks: { factors: { market: -10 } } }, 'shocks.factors.market', '-1 or more'],
    [{ shocks: { factors: { growth: 0.1 } } }, 'shocks.factors.growth', ''],
    [{ shocks: { rates_bp: '50' } }, 'shocks.rates_bp', 'basis points'],
    [{ shocks: { symbols: [{ symbol: 'AAPL', shock: -2 }] } }, 'shocks.symbols.0.shock', '-1 or more'],
    [
      {
        shocks: {
          symbols: [
            { symbol: 'A', shock: 0 },
            { symbol: 'a', shock: 0 },
          ],
        },
      },
      'shocks.symbols',
      'once',
    ],
    [{ scenario_ids: [] }, 'scenario_ids', ''],
    [{ scenario_ids: ['no id'] }, 'scenario_ids', 'ids of scenarios'],
    [{ scenario_ids: ['market_down_10@0'] }, 'scenario_ids', 'a version'],
  ])('refuse to run %j', async (body, field, rule) => {
    const answer = await run(body);
    expect(answer.status).toBe(422);
    const fault = answer.body.errors.find((error: { field: string }) => error.field.startsWith(field));
    expect(fault, answer.text).toBeDefined();
    expect(answer.text).toContain(rule);
  });

  it.each([
    ['history?scenario=', 'scenario'],
    ['history?scenario=mine', 'scenario'],
    ['history?scenario=market_down_10&from=2024-13-01', 'from'],
    ['history?scenario=market_down_10&from=2024-11-29&to=2024-11-28', 'to'],
    ['history?scenario=market_down_10&limit=1001', 'limit'],
  ])('refuse to tell the %s', async (query, field) => {
    const { status, body } = await app.get(url(portfolio.id, `stress-test/${query}`), { as: ann });
    expect([status, body.errors[0].field]).toEqual([422, field]);
  });

  it.each(ROUTES)('%s are shown to nobody else, and to nobody without a session', async (route) => {
    expect((await app.get(url(portfolio.id, route))).status).toBe(401);
    expect((await app.get(url(portfolio.id, route), { as: bob })).status).toBe(404);
    expect((await app.get(url(randomUUID(), route), { as: ann })).status).toBe(404);
    expect((await app.get(url('no-uuid', route), { as: ann })).status).toBe(422);
  });

  it('are run by nobody else', async () => {
    const body = { shocks: { rates_bp: 50 } };
    expect((await run(body, { as: null })).status).toBe(401);
    expect((await run(body, { as: bob })).status).toBe(404);
  });
});

describe('stress tests of several portfolios', () => {
  const aggregate = (query = '') => app.get(`/api/v1/analytics/aggregate/stress-test${query}`, { as: ann });

  it('are sums over all positions, over the value of all', async () => {
    const { status, body } = await aggregate(`?portfolio_ids=${portfolio.id},${second.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ available: true, net_asset_value: 109_200, portfolio_count: 2, portfolios_with_stress_data: 2 },
      calculation_method: 'sum_over_positions',
    });
    const [market, rates] = body.data.scenarios;
    expect(market).toMatchObject({ id: 'market_down_10', portfolios_included: 2, coverage: 0.8, reason: null });
    expect(market.impact).toEqual({
      ...{ dollar_impact: -4_000.13, percentage_impact: -3.6631, new_portfolio_value: 105_199.87 },
    });
    expect(rates).toMatchObject({ id: 'rates_up_50bp', portfolios_included: 1 });
  });

  it('are missing with a reason where no portfolio has any', async () => {
    const { body } = await aggregate(`?portfolio_ids=${unvalued.id}`);
    expect(body).toMatchObject({ available: false, data: null, reason: 'not-computed-yet', portfolio_count: 1 });
  });

  it('are of nobody else', async () => {
    const { status } = await app.get(`/api/v1/analytics/aggregate/stress-test?portfolio_ids=${portfolio.id}`, {
      as: bob,
    });
    expect(status).toBe(404);
    expect((await app.get('/api/v1/analytics/aggregate/stress-test')).status).toBe(401);
  });
});
