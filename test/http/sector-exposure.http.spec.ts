import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const SESSION = '2024-11-29';

describe('sector exposure', () => {
  let app: TestApp;
  let alice: TestUser;
  let bob: TestUser;
  let portfolio: SeededPortfolio;

  const exposure = (of = portfolio, as: TestUser | null = alice) => app.get(of.analytics('sector-exposure'), { as });

  beforeAll(async () => {
    app = await TestApp.start();
    [alice, bob] = [await app.user(), await app.user()];
    portfolio = await SeededPortfolio.create(app, alice);
    await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 3, entryPrice: 100 });
    await portfolio.lot('xom', { symbol: 'XOM', quantity: -1, entryPrice: 100 });
    await portfolio.lot('fund', { symbol: 'FUND', quantity: 5, entryPrice: 100 });
    await portfolio.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 100, investmentClass: 'PRIVATE' });
    const lots = ['aapl', 'xom', 'fund', 'house'].map((lot) => ({ lot, price: 100 }));
    await portfolio.snapshot({ date: SESSION, cash: 200, lots });
    await app.sql(
      'core',
      `INSERT INTO company_profiles (instrument_id, dataset, sector, is_etf, is_fund, currency, fetched_at)
       SELECT id, dataset, sector, false, false, 'USD', now() FROM instruments
         JOIN (VALUES ('AAPL', 'yahoo', 'Technology'), ('AAPL', 'simulated', 'Energy'), ('XOM', 'yahoo', 'Energy'))
           AS given (name_of, dataset, sector) ON given.name_of = symbol`,
    );
    await app.sql(
      'core',
      `INSERT INTO fund_holdings (instrument_id, dataset, as_of_date, holding_symbol, sector, weight, fetched_at)
       SELECT id, 'yahoo', day::date, held, sector, weight, now() FROM instruments,
              (VALUES ('2024-09-30', 'AAPL', NULL, 0.5), ('2024-09-30', 'SHEL', 'Energy', 0.2), ('2024-06-30', 'XOM', 'Energy', 1))
                AS given (day, held, sector, weight) WHERE symbol = 'FUND'`,
    );
  });
  afterAll(() => app.close());

  it('looks through funds, in the world of the portfolio, and says what is not classified', async () => {
    const { status, body } = await exposure();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      available: true,
      calculation_date: SESSION,
      data: {
        portfolio_weights: {
          Energy: expect.closeTo(0.2, 9),
          'Information Technology': expect.closeTo(0.55, 9),
          Unclassified: expect.closeTo(0.25, 9),
        },
        ...{ benchmark_weights: {}, over_underweight: {}, largest_overweight: null },
        ...{ total_portfolio_value: 1000, gross_exposure: 1000, unclassified_count: 1 },
        positions_by_sector: { Energy: 2, 'Information Technology': 2, Unclassified: 1 },
        net_weights: { Energy: expect.closeTo(0, 9), 'Information Technology': expect.closeTo(0.55, 9) },
      },
      reason: 'no-benchmark',
    });
    expect(body.data.unclassified_value).toBeCloseTo(250, 6);
  });

  it('compares with the newest weights of the benchmark that are not after the session', async () => {
    await app.sql(
      'core',
      `INSERT INTO benchmarks_sector_weights (instrument_id, dataset, as_of_date, sector, benchmark_code, weight, fetched_at)
       SELECT id, dataset, day::date, sector, 'SP500', weight, now() FROM instruments,
              (VALUES ('yahoo', '2024-09-30', 'Technology', 0.4), ('yahoo', '2024-09-30', 'Energy', 0.6),
                      ('yahoo', '2025-09-30', 'Energy', 1), ('simulated', '2024-09-30', 'Energy', 1))
                AS given (dataset, day, sector, weight) WHERE symbol = 'FUND'`,
    );
    expect((await exposure()).body).toMatchObject({
      data: {
        over_underweight: { Energy: expect.closeTo(-0.4, 9), 'Information Technology': expect.closeTo(0.15, 9) },
        ...{ largest_overweight: 'Information Technology', largest_underweight: 'Energy' },
      },
      metadata: { benchmark: 'SP500', benchmark_as_of: '2024-09-30', benchmark_source: 'yahoo' },
      reason: null,
    });
  });

  describe('history', () => {
    const EARLIER = '2024-08-30';
    const history = (query: string, as: TestUser | null = alice, of = portfolio) =>
      app.get(`${of.analytics('sector-exposure')}/history?${query}`, { as });
    const valuesOf = async (query: string): Promise<unknown> => {
      const { status, body } = await history(query);
      expect(status).toBe(200);
      return body.points.map((point: { as_of_date: string; value: number }) => [point.as_of_date, point.value]);
    };

    beforeAll(async () => {
      const lots = [
        { lot: 'aapl', price: 100 },
        { lot: 'xom', price: 100 },
        { lot: 'fund', price: 60 },
      ];
      await portfolio.snapshot({ date: EARLIER, cash: 300, lots });
    });

    it('ends with what the endpoint says, and begins with what was held and listed then', async () => {
      const { data } = (await exposure()).body;
      for (const sector of ['Energy', 'Information Technology', 'Unclassified']) {
        const { body } = await history(`sector=${sector}&from=${SESSION}`);
        expect(body.points).toMatchObject([{ as_of_date: SESSION, reason: null, method: 'look-through', version: 1 }]);
        expect(body.points[0].value).toBeCloseTo(data.portfolio_weights[sector], 6);
      }
      // Then the list of June was the newest of the fund, all energy: 100 short and 300 of 700.
      expect(await valuesOf('sector=Energy')).toEqual([
        [EARLIER, expect.closeTo(4 / 7, 6)],
        [SESSION, expect.closeTo(0.2, 6)],
      ]);
    });

    it('has signed weights of net asset value, and those beyond the benchmark', async () => {
      expect(await valuesOf('sector=Energy&figure=net_weight')).toEqual([
        [EARLIER, expect.closeTo(0.25, 6)],
        [SESSION, expect.closeTo(0, 6)],
      ]);
      // Before the first list of the benchmark the first one counts.
      expect(await valuesOf('sector=Energy&figure=active_weight')).toEqual([
        [EARLIER, expect.closeTo(4 / 7 - 0.6, 6)],
        [SESSION, expect.closeTo(-0.4, 6)],
      ]);
      expect(await valuesOf(`sector=Energy&figure=plain_weight&to=${EARLIER}`)).toEqual([
        [EARLIER, expect.closeTo(4 / 7, 6)],
      ]);
    });

    it('knows a sector by the name of a provider, has 0 for one that is not held and none for no sector', async () => {
      expect(await valuesOf('sector=Technology')).toEqual(await valuesOf('sector=Information Technology'));
      expect(await valuesOf('sector=Utilities')).toEqual([
        [EARLIER, 0],
        [SESSION, 0],
      ]);
      const { body } = await history(`sector=Alchemy&from=${SESSION}`);
      expect(body.points).toMatchObject([{ value: null, reason: 'not-applicable' }]);
    });

    it('is explained for an earlier session too', async () => {
      const { body } = await app.get(`${portfolio.analytics('sector-exposure')}/explain?date=${EARLIER}`, {
        as: alice,
      });
      const energy = body.figures.find(({ of }: { of: { sector: string } }) => of.sector === 'Energy');
      expect(body.as_of_date ?? body.as_of).toBe(EARLIER);
      expect(energy.values).toMatchObject([
        { name: 'weight', recomputed: expect.closeTo(4 / 7, 6) },
        { name: 'active_weight', recomputed: expect.closeTo(4 / 7 - 0.6, 6) },
      ]);
    });

    it('is for the owner only, and refuses what it does not know', async () => {
      expect((await history('sector=Energy', null)).status).toBe(401);
      expect((await history('sector=Energy', bob)).status).toBe(404);
      for (const [query, field] of [
        ['figure=weight', 'sector'],
        ['sector=Energy&figure=size', 'figure'],
        ['sector=Energy&window=3', 'window'],
      ] as const) {
        const { status, body } = await history(query);
        expect([status, body.errors[0].field]).toEqual([422, field]);
      }
    });
  });

  it('names the reason before the first snapshot', async () => {
    const empty = await SeededPortfolio.create(app, alice);
    expect((await exposure(empty)).body).toMatchObject({ available: false, data: null, reason: 'not-computed-yet' });
  });

  it('is one statement, however much is held', async () => {
    const many = await SeededPortfolio.create(app, alice);
    await many.manyLots(500, SESSION);
    const reads = await queriesOf(() => exposure(many));
    expect(reads.filter((text) => text.includes('fund_holdings'))).toHaveLength(1);
    expect(reads).toHaveLength((await queriesOf(() => exposure())).length);
  });

  it('names the sector beside positions too', async () => {
    const { body } = await app.get(`/api/v1/data/positions/details?portfolio_id=${portfolio.id}`, { as: alice });
    expect(body.positions).toMatchObject([
      { symbol: 'AAPL', sector: 'Technology' },
      { symbol: 'FUND', sector: null },
      { symbol: 'HOUSE', sector: null },
      { symbol: 'XOM', sector: 'Energy' },
    ]);
    const top = await app.get(`/api/v1/data/positions/top/${portfolio.id}?limit=2`, { as: alice });
    expect(top.body.data).toMatchObject([
      { symbol: 'FUND', sector: null },
      { symbol: 'AAPL', sector: 'Technology' },
    ]);
  });

  it('is for the owner only', async () => {
    expect((await exposure(portfolio, null)).status).toBe(401);
    expect((await exposure(portfolio, bob)).status).toBe(404);
    expect((await app.get(`/api/v1/analytics/portfolio/${randomUUID()}/sector-exposure`, { as: alice })).status).toBe(
      404,
    );
    expect((await app.get('/api/v1/analytics/portfolio/7/sector-exposure', { as: alice })).status).toBe(422);
  });
});
