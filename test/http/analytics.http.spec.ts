import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../support/client.js';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const ROUTES = ['overview', 'concentration', 'volatility', 'beta-comparison'] as const;
const TODAY = '2024-11-29';
let app: TestApp;
let alice: TestUser;
let bob: TestUser;
let portfolio: SeededPortfolio;
let unvalued: SeededPortfolio;
const sized: { analytics: (name: string) => string }[] = [];

beforeAll(async () => {
  app = await TestApp.start();
  [alice, bob] = [await app.user(), await app.user()];
  portfolio = await SeededPortfolio.create(app, alice);
  unvalued = await SeededPortfolio.create(app, alice, { equity_balance: '25000.5' });
  for (const size of [3, 60]) {
    const other = await SeededPortfolio.create(app, alice);
    await other.manyLots(size, TODAY);
    sized.push({ analytics: (name) => other.analytics(name) });
  }
  await unvalued.lot('aapl', { symbol: 'AAPL', quantity: 10, entryPrice: 100 });
  await portfolio.deposit('2023-11-01', 100_000);
  await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
  await portfolio.lot('tsla', { symbol: 'TSLA', quantity: -50, entryPrice: 300 });
  await portfolio.lot('call', {
    symbol: 'AAPL250117C00200000',
    quantity: 3,
    entryPrice: 10,
    type: 'LC',
    investmentClass: 'OPTIONS',
    multiplier: 100,
  });
  await portfolio.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 20_000, investmentClass: 'PRIVATE' });
  const bare = { cash: 100_000, lots: [] };
  await portfolio.snapshot({ date: '2023-12-29', ...bare, columns: { cumulative_pnl: '1000.005' } });
  await portfolio.snapshot({ date: '2024-10-31', ...bare, columns: { cumulative_pnl: 4000 } });
  await portfolio.snapshot({
    date: TODAY,
    cash: 12_000,
    lots: [
      { lot: 'aapl', price: 200 },
      { lot: 'tsla', price: 320 },
      { lot: 'call', price: 12.5 },
      { lot: 'house', price: null },
    ],
    columns: {
      status: 'PARTIAL',
      coverage: 0.75,
      cumulative_pnl: '6543.219',
      cumulative_realized_pnl: -120.5,
      realized_volatility_21d: 0.2134,
      volatility_coverage: 0.9,
      beta_calculated_90d: 1.1,
      beta_calculated_90d_r_squared: 0.8,
      beta_calculated_90d_observations: 90,
      hhi: 2811.5,
      effective_num_positions: 3.557,
      top_3_concentration: 0.95,
      top_10_concentration: 1,
      reasons: JSON.stringify({
        realized_volatility_63d: 'too-few-observations',
        beta_calculated_252d: 'insufficient-coverage',
      }),
    },
  });
  await portfolio.beta('aapl', TODAY, { beta: 1.2, r_squared: 0.6, std_error: 0.09, p_value: 0.001 });
  await portfolio.beta('tsla', TODAY, { beta: null, observations: 12, reason: 'too-few-observations' });
});
afterAll(() => app.close());

const get = async (name: string, of = portfolio) => (await app.get(of.analytics(name), { as: alice })).body;

it('answers the generated client by the names of the description', async () => {
  const params = { path: { portfolio_id: portfolio.id } };
  const { data } = await clientOf(app, alice).GET('/api/v1/analytics/portfolio/{portfolio_id}/overview', { params });
  expect([data?.portfolio_id, data?.target_returns]).toEqual([portfolio.id, null]);
});

describe('analytics of a portfolio', () => {
  it.each(ROUTES)('%s asks who is there', async (name) => {
    expect(await app.get(portfolio.analytics(name))).toMatchObject({ status: 401 });
  });

  it.each(ROUTES)('%s of another user, of nobody and of a deleted portfolio is missing', async (name) => {
    const deleted = await SeededPortfolio.create(app, alice, { deleted_at: '2024-11-01' });
    const unknown = `/api/v1/analytics/portfolio/${randomUUID()}/${name}`;
    const missing = { status: 404, body: { code: 'portfolio.not_found' } };
    expect(await app.get(portfolio.analytics(name), { as: bob })).toMatchObject(missing);
    expect(await app.get(unknown, { as: alice })).toMatchObject(missing);
    expect(await app.get(deleted.analytics(name), { as: alice })).toMatchObject(missing);
  });

  it.each(ROUTES)('%s refuses what is no id', async (name) => {
    const { status, body } = await app.get(`/api/v1/analytics/portfolio/1/${name}`, { as: alice });
    expect({ status, field: body.errors[0].field }).toEqual({ status: 422, field: 'portfolio_id' });
  });

  it.each(ROUTES)('%s takes as many statements for 60 positions as for 3', async (name) => {
    const counts = [];
    for (const { analytics } of sized) {
      const statements = await queriesOf(() => app.get(analytics(name), { as: alice }));
      counts.push(statements.length);
      expect(statements.filter((sql) => sql.includes('portfolio_snapshots'))).toHaveLength(1);
    }
    expect(counts[1]).toBe(counts[0]);
  });
});

describe('overview', () => {
  it('adds up', async () => {
    const body = await get('overview');
    expect(body).toMatchObject({
      portfolio_id: portfolio.id,
      as_of: TODAY,
      status: 'PARTIAL',
      coverage: 0.75,
      equity_balance: 100_000,
      net_asset_value: 59_750,
      total_value: 59_750,
      cash_balance: 12_000,
      leverage: 1.3347,
      position_count: { total_positions: 4, long_count: 3, short_count: 1, option_count: 1 },
      target_returns: null,
      reasons: { target_returns: 'insufficient-coverage' },
    });
    expect(body.exposures).toEqual({
      long_exposure: 63_750,
      short_exposure: -16_000,
      gross_exposure: 79_750,
      net_exposure: 47_750,
      long_percentage: 106.7,
      short_percentage: -26.8,
      gross_percentage: 133.5,
      net_percentage: 79.9,
    });
  });

  it('measures the year and the month from the last session before them, to the cent', async () => {
    expect((await get('overview')).pnl).toEqual({
      total_pnl: 6543.22,
      unrealized_pnl: 9750,
      realized_pnl: -120.5,
      ytd_pnl: 5543.21,
      mtd_pnl: 2543.22,
    });
  });

  it('has no P&L of a period that began before the first valuation', async () => {
    const late = await SeededPortfolio.create(app, alice);
    await late.deposit('2024-11-04', 100_000);
    await late.snapshot({ date: '2024-12-02', cash: 100_500, lots: [] });
    expect(await get('overview', late)).toMatchObject({
      pnl: { ytd_pnl: 500, mtd_pnl: null, unrealized_pnl: 0 },
      reasons: { mtd_pnl: 'no-data-before-this-date' },
    });
  });

  it('has P&L of the year when all that is older was reversed', async () => {
    const late = await SeededPortfolio.create(app, alice);
    const mistaken = await late.deposit('2022-05-02', 100_000);
    await app.sql(
      'core',
      `INSERT INTO transactions (portfolio_id, kind, trade_date, amount, reverses_id, source)
       VALUES ($1, 'deposit', '2022-05-02', -100000, $2, 'reversal')`,
      [late.id, mistaken],
    );
    await late.deposit('2023-12-30', 100_000);
    await late.snapshot({ date: '2024-12-02', cash: 100_500, lots: [] });
    expect(await get('overview', late)).toMatchObject({ pnl: { ytd_pnl: 500 } });
  });

  it('has no percentages of an equity that is not there', async () => {
    const broke = await SeededPortfolio.create(app, alice);
    await broke.lot('aapl', { symbol: 'AAPL', quantity: 1, entryPrice: 100 });
    await broke.snapshot({ date: TODAY, cash: -500, lots: [{ lot: 'aapl', price: 200 }] });
    expect(await get('overview', broke)).toMatchObject({
      net_asset_value: -300,
      leverage: null,
      exposures: { long_exposure: 200, long_percentage: null, gross_percentage: null },
      reasons: { leverage: 'non-positive-equity', long_percentage: 'non-positive-equity' },
    });
  });

  it('is the opening deposit and no invented figures before the first valuation', async () => {
    const body = await get('overview', unvalued);
    expect(body).toMatchObject({ as_of: null, net_asset_value: 25_000.5, cash_balance: null, leverage: null });
    expect(Object.values(body.exposures)).toEqual(Array(8).fill(null));
    expect(Object.values(body.pnl)).toEqual(Array(5).fill(null));
    expect(body.reasons).toMatchObject({ net_asset_value: 'not-computed-yet', ytd_pnl: 'not-computed-yet' });
  });
});

describe('concentration', () => {
  it('shows the index with the largest symbols', async () => {
    expect(await get('concentration')).toMatchObject({
      available: true,
      calculation_date: TODAY,
      data: {
        hhi: 2811.5,
        effective_num_positions: 3.557,
        top_3_concentration: 0.95,
        top_10_concentration: 1,
        total_positions: 4,
        position_weights: null,
        largest: [
          { symbol: 'AAPL', share: expect.closeTo(40_000 / 79_750, 12) },
          { symbol: 'HOUSE', share: expect.closeTo(20_000 / 79_750, 12) },
          { symbol: 'TSLA' },
          { symbol: 'AAPL250117C00200000' },
        ],
      },
      metadata: { interpretation: 'High concentration' },
      reason: null,
    });
  });

  it('is unavailable before the first valuation', async () => {
    expect(await get('concentration', unvalued)).toMatchObject({
      available: false,
      calculation_date: null,
      data: null,
      reason: 'not-computed-yet',
    });
  });
});

describe('volatility', () => {
  it('shows what is known, and why the rest is not', async () => {
    expect(await get('volatility')).toMatchObject({
      available: true,
      calculation_date: TODAY,
      coverage: 0.9,
      data: { realized_volatility_21d: 0.2134, realized_volatility_63d: null, expected_volatility_21d: null },
      reasons: {
        realized_volatility_63d: 'too-few-observations',
        expected_volatility_21d: 'not-computed-yet',
        volatility_trend: 'not-computed-yet',
        volatility_percentile: 'not-computed-yet',
      },
    });
  });

  it('is unavailable before the first valuation', async () => {
    expect(await get('volatility', unvalued)).toMatchObject({ available: false, data: null, calculation_date: null });
  });
});

describe('beta comparison', () => {
  it('lists a line a position, by symbol, with a reason where there is no beta', async () => {
    const body = await get('beta-comparison');
    const line = (symbol: string) => body.positions.find((position: { symbol: string }) => position.symbol === symbol);
    expect(body.positions.map(({ symbol }: { symbol: string }) => symbol)).toEqual([
      'AAPL',
      'AAPL250117C00200000',
      'HOUSE',
      'TSLA',
    ]);
    expect(line('AAPL')).toMatchObject({
      position_id: portfolio.lots.get('aapl')!.id,
      calculated_beta: 1.2,
      beta_r_squared: 0.6,
      std_error: 0.09,
      observations: 90,
      calculation_date: TODAY,
      market_beta: null,
      beta_difference: null,
    });
    expect(line('TSLA')).toMatchObject({
      calculated_beta: null,
      observations: 12,
      reasons: { calculated_beta: 'too-few-observations' },
    });
    expect(line('HOUSE').reasons.calculated_beta).toBe('not-applicable');
    expect(body.metadata).toMatchObject({
      total_positions: 4,
      positions_with_market_beta: 0,
      positions_with_calculated_beta: 1,
    });
    expect(body.portfolio).toMatchObject({
      beta_calculated_90d: 1.1,
      beta_calculated_252d: null,
      reasons: { beta_calculated_252d: 'insufficient-coverage' },
    });
  });

  it('is unavailable before the first valuation', async () => {
    expect(await get('beta-comparison', unvalued)).toMatchObject({
      available: false,
      as_of: null,
      positions: [],
      reason: 'not-computed-yet',
    });
  });
});
