import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const DAYS = ['2024-11-26', '2024-11-27', '2024-11-29'] as const;
const ROUTES = ['factor-exposures/history', 'risk-contributions/history?symbol=AAPL', 'overview/history'] as const;

describe('histories of figures that are rows of their own', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolio: SeededPortfolio;

  const ask = (route: string, as: TestUser | null = ann, id = portfolio.id) =>
    app.get(`/api/v1/analytics/portfolio/${id}/${route}`, as ? { as } : {});
  const valuesOf = async (route: string): Promise<unknown[]> => {
    const { status, body } = await ask(route);
    expect([status, body.detail]).toEqual([200, undefined]);
    return body.points.map((point: { as_of_date: string; value: number | null }) => [point.as_of_date, point.value]);
  };

  beforeAll(async () => {
    app = await TestApp.start();
    [ann, bob] = [await app.user(), await app.user()];
    portfolio = await SeededPortfolio.create(app, ann);
    await portfolio.deposit('2024-11-01', 100_000);
    await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
    for (const [i, date] of DAYS.entries()) {
      await portfolio.snapshot({ date, cash: 70_000, lots: [{ lot: 'aapl', price: 150 + i }] });
      await app.sql(
        'core',
        `INSERT INTO factor_exposures (portfolio_id, as_of_date, model, factor, exposure, window_sessions, observations, reason, method)
         VALUES ($1, $2, 'style', 'Momentum', $3, 252, 250, CASE WHEN $3::float8 IS NULL THEN 'too-few-observations' END, 'ridge-cv'),
                ($1, $2, 'spread', 'Momentum Spread', 9, 252, 250, NULL, 'ols-joint-hac')`,
        [portfolio.id, date, i === 1 ? null : i / 10],
      );
      await app.sql(
        'core',
        `INSERT INTO risk_contributions (portfolio_id, as_of_date, instrument_id, weight, volatility_contribution, marginal_volatility,
           component_var_95, marginal_var_95, incremental_var_95, component_cvar_95, observations, reason, method, version)
         VALUES ($1, $2, $3, 0.3, $4::float8, 0.3, 0.01, 0.02, 0.03, 0.04, 250, NULL, 'shrunk', 2)`,
        [portfolio.id, date, portfolio.lots.get('aapl')!.instrumentId, 0.1 + i / 100],
      );
      await app.sql(
        'core',
        `INSERT INTO portfolio_exposures (portfolio_id, as_of_date, long_exposure, short_exposure, gross_exposure, net_exposure, gamma_exposure,
           options, at_value, plain_beta_90d, plain_factors, reasons, observations, version, method)
         VALUES ($1, $2, $3, -100, $3::float8 + 100, $3::float8 - 100, 0, 0, '[]', NULL, '[]', '{"plain_beta_90d": "no-benchmark"}', 1, 1, 'delta')`,
        [portfolio.id, date, 30_000 + i],
      );
    }
  });
  afterAll(() => app.close());

  it('are one value a session, ascending, those without one with their reason', async () => {
    const { body } = await ask('factor-exposures/history?model=style&factor=Momentum');
    expect(body).toMatchObject({ portfolio_id: portfolio.id, measure: 'style: Momentum', from: DAYS[0], to: DAYS[2] });
    expect(body).toMatchObject({ count: 3, is_cut: false });
    expect(body.points[1]).toMatchObject({ value: null, reason: 'too-few-observations', window_sessions: 252 });
    expect(body.points[2]).toMatchObject({ as_of_date: DAYS[2], value: 0.2, reason: null, method: 'ridge-cv' });
  });

  it('are of what is asked for, between two days', async () => {
    expect(await valuesOf('risk-contributions/history?symbol=aapl&from=2024-11-27')).toEqual([
      [DAYS[1], 0.11],
      [DAYS[2], 0.12],
    ]);
    expect(await valuesOf('risk-contributions/history?symbol=AAPL&figure=component_cvar_95&to=2024-11-26')).toEqual([
      [DAYS[0], 0.04],
    ]);
    expect(await valuesOf('overview/history?figure=gross_exposure&from=2024-11-29')).toEqual([[DAYS[2], 30_102]]);
    const plain = (await ask('overview/history?figure=plain_beta_90d')).body.points;
    expect(plain[0]).toMatchObject({ value: null, reason: 'no-benchmark' });
    expect(await valuesOf('risk-contributions/history?symbol=MSFT')).toEqual([]);
  });

  it.each(ROUTES)('of %s are for the owner alone', async (route) => {
    expect((await ask(route, null)).status).toBe(401);
    expect((await ask(route, bob)).status).toBe(404);
    expect((await ask(route, ann, randomUUID())).status).toBe(404);
  });

  it.each([
    ['factor-exposures/history?model=capm', 'model'],
    ['factor-exposures/history?factor=Luck', 'factor'],
    ['risk-contributions/history', 'symbol'],
    ['risk-contributions/history?symbol=AAPL&figure=portfolio_id', 'figure'],
    ['overview/history?figure=reasons', 'figure'],
    ['overview/history?from=2024-11-02&to=2024-11-01', 'to'],
    ['overview/history?since=2024-11-02', 'since'],
  ])('refuse %s, naming the parameter', async (route, field) => {
    const { status, body } = await ask(route);
    expect(status).toBe(422);
    expect(new Set(body.errors.map((error: { field: string }) => error.field))).toEqual(new Set([field]));
  });
});
