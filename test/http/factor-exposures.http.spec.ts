import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../src/core/calculations/factor-exposure/factor-models.kernel.js';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const TODAY = '2024-11-29';
const ROUTES = ['factor-exposures', 'spread-factors', 'positions/factor-exposures'] as const;
let app: TestApp;
let ann: TestUser;
let bob: TestUser;
let portfolio: SeededPortfolio;
let unvalued: SeededPortfolio;

beforeAll(async () => {
  app = await TestApp.start();
  [ann, bob] = [await app.user(), await app.user()];
  portfolio = await SeededPortfolio.create(app, ann);
  unvalued = await SeededPortfolio.create(app, ann);
  await portfolio.deposit('2023-11-01', 100_000);
  await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
  await portfolio.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 20_000, investmentClass: 'PRIVATE' });
  await portfolio.snapshot({
    date: TODAY,
    cash: 10_000,
    lots: [
      { lot: 'aapl', price: 200 },
      { lot: 'house', price: null },
    ],
    columns: { beta_calculated_90d: 1.25 },
  });
  const figures = [
    ['rate', 'IR Beta', 0.1, null],
    ['style', 'Market', 0.9, null],
    ['style', 'Value', -0.123456789, null],
    ['style', 'Growth', 0.3, null],
    ['style', 'Momentum', null, 'insufficient-coverage'],
    ['spread', 'Market', 1, null],
    ['spread', 'Growth-Value Spread', 0.6, null],
    ['spread', 'Size Spread', -0.3, null],
    ['spread', 'Momentum Spread', null, 'insufficient-coverage'],
  ] as const;
  for (const [model, factor, exposure, reason] of figures) {
    await app.sql(
      'core',
      `INSERT INTO factor_exposures (portfolio_id, as_of_date, model, factor, exposure, dollar_exposure, coverage, window_sessions, observations, reason, method)
       VALUES ($1, $2, $3, $4, $5::float8, $5::float8 * 70000, 0.8, 252, 251, $6, 'test-method')`,
      [portfolio.id, TODAY, model, factor, exposure, reason],
    );
  }
  const [aapl] = await app.sql(
    'core',
    "SELECT id FROM instruments WHERE symbol = 'AAPL' AND owner_user_id IS NULL",
    [],
  );
  for (const [model, exposures] of [
    ['rate', '{1,0.05}'],
    ['style', '{1,-0.2,0.4,0,0,0,0}'],
    ['joint', '{1,0,0,0,0,0,0}'],
  ] as const) {
    await app.sql(
      'core',
      `INSERT INTO symbol_factor_exposures (instrument_id, dataset, as_of_date, model, window_sessions, observations, exposures, method)
       VALUES ($1, 'csv', $2, $3, 252, 252, $4, 'test-method')`,
      [aapl?.id, TODAY, model, exposures],
    );
  }
});
afterAll(() => app.close());

const url = (id: string, route: string): string => `/api/v1/analytics/portfolio/${id}/${route}`;

describe('factor exposures over HTTP', () => {
  it('are the market beta, the rate beta and the styles, those that are missing with their reason', async () => {
    const { status, body } = await app.get(url(portfolio.id, 'factor-exposures'), { as: ann });
    expect(status).toBe(200);
    expect(body).toMatchObject({ available: true, portfolio_id: portfolio.id, calculation_date: TODAY, coverage: 0.8 });
    expect(body.data_quality).toEqual({ snapshot_date: TODAY, is_stale: false, is_current: true });
    expect(body.factors).toEqual([
      { name: 'Market Beta (90D)', beta: 1.25, exposure_dollar: 87_500 },
      { name: 'IR Beta', beta: 0.1, exposure_dollar: 7_000 },
      { name: 'Value', beta: -0.123457, exposure_dollar: -8_641.98 },
      { name: 'Growth', beta: 0.3, exposure_dollar: 21_000 },
    ]);
    expect(body.reasons).toEqual({ Momentum: 'insufficient-coverage' });
    expect(body.metadata).toMatchObject({
      ...{ factor_model: '8-factor', completeness: 'partial', total_active_factors: 8, factors_calculated: 4 },
      ...{ has_market_beta: true, window_sessions: 252, observations: 251 },
    });
  });

  it('say that their session waits to be computed anew', async () => {
    await app.sql('core', 'UPDATE portfolios SET stale_from = $2 WHERE id = $1', [portfolio.id, TODAY]);
    for (const route of ROUTES) {
      const { body } = await app.get(url(portfolio.id, route), { as: ann });
      expect(body.data_quality).toEqual({ snapshot_date: TODAY, is_stale: true, is_current: false });
    }
    await app.sql('core', 'UPDATE portfolios SET stale_from = NULL WHERE id = $1', [portfolio.id]);
  });

  it('are spreads in words, the market left out', async () => {
    const { body } = await app.get(url(portfolio.id, 'spread-factors'), { as: ann });
    expect(body.factors).toMatchObject([
      { name: 'Growth-Value Spread', beta: 0.6, exposure_dollar: 42_000, direction: 'Growth', magnitude: 'Strong' },
      { name: 'Size Spread', beta: -0.3, direction: 'Large Cap', magnitude: 'Moderate', risk_level: 'medium' },
    ]);
    expect(body.reasons).toEqual({ 'Momentum Spread': 'insufficient-coverage' });
    expect(body.metadata).toMatchObject({ regression_window_days: 252, factors_calculated: 2, expected_factors: 4 });
  });

  it('are told of each position, in pages and by symbol', async () => {
    const { body } = await app.get(url(portfolio.id, 'positions/factor-exposures'), { as: ann });
    expect(body).toMatchObject({ available: true, total: 2, limit: 50, offset: 0, calculation_date: TODAY });
    expect(body.positions).toMatchObject([
      { symbol: 'AAPL', exposures: { 'IR Beta': 0.05, Value: -0.2, Growth: 0.4 }, reason: null },
      { symbol: 'HOUSE', exposures: {}, reason: 'not-applicable' },
    ]);
    const page = await app.get(`${url(portfolio.id, 'positions/factor-exposures')}?limit=1&offset=1`, { as: ann });
    expect(page.body).toMatchObject({ total: 2, positions: [{ symbol: 'HOUSE' }] });
    const named = await app.get(`${url(portfolio.id, 'positions/factor-exposures')}?symbols=aapl,%20MSFT`, { as: ann });
    expect(named.body).toMatchObject({ total: 1, positions: [{ symbol: 'AAPL' }] });
  });

  it('are missing with a reason before the first run', async () => {
    for (const route of ['factor-exposures', 'spread-factors'] as const) {
      const { status, body } = await app.get(url(unvalued.id, route), { as: ann });
      expect([status, body.available, body.calculation_date, body.factors]).toEqual([200, false, null, []]);
      expect(body.data_quality).toBeNull();
      expect(body.reasons.factors).toBe('not-computed-yet');
    }
    const { body } = await app.get(url(unvalued.id, 'positions/factor-exposures'), { as: ann });
    expect(body).toMatchObject({ available: false, total: 0, positions: [] });
  });

  it('say when their calculation failed', async () => {
    const failed = await SeededPortfolio.create(app, ann);
    const reasons = JSON.stringify({ 'portfolio-factors': 'computation-failed' });
    await failed.snapshot({ date: TODAY, cash: 10_000, lots: [], columns: { reasons } });
    const { body } = await app.get(url(failed.id, 'spread-factors'), { as: ann });
    expect(body).toMatchObject({ available: false, reasons: { factors: 'computation-failed' } });
  });

  it.each(ROUTES)('%s are shown to nobody else, and to nobody without a session', async (route) => {
    expect((await app.get(url(portfolio.id, route))).status).toBe(401);
    expect((await app.get(url(portfolio.id, route), { as: bob })).status).toBe(404);
    expect((await app.get(url(randomUUID(), route), { as: ann })).status).toBe(404);
    expect((await app.get(url('no-uuid', route), { as: ann })).status).toBe(422);
  });

  it('refuses a page that is none', async () => {
    const { status } = await app.get(`${url(portfolio.id, 'positions/factor-exposures')}?limit=201`, { as: ann });
    expect(status).toBe(422);
  });
});

describe('the definitions in the database', () => {
  it('are those that the calculation goes by', async () => {
    const rows = await app.sql(
      'core',
      'SELECT model, name, long_symbol AS long, short_symbol AS short FROM factor_definitions ORDER BY model, position',
      [],
    );
    const expected = Object.entries(DEFINITIONS)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([model, factors]) => factors.map((factor) => ({ model, ...factor })));
    expect(rows).toEqual(expected);
  });
});
