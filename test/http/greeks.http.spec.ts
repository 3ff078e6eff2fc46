import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const TODAY = '2024-11-29';
const BEFORE = '2024-11-27';
const CALL = 'AAPL250117C00200000';
const PUT = 'AAPL250117P00200000';
const ROUTES = ['greeks', 'greeks/history'] as const;
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
  const option = { investmentClass: 'OPTIONS', multiplier: 100 } as const;
  await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 50, entryPrice: 150 });
  await portfolio.lot('call', { symbol: CALL, quantity: -2, entryPrice: 6, type: 'SC', ...option });
  await portfolio.lot('put', { symbol: PUT, quantity: 1, entryPrice: 3, type: 'LP', ...option });
  for (const date of [BEFORE, TODAY]) {
    const lots = [
      { lot: 'aapl', price: 200 },
      { lot: 'call', price: 5 },
      { lot: 'put', price: 2 },
    ];
    await portfolio.snapshot({ date, cash: 10_000, lots });
    for (const key of ['call', 'put'] as const) {
      await app.sql(
        'core',
        `INSERT INTO symbol_greeks (instrument_id, dataset, as_of_date, price, spot, rate, dividend_yield, time_to_expiry, implied_volatility,
           delta, gamma, vega_per_point, theta_per_day, rho_per_point, observations, version, reason, method)
         SELECT $1, 'csv', $2, 5, 200, 0.04, 0, 0.13, given.*, 1, 1, $3, 'leisen-reimer; assumed-rate'
           FROM (SELECT CASE WHEN $3::text IS NULL THEN 0.25 END, CASE WHEN $3::text IS NULL THEN 0.5 END,
                        CASE WHEN $3::text IS NULL THEN 0.02 END, CASE WHEN $3::text IS NULL THEN 0.3 END,
                        CASE WHEN $3::text IS NULL THEN -0.1 END, CASE WHEN $3::text IS NULL THEN 0.12 END) given`,
        [portfolio.lots.get(key)?.instrumentId, date, key === 'put' ? 'no-solution' : null],
      );
    }
  }
});
afterAll(() => app.close());

const url = (id: string, route: string): string => `/api/v1/analytics/portfolio/${id}/${route}`;

describe('Greeks over HTTP', () => {
  it('are told of each position, per share and times contracts and multiplier', async () => {
    const { status, body } = await app.get(url(portfolio.id, 'greeks'), { as: ann });
    expect(status).toBe(200);
    expect(body).toMatchObject({ available: true, portfolio_id: portfolio.id, as_of_date: TODAY, total: 3 });
    expect(body.positions.map(({ symbol }: { symbol: string }) => symbol)).toEqual([CALL, PUT, 'AAPL']);
    expect(body.positions[0]).toMatchObject({
      ...{ underlying_symbol: 'AAPL', is_option: true, quantity: -2, multiplier: 100, market_value: -1_000, spot: 200 },
      implied_volatility: 0.25,
      per_share: { delta: 0.5, gamma: 0.02, vega: 0.3, theta: -0.1, rho: 0.12 },
      position: { delta: -100, gamma: -4, vega: -60, theta: 20, rho: -24 },
      // −100 shares at 200; −4 × 200² × 0.01.
      ...{ delta_dollars: -20_000, gamma_dollars: -1_600, reason: null },
    });
    expect(body.positions[1]).toMatchObject({ reason: 'no-solution', delta_dollars: null, position: { delta: null } });
    expect(body.positions[2]).toMatchObject({ per_share: { delta: 1, gamma: 0 }, delta_dollars: 10_000 });
    expect(body.reasons).toEqual({ [PUT]: 'no-solution' });
    expect(body.metadata).toMatchObject({ rate: 0.04, rate_source: 'assumed' });
  });

  it('add up in money, options without Greeks at their values', async () => {
    const { body } = await app.get(`${url(portfolio.id, 'greeks')}?limit=1&offset=1`, { as: ann });
    expect(body.positions).toHaveLength(1);
    expect(body.totals).toEqual({
      // 10,000 of shares, −20,000 of the call, 200 of the put.
      ...{ delta_dollars: -9_800, gamma_dollars: -1_600, vega: -60, theta: 20, rho: -24 },
      ...{ options: 2, options_with_greeks: 1 },
    });
  });

  it('have a history by session, within a span', async () => {
    const all = await app.get(url(portfolio.id, 'greeks/history'), { as: ann });
    expect(all.body.sessions.map(({ date }: { date: string }) => date)).toEqual([BEFORE, TODAY]);
    const one = await app.get(`${url(portfolio.id, 'greeks/history')}?from=2024-11-28&to=2024-12-31`, { as: ann });
    expect(one.body.sessions).toEqual([
      {
        ...{ date: TODAY, delta_dollars: -9_800, gamma_dollars: -1_600, vega: -60, theta: 20, rho: -24 },
        ...{ options: 2, options_with_greeks: 1 },
      },
    ]);
  });

  it('are missing with a reason before the first run', async () => {
    const { status, body } = await app.get(url(unvalued.id, 'greeks'), { as: ann });
    expect([status, body.available, body.as_of_date, body.totals]).toEqual([200, false, null, null]);
    expect(body.reasons).toEqual({ totals: 'not-computed-yet' });
    const history = await app.get(url(unvalued.id, 'greeks/history'), { as: ann });
    expect(history.body).toEqual({ portfolio_id: unvalued.id, sessions: [] });
  });

  it('say that an option waits for its first figures', async () => {
    const fresh = await SeededPortfolio.create(app, ann);
    await fresh.lot('call', {
      symbol: CALL,
      quantity: 1,
      entryPrice: 6,
      type: 'LC',
      investmentClass: 'OPTIONS',
      multiplier: 100,
    });
    await fresh.snapshot({ date: '2024-11-26', cash: 1, lots: [{ lot: 'call', price: 5 }] });
    const { body } = await app.get(url(fresh.id, 'greeks'), { as: ann });
    expect(body.reasons).toEqual({ [CALL]: 'not-computed-yet' });
  });

  it.each(ROUTES)('%s are shown to nobody else, and to nobody without a session', async (route) => {
    expect((await app.get(url(portfolio.id, route))).status).toBe(401);
    expect((await app.get(url(portfolio.id, route), { as: bob })).status).toBe(404);
    expect((await app.get(url(randomUUID(), route), { as: ann })).status).toBe(404);
    expect((await app.get(url('no-uuid', route), { as: ann })).status).toBe(422);
  });

  it.each([
    'greeks?limit=501',
    'greeks?offset=-1',
    'greeks/history?from=2024-13-01',
    'greeks/history?from=2024-02-02&to=2024-02-01',
  ])('refuse %s', async (route) => {
    expect((await app.get(url(portfolio.id, route), { as: ann })).status).toBe(422);
  });
});
