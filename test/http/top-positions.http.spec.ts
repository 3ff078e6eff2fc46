import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { type SeededPortfolio } from '../support/seed-figures.js';
import { BOOK_SESSION, seedMixedBook } from '../support/seed-mixed-book.js';

describe('the largest positions', () => {
  let app: TestApp;
  let alice: TestUser;
  let bob: TestUser;
  let portfolio: SeededPortfolio;

  beforeAll(async () => {
    app = await TestApp.start();
    [alice, bob] = [await app.user(), await app.user()];
    portfolio = await seedMixedBook(app, alice);
  });
  afterAll(() => app.close());

  const top = (query = '', as: TestUser | null = alice) =>
    app.get(`/api/v1/data/positions/top/${portfolio.id}${query}`, { as });

  it('are listed by the size of their value, with the price they are valued at', async () => {
    const { body } = await top('?limit=2');
    expect(body.data[0]).toMatchObject({ symbol: 'AAPL', value: 40_000, sector: null });
    expect(body.data[0].price * body.data[0].qty).toBeCloseTo(40_000, 6);
    expect(body.data.map(({ value }: { value: number }) => Math.abs(value))).toEqual([40_000, 16_000]);
    expect(body.meta).toMatchObject({ as_of: BOOK_SESSION, rows_returned: 2, truncated: true });
    expect(body.meta.limits).toEqual({ max_limit: 50, max_lookback_days: null });
    expect(body.total_positions).toBe(4);
    expect(body.coverage_percent).toBeGreaterThan(50);
  });

  it('are read in one statement', async () => {
    expect((await queriesOf(() => top())).filter((text) => text.includes('snapshot_positions'))).toHaveLength(1);
  });

  it('are of the snapshot on or before a day', async () => {
    expect((await top('?as_of_date=2000-01-04')).body).toMatchObject({
      meta: { as_of: null },
      data: [],
      total_positions: 0,
    });
  });

  it('are for the owner only, within bounds', async () => {
    expect((await top('', null)).status).toBe(401);
    expect((await top('', bob)).status).toBe(404);
    for (const query of ['?limit=0', '?limit=51', '?limit=x', '?sort_by=name', '?as_of_date=yesterday']) {
      expect(await top(query)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    }
  });
});
