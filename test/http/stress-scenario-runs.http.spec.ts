import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { seedJointModel } from '../support/seed-joint-model.js';

const TODAY = '2024-11-29';

describe('scenarios that were changed', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolio: SeededPortfolio;

  const run = (body: unknown, { id = portfolio.id, as = ann }: { id?: string; as?: TestUser } = {}) =>
    app.post(`/api/v1/analytics/portfolio/${id}/stress-test/run`, { as, body });

  beforeAll(async () => {
    app = await TestApp.start();
    [ann, bob] = [await app.user(), await app.user()];
    portfolio = await SeededPortfolio.create(app, ann);
    await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
    await portfolio.snapshot({ date: TODAY, cash: 10_000, lots: [{ lot: 'aapl', price: 200 }] });
    await seedJointModel(app, TODAY);
  });
  afterAll(() => app.close());

  it('run a scenario as it was in a version, also after it was deleted', async () => {
    const first = await app.post('/api/v1/stress-scenarios', {
      as: ann,
      body: { name: 'First', shocks: { factors: { market: -0.1 } } },
    });
    const at = `/api/v1/stress-scenarios/${first.body.id}`;
    await app.call('PATCH', at, { as: ann, body: { name: 'Second', shocks: { factors: { market: -0.3 } } } });
    const ids = [`${first.body.id}@1`, first.body.id, `${first.body.id}@2`];
    const { body } = await run({ scenario_ids: ids });
    expect(body.scenarios).toMatchObject([
      { id: first.body.id, name: 'First', version: 1, shocks: { factors: { market: -0.1 } } },
      { id: first.body.id, name: 'Second', version: 2, shocks: { factors: { market: -0.3 } } },
      { id: first.body.id, name: 'Second', version: 2 },
    ]);
    expect(body.scenarios[1].impact).toEqual(body.scenarios[2].impact);
    expect(body.scenarios[0].impact.dollar_impact).not.toBe(body.scenarios[1].impact.dollar_impact);
    await app.call('DELETE', at, { as: ann });
    const later = await run({ scenario_ids: [ids[0]] });
    expect(later.body.scenarios).toEqual([body.scenarios[0]]);
    for (const gone of [first.body.id, `${first.body.id}@3`]) {
      expect((await run({ scenario_ids: [gone] })).status).toBe(404);
    }
    const foreign = await SeededPortfolio.create(app, bob);
    const refused = await run({ scenario_ids: [ids[0]] }, { id: foreign.id, as: bob });
    expect([refused.status, refused.body.code]).toEqual([404, 'stress_scenario.not_found']);
  });
});
