import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { BOOK_BEFORE, BOOK_SESSION, seedMixedBook } from '../support/seed-mixed-book.js';

const TODAY = BOOK_SESSION;
const BEFORE = BOOK_BEFORE;

let app: TestApp;
let alice: TestUser;
let bob: TestUser;
let portfolio: SeededPortfolio;
let unvalued: SeededPortfolio;

beforeAll(async () => {
  app = await TestApp.start();
  [alice, bob] = [await app.user(), await app.user()];
  portfolio = await seedMixedBook(app, alice);
  unvalued = await SeededPortfolio.create(app, alice, {
    account_name: 'New',
    is_active: false,
    equity_balance: 25_000,
  });
  await unvalued.lot('aapl', { symbol: 'AAPL', quantity: 10, entryPrice: 100 });
});
afterAll(() => app.close());

const complete = async (query = '', of = portfolio) => (await app.get(`${of.complete}${query}`, { as: alice })).body;

describe('the list of portfolios', () => {
  it('is for its user only', async () => {
    expect(await app.get('/api/v1/data/portfolios')).toMatchObject({ status: 401 });
    expect(await app.get('/api/v1/data/portfolios', { as: bob })).toMatchObject({ status: 200, body: [] });
  });

  it('is a bare array, oldest first, with the newest value or the opening deposit', async () => {
    await SeededPortfolio.create(app, alice, { deleted_at: '2024-11-01' });
    const { body } = await app.get('/api/v1/data/portfolios', { as: alice });
    expect(body).toMatchObject([
      {
        id: portfolio.id,
        account_name: 'Main',
        account_type: 'taxable',
        is_active: true,
        net_asset_value: 59_750,
        total_value: 59_750,
        equity_balance: 100_000,
        total_market_value: 47_750,
        position_count: 4,
        as_of: TODAY,
        created_at: expect.stringMatching(/Z$/),
        reasons: {},
      },
      {
        id: unvalued.id,
        is_active: false,
        net_asset_value: 25_000,
        total_market_value: null,
        position_count: 1,
        as_of: null,
        reasons: { net_asset_value: 'not-computed-yet' },
      },
    ]);
  });

  it('has bounds', async () => {
    expect(await app.get('/api/v1/data/portfolios?limit=501', { as: alice })).toMatchObject({ status: 422 });
    expect((await app.get('/api/v1/data/portfolios?limit=1&offset=1', { as: alice })).body).toHaveLength(1);
  });
});

describe('a complete portfolio', () => {
  it('is for its owner only', async () => {
    const missing = { status: 404, body: { code: 'portfolio.not_found' } };
    expect(await app.get(portfolio.complete)).toMatchObject({ status: 401 });
    expect(await app.get(portfolio.complete, { as: bob })).toMatchObject(missing);
    const unknown = `/api/v1/data/portfolio/${randomUUID()}/complete`;
    expect(await app.get(unknown, { as: alice })).toMatchObject(missing);
  });

  it.each([
    ['as_of_date=2024-13-01', 'as_of_date'],
    ['as_of_date=2024-02-30', 'as_of_date'],
    ['as_of_date=20241129', 'as_of_date'],
    ['as_of_date=2024-12-03', 'as_of_date'],
    ['as_of_date=', 'as_of_date'],
    ['include_holdings=maybe', 'include_holdings'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await app.get(`${portfolio.complete}?${query}`, { as: alice });
    expect({ status, field: body.errors[0].field }).toEqual({ status: 422, field });
  });

  it('carries value, summary and the limits it keeps', async () => {
    expect(await complete()).toMatchObject({
      meta: {
        as_of: '2024-11-29T18:00:00.000Z',
        requested: { portfolio_id: portfolio.id, include_holdings: true, as_of_date: null },
        applied: { include_timeseries: false, as_of_date: '2024-11-29T18:00:00.000Z' },
        limits: { max_positions: 2000, max_days: 180, max_symbols: null },
        rows_returned: 4,
        truncated: false,
        schema_version: '1.0',
      },
      portfolio: {
        id: portfolio.id,
        net_asset_value: 59_750,
        total_value: 59_750,
        equity_balance: 100_000,
        daily_pnl: 1500.25,
        daily_return: 0.0123,
        position_count: 4,
        snapshot_date: TODAY,
        reasons: {},
      },
      positions_summary: { long_count: 3, short_count: 1, option_count: 1, total_market_value: 47_750 },
      data_quality: { complete_data_positions: 1, partial_data_positions: 3, status: 'PARTIAL', coverage: 0.75 },
    });
  });

  it('lists signed lots by symbol, options with their multiplier, and says what a price lacks', async () => {
    const { holdings } = await complete();
    expect(holdings).toEqual([
      expect.objectContaining({
        id: portfolio.lots.get('aapl')!.id,
        symbol: 'AAPL',
        quantity: 200,
        position_type: 'LONG',
        investment_class: 'PUBLIC',
        market_value: 40_000,
        last_price: 200,
        current_price: 200,
        price_date: TODAY,
        price_age_sessions: 0,
        unrealized_pnl: 10_000,
        weight: 40_000 / 59_750,
        has_complete_history: true,
        tags: [],
        reason: null,
      }),
      expect.objectContaining({ symbol: 'AAPL250117C00200000', position_type: 'LC', market_value: 3750 }),
      expect.objectContaining({
        symbol: 'HOUSE',
        market_value: null,
        last_price: null,
        unrealized_pnl: null,
        cost_basis: 20_000,
        status: 'unpriced',
        reason: 'no-price',
      }),
      expect.objectContaining({
        symbol: 'TSLA',
        quantity: -50,
        market_value: -16_000,
        unrealized_pnl: -1000,
        price_date: '2024-11-15',
        price_age_sessions: 9,
        has_complete_history: false,
        status: 'stale',
        reason: 'stale-price',
      }),
    ]);
  });

  it('shows the last price of what is unpriced, but no value', async () => {
    const other = await SeededPortfolio.create(app, bob);
    await other.lot('gone', { symbol: 'GONE', quantity: 100, entryPrice: 50 });
    const gone = { lot: 'gone', price: 0.5, priceDate: '2022-12-30', age: 481, status: 'unpriced' } as const;
    await other.snapshot({ date: TODAY, cash: 5000, lots: [{ ...gone, reason: 'stale-price' }] });
    const { body } = await app.get(other.complete, { as: bob });
    expect(body.portfolio.net_asset_value).toBe(5050);
    const price = { price_date: '2022-12-30', price_age_sessions: 481, status: 'unpriced', reason: 'stale-price' };
    const unvalued = { symbol: 'GONE', current_price: 0.5, market_value: null, unrealized_pnl: null };
    expect(body.holdings).toMatchObject([{ ...unvalued, ...price, weight: null }]);
    const details = await app.get(`/api/v1/data/positions/details?portfolio_id=${other.id}`, { as: bob });
    expect(details.body.positions).toMatchObject([{ ...unvalued, ...price }]);
    expect(details.body.summary).toMatchObject({ total_market_value: null, unpriced_positions: 1 });
    const top = await app.get(`/api/v1/data/positions/top/${other.id}`, { as: bob });
    expect(top.body.data).toMatchObject([{ symbol: 'GONE', price: 0.5, value: null, weight: null }]);
  });

  it('leaves out what is not asked for, and still counts', async () => {
    const body = await complete('?include_holdings=false');
    expect(Object.keys(body)).toEqual(['meta', 'portfolio', 'positions_summary', 'data_quality']);
    expect(body).toMatchObject({ meta: { rows_returned: 0 }, portfolio: { position_count: 4 } });
    expect((await complete('?include_position_tags=0')).holdings[0]).not.toHaveProperty('tags');
  });

  it('shows the snapshot on or before a day', async () => {
    expect(await complete('?as_of_date=2024-11-28')).toMatchObject({
      meta: { applied: { as_of_date: '2024-11-27T21:00:00.000Z' }, requested: { as_of_date: '2024-11-28' } },
      portfolio: { net_asset_value: 32_500, position_count: 2, snapshot_date: BEFORE },
      holdings: [{ symbol: 'AAPL', last_price: 190 }, { symbol: 'TSLA' }],
    });
  });

  it('has nothing to say about a day before the first snapshot', async () => {
    expect(await complete('?as_of_date=2024-11-26&include_timeseries=true&include_attrib=true')).toMatchObject({
      meta: { as_of: null, rows_returned: 0 },
      portfolio: { net_asset_value: null, reasons: { net_asset_value: 'no-data-before-this-date' } },
      positions_summary: { total_market_value: null },
      holdings: [],
      timeseries: { dates: [], reason: 'no-data-before-this-date' },
      attribution: { contributors: [], total_pnl: null, reason: 'no-data-before-this-date' },
    });
  });

  it('shows the lots of the ledger before the first valuation', async () => {
    expect(await complete('', unvalued)).toMatchObject({
      portfolio: {
        net_asset_value: 25_000,
        cash_balance: null,
        position_count: 1,
        as_of: null,
        reasons: { net_asset_value: 'not-computed-yet' },
      },
      positions_summary: { long_count: 1, total_market_value: null },
      holdings: [
        { symbol: 'AAPL', quantity: 10, cost_basis: 1000, market_value: null, tags: [], reason: 'not-computed-yet' },
      ],
    });
  });

  it('is read in one statement, for 60 positions as for 3', async () => {
    const counts = [];
    for (const size of [3, 60]) {
      const other = await SeededPortfolio.create(app, bob);
      await other.manyLots(size, TODAY);
      const url = `${other.complete}?include_timeseries=true&include_attrib=true`;
      const statements = await queriesOf(() => app.get(url, { as: bob }));
      counts.push(statements.length);
      expect(statements.filter((sql) => sql.includes('snapshot_positions'))).toHaveLength(1);
    }
    expect(counts[1]).toBe(counts[0]);
  });
});

describe('the snapshot in short', () => {
  it('is null with a reason where nothing was computed', async () => {
    const url = `/api/v1/data/portfolio/${portfolio.id}/snapshot`;
    expect((await app.get(url, { as: alice })).body).toMatchObject({
      snapshot_date: TODAY,
      daily_pnl: 1500.25,
      daily_return: 0.0123,
      beta_calculated_90d: null,
      beta_provider_1y: null,
      target_price_return_eoy: null,
      reasons: { beta_calculated_90d: 'not-computed-yet', beta_provider_1y: 'not-computed-yet' },
    });
    expect(await app.get(url, { as: bob })).toMatchObject({ status: 404 });
  });
});

describe('details of positions', () => {
  const details = (query: string, as = alice) => app.get(`/api/v1/data/positions/details?${query}`, { as });

  it('are those of a portfolio, at their newest price', async () => {
    const { body } = await details(`portfolio_id=${portfolio.id}`);
    expect(body.summary).toEqual({
      total_positions: 4,
      total_cost_basis: 38_000,
      total_market_value: 27_750,
      total_unrealized_pnl: 9750,
      unpriced_positions: 1,
    });
    expect(body.positions[3]).toMatchObject({
      symbol: 'TSLA',
      cost_basis: -15_000,
      market_value: -16_000,
      unrealized_pnl: -1000,
      unrealized_pnl_percent: expect.closeTo(-100 / 15, 10),
      reason: 'stale-price',
    });
    expect(body.positions[1]).toMatchObject({ strike_price: 200, expiration_date: '2025-01-17', market_value: 3750 });
  });

  it('are those that are named, if they are all of this user', async () => {
    const [mine, new_] = [portfolio.lots.get('aapl')!.id, unvalued.lots.get('aapl')!.id];
    const { body } = await details(`position_ids=${mine},${new_}`);
    expect(body.positions.map(({ market_value }: { market_value: number }) => market_value).sort()).toEqual([
      40_000,
      null,
    ]);
    expect(await details(`position_ids=${mine}`, bob)).toMatchObject({
      status: 404,
      body: { code: 'position.not_found' },
    });
    expect(await details(`portfolio_id=${portfolio.id}`, bob)).toMatchObject({ status: 404 });
  });

  it.each(['', 'position_ids=1', 'position_ids=', 'portfolio_id=1'])('refuse "%s"', async (query) => {
    expect(await details(query)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
  });
});
