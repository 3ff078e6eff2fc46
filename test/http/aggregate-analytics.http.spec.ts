import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const ROUTES = [
  ...['overview', 'breakdown', 'beta', 'volatility', 'concentration', 'sector-exposure'],
  ...['factor-exposures', 'correlation-matrix'],
] as const;
const TODAY = '2024-11-29';
const SESSIONS = sessionsBetween('2024-08-01', TODAY).slice(-64);

/** Returns of the last 63 sessions that alternate around zero, so that their deviation is known. */
const alternating = (size: number): number[] => SESSIONS.slice(1).map((_, i) => (i % 2 === 0 ? size : -size));

let app: TestApp;
let alice: TestUser;
let bob: TestUser;
let first: SeededPortfolio;
let second: SeededPortfolio;
let euro: SeededPortfolio;

const get = (route: string, ids: readonly string[] = [], as: TestUser | null = alice): Promise<Answer> =>
  app.get(`/api/v1/analytics/aggregate/${route}?${ids.map((id) => `portfolio_ids=${id}`).join('&')}`, { as });
const both = (): string[] => [first.id, second.id];

async function prices(symbol: string, returns: readonly number[]): Promise<void> {
  let close = 100;
  const closes = [close, ...returns.map((change) => (close *= 1 + change))];
  await app.sql(
    'core',
    `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
     SELECT instruments.id, 'csv', day, 'raw', close FROM instruments, unnest($2::date[], $3::numeric[]) AS given (day, close)
      WHERE symbol = $1`,
    [symbol, SESSIONS, closes.map((value) => value.toFixed(6))],
  );
}

beforeAll(async () => {
  app = await TestApp.start();
  [alice, bob] = [await app.user(), await app.user()];
  first = await SeededPortfolio.create(app, alice);
  second = await SeededPortfolio.create(app, alice);
  euro = await SeededPortfolio.create(app, bob, { currency: 'EUR' });
  await first.lot('aapl', { symbol: 'AAPL', quantity: 300, entryPrice: 100 });
  await second.lot('short', { symbol: 'AAPL', quantity: -100, entryPrice: 100, type: 'SHORT' });
  await second.lot('msft', { symbol: 'MSFT', quantity: 100, entryPrice: 200 });
  await prices('AAPL', alternating(0.01));
  await prices('MSFT', alternating(-0.02));
  await first.snapshot({
    date: TODAY,
    cash: 30_000,
    lots: [{ lot: 'aapl', price: 200 }],
    columns: { cumulative_pnl: 30_000, beta_calculated_90d: 1.2, beta_coverage: 1, realized_volatility_21d: 0.1 },
  });
  await second.snapshot({
    date: TODAY,
    cash: 10_000,
    lots: [
      { lot: 'short', price: 200 },
      { lot: 'msft', price: 400 },
    ],
    columns: { cumulative_pnl: 10_000, beta_calculated_90d: 0.5, beta_coverage: 1, realized_volatility_21d: 0.2 },
  });
});
afterAll(() => app.close());

describe('several portfolios together', () => {
  it('are worth the sum, each with its share', async () => {
    const { status, body } = await get('overview', both());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      net_asset_value: 120_000,
      total_value: 120_000,
      portfolio_count: 2,
      currency: 'USD',
      as_of: TODAY,
      total_pnl: 40_000,
      total_unrealized_pnl: 300 * 100 - 100 * 100 + 100 * 200,
      overall_return_pct: 50,
      aggregate_metrics: {
        cash_balance: 40_000,
        long_exposure: 100_000,
        short_exposure: -20_000,
        gross_exposure: 120_000,
        net_exposure: 80_000,
        leverage: 1,
      },
      reasons: {},
    });
    expect(body.portfolios.map(({ id, value, weight }: Record<string, unknown>) => [id, value, weight])).toEqual([
      [first.id, 90_000, 0.75],
      [second.id, 30_000, 0.25],
    ]);
    expect((await get('breakdown', both())).body).toMatchObject({
      portfolios: [
        { id: first.id, weight_pct: 75, contribution_dollars: 90_000 },
        { id: second.id, weight_pct: 25, contribution_dollars: 30_000 },
      ],
      summary: { total_weight: 1, average_value: 60_000 },
    });
  });

  it('are all the active ones when none is named', async () => {
    const { body } = await get('overview');
    expect(body.portfolios.map(({ id }: { id: string }) => id)).toEqual(both());
    expect((await get('overview', [second.id])).body).toMatchObject({ portfolio_count: 1, net_asset_value: 30_000 });
  });

  it('have the beta of their positions', async () => {
    const { body } = await get('beta', both());
    expect(body.aggregate_beta).toBeCloseTo((90_000 * 1.2 + 30_000 * 0.5) / 120_000, 12);
    expect(body).toMatchObject({
      coverage: 1,
      portfolios: [{ beta: 1.2 }, { beta: 0.5, weight: 0.25, contribution: 0.125 }],
    });
  });

  it('have the volatility of their positions netted, which is no average', async () => {
    const { body } = await get('volatility', both());
    // AAPL: 60,000 − 20,000 long by 1 %; MSFT: 40,000 long, moving against it by 2 %. Deviation of ±x over n: x √(n/(n−1)) and a bit of mean.
    const series = alternating(1)
      .slice(-63)
      .map((sign) => (40_000 / 120_000) * 0.01 * sign - (40_000 / 120_000) * 0.02 * sign);
    const mean = series.reduce((sum, value) => sum + value, 0) / 63;
    const variance = series.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 62;
    expect(body.realized_volatility_63d).toBeCloseTo(Math.sqrt(variance * 252), 5);
    expect(body).toMatchObject({ coverage: 1, portfolios: [{ volatility: 0.1 }, { volatility: 0.2 }], reasons: {} });
  });

  it('are as concentrated as their netted symbols', async () => {
    const { body } = await get('concentration', both());
    expect(body).toMatchObject({
      available: true,
      data: {
        hhi: 5_000,
        unique_symbols: 2,
        total_positions: 3,
        top_positions: [
          { symbol: 'AAPL', weight: 0.5, value: 40_000 },
          { symbol: 'MSFT', weight: 0.5, value: 40_000 },
        ],
      },
    });
  });

  it('have the sectors of all that they hold, by size', async () => {
    const { body } = await get('sector-exposure', both());
    // Nobody has told the sectors of this market.
    expect(body).toMatchObject({
      available: true,
      calculation_date: TODAY,
      net_asset_value: 120_000,
      data: { portfolio_weights: { Unclassified: 1 }, gross_exposure: 120_000, unclassified_count: 3 },
      reason: 'no-benchmark',
    });
  });

  it('have the factor exposures of their positions', async () => {
    const exposure = (portfolio: SeededPortfolio, factor: string, value: number | null, coverage: number | null) =>
      app.sql(
        'core',
        `INSERT INTO factor_exposures (portfolio_id, as_of_date, model, factor, exposure, coverage, window_sessions, observations, reason, method)
         VALUES ($1, $2, 'style', $3, $4::float8, $5::float8, 252, 252, CASE WHEN $4 IS NULL THEN 'too-few-observations' END, 'ridge-cv')`,
        [portfolio.id, TODAY, factor, value, coverage],
      );
    // Gross values are 60,000 and 60,000, net asset values 90,000 and 30,000.
    await exposure(first, 'Value', 0.4, 1);
    await exposure(second, 'Value', -0.8, 0.5);
    await exposure(first, 'Size', 0.2, 1);
    await exposure(second, 'Size', null, null);
    await exposure(first, 'Quality', null, null);
    const { status, body } = await get('factor-exposures', both());
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        available: true,
        as_of: TODAY,
        net_asset_value: 120_000,
        aggregate_factors: { market: 1.025, value: 0.1, size: 0.15, quality: null, momentum: null },
        coverage: { market: 1, value: 0.75, size: 0.5, quality: null },
        reasons: { quality: 'too-few-observations', momentum: 'not-computed-yet' },
      },
    });
    expect(Object.keys(body.factors)).toEqual(Object.keys(body.aggregate_factors));
  });

  it('have the correlations of their positions netted', async () => {
    const { status, body } = await get('correlation-matrix', both());
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        available: true,
        data: { symbols: ['AAPL', 'MSFT'], matrix: { AAPL: { AAPL: 1, MSFT: -1 } }, average_correlation: -1 },
        portfolio_count: 2,
        metadata: {
          ...{ calculation_date: TODAY, symbols_requested: 25, symbols_included: 2, observations: 63 },
          ...{ method: 'pearson', reason: null },
        },
      },
    });
  });

  it('have no figures before the first valuation, and say why', async () => {
    const carol = await app.user();
    const young = await SeededPortfolio.create(app, carol);
    expect((await get('overview', [young.id], carol)).body).toMatchObject({
      net_asset_value: null,
      portfolios: [{ value: null, weight: null }],
      reasons: { net_asset_value: 'not-computed-yet' },
    });
    expect((await get('beta', [], carol)).body).toMatchObject({
      aggregate_beta: null,
      reasons: { aggregate_beta: 'not-computed-yet' },
    });
    expect((await get('volatility', [], carol)).body).toMatchObject({ volatility: null, coverage: null });
    expect((await get('concentration', [], carol)).body).toMatchObject({
      available: false,
      reason: 'not-computed-yet',
    });
  });

  it('are nothing to a user without portfolios', async () => {
    const dave = await app.user();
    for (const route of ROUTES) {
      const { status, body } = await get(route, [], dave);
      expect({ route, status, body }).toMatchObject({
        status: 200,
        body: { net_asset_value: null, portfolio_count: 0 },
      });
    }
  });
});

describe('the aggregate routes', () => {
  it.each(ROUTES)('%s asks for a token', async (route) => {
    expect((await get(route, both(), null)).status).toBe(401);
  });

  it.each(ROUTES)('%s does not know a portfolio of somebody else, alone or among own ones', async (route) => {
    for (const ids of [[euro.id], [first.id, euro.id], [randomUUID()]]) {
      expect((await get(route, ids)).body).toMatchObject({ status: 404, code: 'portfolio.not_found' });
    }
  });

  it.each(ROUTES)('%s refuses what is no id', async (route) => {
    expect((await get(route, ['1'])).body).toMatchObject({ status: 422, errors: [{ field: 'portfolio_ids' }] });
    expect(
      (
        await get(
          route,
          Array.from({ length: 101 }, () => randomUUID()),
        )
      ).status,
    ).toBe(422);
  });

  it('does not add up two currencies', async () => {
    const dollars = await SeededPortfolio.create(app, bob);
    const { body } = await get('overview', [], bob);
    expect(body).toMatchObject({ status: 409, code: 'analytics.mixed_currencies' });
    expect(body.detail).toContain('EUR and USD');
    expect((await get('overview', [dollars.id], bob)).status).toBe(200);
  });

  it('ask as many questions of the database for many positions as for few', async () => {
    const counts: number[] = [];
    for (const size of [10, 500]) {
      const owner = await app.user();
      const sized = await SeededPortfolio.create(app, owner);
      await sized.manyLots(size, TODAY);
      for (const route of ROUTES) counts.push((await queriesOf(() => get(route, [sized.id], owner))).length);
    }
    expect(counts.slice(ROUTES.length)).toEqual(counts.slice(0, ROUTES.length));
  });
});

describe('parameters of analytics', () => {
  const of = (id: string, route: string) => app.get(`/api/v1/analytics/portfolio/${id}/${route}`, { as: alice });

  it.each([
    ['positions/factor-exposures?limit=201', 'limit'],
    [`stress-test?scenarios=${'x'.repeat(2_001)}`, 'scenarios'],
  ])('%s: are refused by their names', async (route, field) => {
    const { status, body } = await of(first.id, route);
    expect(status).toBe(422);
    expect(new Set(body.errors.map((error: { field: string }) => error.field))).toEqual(new Set([field]));
  });
});
