import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { MARKET_SESSION, simulateMarket } from '../support/simulate-market.js';

describe('stored prices over HTTP', () => {
  let app: TestApp;
  let alice: TestUser;
  let bob: TestUser;
  let demo: SeededPortfolio;
  let real: SeededPortfolio;

  const get = (path: string, as: TestUser | null = alice) => app.get(`/api/v1/data/${path}`, { as });

  beforeAll(async () => {
    app = await TestApp.start();
    await simulateMarket(app);
    [alice, bob] = [await app.user(), await app.user()];
    demo = await SeededPortfolio.create(app, alice, { price_dataset: 'simulated' });
    await demo.lot('aapl', { symbol: 'AAPL', quantity: 10, entryPrice: 100 });
    await demo.lot('more', { symbol: 'AAPL', quantity: 5, entryPrice: 100 });
    await demo.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 5, investmentClass: 'PRIVATE' });
    real = await SeededPortfolio.create(app, bob);
    await real.lot('aapl', { symbol: 'AAPL', quantity: 10, entryPrice: 100 });
    await app.sql(
      'core',
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, open, close, volume, split_factor)
       SELECT id, 'csv', day::date, 'raw', opened, price, 3000000000, factor FROM instruments,
              (VALUES ('2024-11-27', NULL, 400, 1), ('2024-11-29', 101, 110, 4)) AS given (day, opened, price, factor)
        WHERE symbol = 'AAPL'`,
    );
  });
  afterAll(() => app.close());

  describe('of a portfolio', () => {
    it('are in its own dataset, lots of one symbol together, with the factor funds', async () => {
      const { body } = await get(`prices/historical/${demo.id}?lookback_days=30`);
      expect(Object.keys(body.symbols)).toEqual(['AAPL', 'IWM', 'MTUM', 'QUAL', 'SPY', 'USMV', 'VTV', 'VUG']);
      const { AAPL } = body.symbols;
      expect(AAPL).toMatchObject({ source: 'simulated', basis: 'raw', data_points: AAPL.dates.length });
      expect(AAPL.dates.at(-1)).toBe(MARKET_SESSION);
      expect(AAPL.open.every((open: unknown) => open === null)).toBe(true);
      expect(AAPL.adjusted_close).toEqual(AAPL.close);
      expect(body.metadata).toEqual({
        lookback_days: 30,
        start_date: '2024-11-02',
        end_date: '2024-12-02',
        trading_days_included: 20,
      });
      const alone = await get(`prices/historical/${demo.id}?include_factor_etfs=false`);
      expect(Object.keys(alone.body.symbols)).toEqual(['AAPL']);
    });

    it('of a real portfolio are real, with later splits taken out of the adjusted closes', async () => {
      const { body } = await get(`prices/historical/${real.id}`, bob);
      expect(body.symbols).toEqual({
        AAPL: {
          ...{ dates: ['2024-11-27', '2024-11-29'], open: [null, 101], high: [null, null], low: [null, null] },
          ...{ close: [400, 110], volume: [3_000_000_000, 3_000_000_000], data_points: 2, source: 'csv', basis: 'raw' },
          adjusted_close: [expect.closeTo(100, 9), 110],
        },
      });
      const { dates } = (await get(`prices/historical/${real.id}?date_format=unix`, bob)).body.symbols.AAPL;
      expect(dates).toEqual([Date.UTC(2024, 10, 27) / 1000, Date.UTC(2024, 10, 29) / 1000]);
    });

    it('are for the owner only, within bounds, in as many statements for 500 positions as for 10', async () => {
      expect((await get(`prices/historical/${demo.id}`, null)).status).toBe(401);
      for (const id of [demo.id, randomUUID()]) expect((await get(`prices/historical/${id}`, bob)).status).toBe(404);
      for (const query of ['lookback_days=0', 'lookback_days=3651', 'date_format=epoch', 'include_factor_etfs=maybe']) {
        expect((await get(`prices/historical/${demo.id}?${query}`)).status, query).toBe(422);
      }
      const [few, many] = [await SeededPortfolio.create(app, bob), await SeededPortfolio.create(app, bob)];
      await few.manyLots(10, '2024-11-29');
      await many.manyLots(500, '2024-11-29');
      for (const path of ['prices/historical/ID', 'portfolio/ID/data-quality']) {
        const count = async (id: string) => (await queriesOf(() => get(path.replace('ID', id), bob))).length;
        expect(await count(many.id)).toBe(await count(few.id));
      }
    });
  });

  describe('of a bare symbol', () => {
    it('are there, or the answer says so', async () => {
      const { body } = await get('prices/benchmark/spy?lookback_days=10');
      expect(body).toMatchObject({
        symbol: 'SPY',
        available: true,
        metadata: { trading_days_found: 6, first_date: '2024-11-22', last_date: MARKET_SESSION },
      });
      expect(body.data.close).toHaveLength(6);
      const missing = await get('prices/benchmark/NOPE');
      expect(missing).toMatchObject({
        status: 200,
        body: {
          available: false,
          data: null,
          message: expect.stringContaining('NOPE'),
          metadata: { trading_days_found: 0 },
        },
      });
      expect((await get('prices/benchmark/SPY', bob)).body.available, 'bob has real prices only').toBe(false);
    });

    it('are quoted with the change from the close before, and no invented bid or ask', async () => {
      const { body } = await get('prices/quotes?symbols=aapl,NOPE', bob);
      expect(body).toEqual({
        quotes: [
          {
            ...{ symbol: 'AAPL', last_price: 110, bid: null, ask: null, bid_size: null, ask_size: null },
            ...{ volume: 3_000_000_000, day_change: 10, day_change_percent: 10, day_high: null, day_low: null },
            ...{ timestamp: '2024-11-29T18:00:00.000Z', source: 'csv' },
          },
        ],
        metadata: {
          requested_symbols: ['AAPL', 'NOPE'],
          successful_quotes: 1,
          failed_quotes: 1,
          timestamp: '2024-12-02T22:30:00.000Z',
        },
      });
    });

    it('of the factor funds go back as far as is asked', async () => {
      const { body } = await get('factors/etf-prices?lookback_days=10&factors=market,Low Volatility');
      expect(Object.keys(body.data)).toEqual(['SPY', 'USMV']);
      expect(body.data.SPY).toMatchObject({
        factor_name: 'Market',
        date: MARKET_SESSION,
        data_source: 'simulated',
        open: null,
        market_cap: null,
      });
      expect(body.data.SPY.history.close).toHaveLength(6);
      expect(body.data.SPY.current_price).toBe(body.data.SPY.history.close.at(-1));
      expect(body.metadata).toMatchObject({ factor_model: '7-factor', etf_count: 2 });
    });

    it('are for those who are signed in, within bounds, in one statement', async () => {
      const paths = ['prices/benchmark/SPY', 'prices/quotes?symbols=SPY,AAPL', 'factors/etf-prices'];
      for (const path of paths) {
        expect((await get(path, null)).status).toBe(401);
        const reads = (await queriesOf(() => get(path))).filter((text) => text.includes('market_data_cache'));
        expect(reads, path).toHaveLength(1);
      }
      const many = Array.from({ length: 201 }, (_, i) => `S${i}`).join(',');
      for (const path of [
        'prices/quotes',
        'prices/quotes?symbols=',
        `prices/quotes?symbols=${many}`,
        'prices/benchmark/A%20B',
        'prices/benchmark/SPY?lookback_days=x',
        'factors/etf-prices?factors=Luck',
      ]) {
        expect(await get(path), path).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
      }
    });
  });

  describe('data quality', () => {
    it('counts the sessions that are stored', async () => {
      const { body } = await get(`portfolio/${demo.id}/data-quality`);
      expect(body).toMatchObject({
        portfolio_id: demo.id,
        assessment_date: '2024-12-02',
        summary: {
          total_positions: 2,
          complete_data: 1,
          partial_data: 0,
          insufficient_data: 1,
          data_coverage_percent: 50,
        },
        position_data_quality: {
          complete_history: ['AAPL'],
          insufficient_data: [{ symbol: 'HOUSE', days_available: 0, reason: 'not-applicable' }],
        },
        calculation_feasibility: {
          correlation_matrix: { feasible: false, positions_eligible: 1, positions_excluded: 1, min_days_overlap: 30 },
          factor_regression: { feasible: true, min_days_required: 60 },
        },
        last_update: expect.stringMatching(/Z$/),
      });
      expect(body.factor_etf_coverage).toEqual({
        complete: ['SPY', 'VTV', 'VUG', 'MTUM', 'QUAL', 'IWM', 'USMV'],
        partial: [],
        missing: [],
      });
      const own = (await get(`portfolio/${real.id}/data-quality?check_factors=false&check_correlations=false`, bob))
        .body;
      expect(own.position_data_quality.insufficient_data).toEqual([
        { symbol: 'AAPL', days_available: 2, reason: 'too-few-observations' },
      ]);
      expect(own.factor_etf_coverage ?? own.calculation_feasibility.correlation_matrix).toBeUndefined();
    });

    it('is for the owner only', async () => {
      expect((await get(`portfolio/${demo.id}/data-quality`, null)).status).toBe(401);
      expect((await get(`portfolio/${demo.id}/data-quality`, bob)).status).toBe(404);
      expect((await get(`portfolio/${demo.id}/data-quality?check_factors=2`)).status).toBe(422);
    });
  });
});
