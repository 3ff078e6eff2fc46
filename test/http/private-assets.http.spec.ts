import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { BatchService } from '../../src/core/batch/batch.service.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

describe('marks, risk proxies and performance over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolio: string;
  let house: string;

  const marks = (): string => `/api/v1/portfolios/${portfolio}/marks`;
  const proxy = (): string => `/api/v1/instruments/${house}/risk-proxy`;
  const upload = (content: string): Promise<Answer> =>
    app.upload(`${marks()}/import`, {}, { field: 'csv_file', name: 'marks.csv', content }, ann);
  const performance = (query = '', as = ann) => app.get(`/api/v1/portfolios/${portfolio}/performance${query}`, { as });

  async function night(): Promise<Record<string, number | null>> {
    const id = await app.app.get(BatchService, { strict: false }).begin({ triggeredBy: 'test' }, 'test:private');
    await app.app.get(BatchRunner, { strict: false }).execute(id, 'test:private');
    const [row] = await app.sql<Record<string, number | null>>(
      'core',
      `SELECT realized_volatility_21d AS volatility, volatility_coverage AS coverage, beta_calculated_90d AS beta
         FROM portfolio_snapshots WHERE portfolio_id = $1 ORDER BY snapshot_date DESC LIMIT 1`,
      [portfolio],
    );
    return row!;
  }

  beforeAll(async () => {
    app = await TestApp.start({ env: { PRICE_DATASET: 'csv' } });
    [ann, bob] = [await app.user(), await app.user()];
    const body = { name: 'Private', account_name: 'Private', equity_balance: '1000', opening_date: '2024-11-25' };
    portfolio = (await app.post('/api/v1/portfolios', { as: ann, body })).body.id;
    const bought = { kind: 'buy', symbol: 'HOUSE', investment_class: 'PRIVATE', quantity: '1', price: '1000' };
    await app.post(`/api/v1/portfolios/${portfolio}/transactions`, {
      as: ann,
      body: { ...bought, trade_date: '2024-11-25' },
    });
    const [row] = await app.sql<{ id: string }>('core', "SELECT id FROM instruments WHERE symbol = 'HOUSE'");
    house = row!.id;
    const [index] = await app.sql<{ id: string }>(
      'core',
      "INSERT INTO instruments (symbol, investment_class) VALUES ('SPY', 'PUBLIC') RETURNING id",
    );
    const sessions = sessionsBetween('2023-06-01', '2024-12-02');
    await app.sql(
      'core',
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       SELECT $1, 'csv', d, 'raw', 100 + (n % 7) FROM unnest($2::date[]) WITH ORDINALITY AS s (d, n)`,
      [index!.id, sessions],
    );
  });
  afterAll(() => app.close());

  it('has no performance before the first night, and says why', async () => {
    const { status, body } = await performance();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      as_of: null,
      total_pnl: null,
      returns: { time_weighted: null, money_weighted: null },
      reasons: {
        as_of: 'not-computed-yet',
        total_pnl: 'not-computed-yet',
        'returns.time_weighted': 'not-computed-yet',
      },
    });
  });

  it('books a mark and lists it with its age', async () => {
    const { status, body } = await app.post(marks(), {
      as: ann,
      body: { symbol: 'house', date: '2024-11-27', price: '1100' },
    });
    expect([status, body.booked]).toEqual([201, 1]);
    const { body: page } = await app.get(marks(), { as: ann });
    expect(page).toMatchObject({
      total: 1,
      as_of: '2024-12-02',
      marks: [{ id: body.transaction_ids[0], symbol: 'HOUSE', price: '1100', age_sessions: 2, is_stale: false }],
    });
  });

  it('says that a mark is stale once it is older than 126 sessions', async () => {
    await app.post(marks(), { as: ann, body: { symbol: 'HOUSE', date: '2024-05-01', price: '900' } });
    const { body } = await app.get(`${marks()}?symbol=house`, { as: ann });
    // Only the newest one values the asset: an older one is history.
    expect(body.marks.map(({ is_newest, is_stale }: Record<string, boolean>) => [is_newest, is_stale])).toEqual([
      [true, false],
      [false, false],
    ]);
    const { id } = body.marks[0];
    await app.post(`/api/v1/portfolios/${portfolio}/transactions/${id}/reverse`, { as: ann });
    expect((await app.get(marks(), { as: ann })).body.marks).toMatchObject([{ is_newest: true, is_stale: true }]);
  });

  it('imports a file of marks whole', async () => {
    const { status, body } = await upload('Date,Price,Symbol\n2024-11-26,1050,house\n2024-11-29,1100.5,HOUSE\n');
    expect([status, body.booked]).toEqual([201, 2]);
    expect((await app.get(marks(), { as: ann })).body.marks[0]).toMatchObject({ date: '2024-11-29', price: '1100.5' });
  });

  it('refuses a file with every problem by row, and books nothing of it', async () => {
    const before = (await app.get(marks(), { as: ann })).body.total;
    const bad = await upload('symbol,date,price\nHOUSE,2024-11-31,1\nHOUSE,2024-11-29,$5\nHOUSE,2024-11-29,7\n');
    expect(bad.status).toBe(422);
    expect(bad.body.errors.map(({ row, field }: { row: number; field: string }) => [row, field])).toEqual([
      [2, 'date'],
      [3, 'price'],
    ]);
    const unknown = await upload('symbol,date,price\nHOUSE,2024-11-29,7\nBOAT,2024-11-29,7\nHOUSE,2024-12-24,7\n');
    expect(unknown.body.errors).toMatchObject([{ row: 4, field: 'date', code: 'future_date' }]);
    const listed = await upload('symbol,date,price\nHOUSE,2024-11-29,7\nSPY,2024-11-29,7\n');
    expect(listed.body.errors).toMatchObject([{ row: 3, field: 'symbol' }]);
    expect((await upload('symbol,price\nHOUSE,7\n')).body.errors).toMatchObject([{ row: 1, field: 'date' }]);
    expect((await app.get(marks(), { as: ann })).body.total).toBe(before);
  });

  it('measures a marked asset', async () => {
    await night();
    const { body } = await performance('?from=2024-11-27');
    expect(body).toMatchObject({
      start_date: '2024-11-26',
      as_of: '2024-12-02',
      start_value: '1050.00',
      end_value: '1100.50',
      total_pnl: '50.50',
      attribution: { price: '50.50', total: '50.50' },
    });
    expect(body.returns.time_weighted).toBeCloseTo(50.5 / 1050, 12);
    expect(body.returns.time_weighted_annualized).toBeNull();
    expect(body.reasons['returns.time_weighted_annualized']).toBe('not-applicable');
  });

  it('leaves the asset out of volatility and beta without a proxy', async () => {
    expect((await app.get(proxy(), { as: ann })).body.code).toBe('risk_proxy.not_found');
    expect(await night()).toMatchObject({ volatility: null, beta: null });
  });

  it('takes an annual volatility for it', async () => {
    const { status, body } = await app.call('PUT', proxy(), {
      as: ann,
      body: { kind: 'volatility', annual_volatility: 0.25 },
    });
    expect([status, body]).toMatchObject([
      200,
      { symbol: 'HOUSE', kind: 'volatility', annual_volatility: 0.25, beta: null },
    ]);
    const { volatility, coverage, beta } = await night();
    expect(volatility).toBeCloseTo(0.25, 12);
    expect([coverage, beta]).toEqual([1, null]);
  });

  it('takes an index with a beta for it, and leaves it out again', async () => {
    const body = { kind: 'index', index_symbol: 'spy', beta: 0.5 };
    expect((await app.call('PUT', proxy(), { as: ann, body })).body).toMatchObject({ index_symbol: 'SPY', beta: 0.5 });
    const { volatility, coverage, beta } = await night();
    expect(beta).toBeCloseTo(0.5, 10);
    expect(volatility).toBeGreaterThan(0);
    expect(coverage).toBe(1);
    expect((await app.call('DELETE', proxy(), { as: ann })).status).toBe(204);
    expect(await night()).toMatchObject({ volatility: null, beta: null });
  });

  it('refuses a proxy that makes no sense, and one of a listed symbol', async () => {
    const put = (body: unknown) => app.call('PUT', proxy(), { as: ann, body });
    expect((await put({ kind: 'index', index_symbol: 'NOWHERE', beta: 1 })).body.errors).toMatchObject([
      { pointer: '/index_symbol' },
    ]);
    expect((await put({ kind: 'index', index_symbol: 'SPY' })).status).toBe(422);
    expect((await put({ kind: 'volatility', annual_volatility: 9 })).status).toBe(422);
    const [spy] = await app.sql<{ id: string }>('core', "SELECT id FROM instruments WHERE symbol = 'SPY'");
    expect((await app.get(`/api/v1/instruments/${spy!.id}/risk-proxy`, { as: ann })).status).toBe(404);
  });

  it('refuses a span that ends before it begins, and tells strangers nothing', async () => {
    const turned = await performance('?from=2024-11-29&to=2024-11-27');
    expect([turned.status, turned.body.errors[0].field]).toEqual([422, 'to']);
    expect((await performance('?from=2024-02-30')).status).toBe(422);
    expect((await performance('?since=2024-02-01')).status).toBe(422);
    expect((await performance('', bob)).status).toBe(404);
    const { body } = await app.get('/api/v1/portfolios/performance', { as: bob });
    expect(body).toMatchObject({ portfolio_ids: [], total_pnl: null });
  });

  it('adds up all portfolios, and does not where their currencies differ', async () => {
    const alone = (await performance()).body;
    const all = async () => (await app.get('/api/v1/portfolios/performance', { as: ann })).body;
    expect((await all()).end_value).toBe(alone.end_value);
    await app.sql('core', "UPDATE users SET tier = 'paid' WHERE id = $1", [ann.id]);
    const body = { name: 'Euro', account_name: 'Euro', currency: 'EUR' };
    expect((await app.post('/api/v1/portfolios', { as: ann, body })).status).toBe(201);
    expect(await all()).toMatchObject({ currency: null, end_value: null, reasons: { total_pnl: 'mixed-currencies' } });
  });
});
