import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

describe('the P&L of a year and of a month', () => {
  let app: TestApp;
  let alice: TestUser;

  beforeAll(async () => {
    app = await TestApp.start();
    alice = await app.user();
  });
  afterAll(() => app.close());

  it('is null while the session before it is still to be computed, though an older one is there', async () => {
    const late = await SeededPortfolio.create(app, alice);
    await late.deposit('2024-10-01', 100_000);
    await late.snapshot({ date: '2024-10-02', cash: 100_100, lots: [] });
    await late.snapshot({ date: '2024-12-02', cash: 100_500, lots: [] });
    expect((await app.get(late.analytics('overview'), { as: alice })).body).toMatchObject({
      pnl: { ytd_pnl: 500, mtd_pnl: null },
      reasons: { mtd_pnl: 'no-data-before-this-date' },
    });
  });
});
