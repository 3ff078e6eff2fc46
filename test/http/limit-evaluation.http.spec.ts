import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LimitEvaluationService } from '../../src/core/risk-limits/limit-evaluation.service.js';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

type Row = Record<string, unknown>;

describe('the evaluation of limits', () => {
  let app: TestApp;
  let bob: TestUser;

  const limit = async (body: Row, { id, owner }: SeededPortfolio): Promise<string> =>
    (await app.post(`/api/v1/portfolios/${id}/limits`, { as: owner, body })).body.id;
  const evaluate = ({ id }: SeededPortfolio) => app.app.get(LimitEvaluationService, { strict: false }).evaluate([id]);
  const list = async (query: string, as: TestUser): Promise<Row[]> =>
    (await app.get(`/api/v1/alerts${query}`, { as })).body.alerts;

  beforeAll(async () => {
    app = await TestApp.start();
    bob = await app.user();
  });
  afterAll(() => app.close());

  it('reads the tables of risk results', async () => {
    const own = await SeededPortfolio.create(app, bob);
    await own.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    for (const date of ['2024-12-04', '2024-12-05'])
      await own.snapshot({ date, cash: 0, lots: [{ lot: 'aapl', price: 200 }] });
    await limit({ kind: 'value_at_risk', max: 0.03 }, own);
    await limit({ kind: 'drawdown', max: 0.3 }, own);
    await limit({ kind: 'factor_tilt', factor: 'momentum', max: 0.4 }, own);
    const figures = async () =>
      (await app.get(`/api/v1/portfolios/${own.id}/limits`, { as: bob })).body.limits
        .map((one: Row) => [one.kind, one.status, one.value, one.reason])
        .sort();
    await fill(app, own.id);
    await evaluate(own);
    expect(await figures()).toEqual([
      ['drawdown', 'kept', 0.25, null],
      ['factor_tilt', 'not_evaluated', null, 'too-few-observations'],
      ['value_at_risk', 'breached', 0.04, null],
    ]);
  });

  it('fails for one limit and not for the others', async () => {
    const own = await SeededPortfolio.create(app, bob);
    await own.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await own.snapshot({
      date: '2024-12-05',
      cash: 0,
      lots: [{ lot: 'aapl', price: 200 }],
      columns: { beta_calculated_90d: 2 },
    });
    const [broken, sound] = [await limit({ kind: 'beta', max: 1 }, own), await limit({ kind: 'beta', max: 1 }, own)];
    await app.sql('core', `ALTER TABLE alerts ADD CONSTRAINT broken CHECK (limit_id <> '${broken}')`);
    try {
      expect(await evaluate(own)).toEqual({ limits: 2, failed: 1 });
    } finally {
      await app.sql('core', 'ALTER TABLE alerts DROP CONSTRAINT broken');
    }
    expect((await list(`?portfolio_id=${own.id}`, bob)).map(({ limit_id: id }) => id)).toEqual([sound]);
    expect(await evaluate(own)).toEqual({ limits: 2, failed: 0 });
    expect(await list(`?portfolio_id=${own.id}`, bob)).toHaveLength(2);
  });

  it('raises one alert of a breach that several runs find at once', async () => {
    const own = await SeededPortfolio.create(app, bob);
    await own.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await own.snapshot({
      date: '2024-12-05',
      cash: 0,
      lots: [{ lot: 'aapl', price: 200 }],
      columns: { beta_calculated_90d: 2 },
    });
    await limit({ kind: 'beta', max: 1 }, own);
    await Promise.all([evaluate(own), evaluate(own), evaluate(own)]);
    const [only, ...others] = await list(`?portfolio_id=${own.id}`, bob);
    expect(others).toEqual([]);
    expect((await app.get(`/api/v1/alerts/${String(only!.id)}`, { as: bob })).body.events).toHaveLength(1);
  });
});

/** As the calculations leave them. */
async function fill(app: TestApp, portfolioId: string): Promise<void> {
  await app.sql(
    'core',
    `INSERT INTO portfolio_risk_measures (portfolio_id, as_of_date, measure, window_sessions, value, observations, method, version)
     VALUES ($1, '2024-12-05', 'historical_var_95', 252, 0.04, 252, 'm', 1), ($1, '2024-12-05', 'historical_var_95', 63, 0.01, 63, 'm', 1),
            ($1, '2024-12-05', 'current_drawdown', 252, -0.25, 252, 'm', 1), ($1, '2024-12-04', 'current_drawdown', 252, -0.9, 252, 'm', 1)`,
    [portfolioId],
  );
  await app.sql(
    'core',
    `INSERT INTO factor_exposures (portfolio_id, as_of_date, model, factor, exposure, window_sessions, observations, reason, method)
     VALUES ($1, '2024-12-05', 'style', 'Momentum', NULL, 252, 3, 'too-few-observations', 'm'),
            ($1, '2024-12-05', 'spread', 'Momentum', 3, 252, 252, NULL, 'm')`,
    [portfolioId],
  );
}
