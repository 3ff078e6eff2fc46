import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../support/client.js';
import { TestApp, type TestUser } from '../support/app.js';

describe('portfolios over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let id: string;

  const create = (as: TestUser, accountName: string, more: Record<string, unknown> = {}) =>
    app.post('/api/v1/portfolios', { as, body: { name: 'Growth', account_name: accountName, ...more } });

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    bob = await app.user();
  });
  afterAll(() => app.close());

  it('creates one whose equity balance is its opening deposit', async () => {
    const { status, body, headers } = await create(ann, 'Main', { equity_balance: 100000.5, currency: 'usd' });
    expect(status).toBe(201);
    expect(headers['location']).toBe(`/api/v1/portfolios/${body.id}`);
    expect(body).toMatchObject({
      user_id: ann.id,
      account_name: 'Main',
      account_type: 'taxable',
      currency: 'USD',
      equity_balance: '100000.50',
      net_asset_value: '100000.50',
      total_value: '100000.50',
      is_active: true,
      deleted_at: null,
      position_count: 0,
      price_dataset: 'csv',
    });
    id = body.id;
    const ledger = await app.get(`/api/v1/portfolios/${id}/transactions`, { as: ann });
    expect(ledger.body).toMatchObject({
      total: 1,
      transactions: [{ kind: 'deposit', amount: '100000.50', trade_date: '2024-12-02', source: 'opening' }],
    });
  });

  it('answers the generated client, with the version of what it read', async () => {
    const client = clientOf(app, ann);
    const { data, response } = await client.GET('/api/v1/portfolios/{id}', { params: { path: { id } } });
    expect(data?.account_name).toBe('Main');
    const stale = await client.PUT('/api/v1/portfolios/{id}', {
      params: { path: { id }, header: { 'If-Match': '"older"' } },
      body: { name: 'Growth' } as never,
    });
    expect(stale.error).toMatchObject({ status: 412, code: 'version.stale' });
    expect(stale.response.headers.get('etag')).toBe(response.headers.get('etag'));
  });

  it('names every fault of the input', async () => {
    const { status, body } = await app.post('/api/v1/portfolios', {
      as: ann,
      body: { name: '', currency: 'dollars', equity_balance: -1 },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/account_name',
      '/currency',
      '/equity_balance',
      '/name',
    ]);
  });

  it('opens on no day that has not come, nor before 2000', async () => {
    const answers = [
      await create(ann, 'Early', { equity_balance: 1, opening_date: '1999-12-31' }),
      await create(ann, 'Late', { equity_balance: 1, opening_date: '2024-12-03' }),
      await create(ann, 'Later', { opening_date: '2024-12-03' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.errors[0].code, body.detail])).toEqual([
      [422, 'date_too_early', 'opening_date must be 2000-01-01 or later.'],
      [422, 'future_date', 'opening_date must not lie in the future; today is 2024-12-02.'],
      [422, 'future_date', 'opening_date must not lie in the future; today is 2024-12-02.'],
    ]);
  });

  it('takes an equity balance of 10^12, and not more', async () => {
    const carl = await app.user();
    const { status, body } = await create(carl, 'Rich', { equity_balance: '1000000000000' });
    expect([status, body.equity_balance]).toEqual([201, '1000000000000.00']);
    const more = await create(carl, 'Richer', { equity_balance: '1000000000000.0001' });
    expect([more.status, more.body.detail]).toEqual([422, 'equity_balance must be at most 1,000,000,000,000.']);
  });

  it('refuses an account name twice', async () => {
    const { status, body } = await create(ann, 'Main');
    expect(status).toBe(409);
    expect(body.code).toBe('portfolio.account_name_taken');
    expect((await create(bob, 'Main')).status).toBe(201);
  });

  it('refuses a third active portfolio on the free plan', async () => {
    const second = await create(ann, 'Second', { is_active: true });
    expect(second.status).toBe(201);
    const { status, body } = await create(ann, 'Third');
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'portfolio.limit_reached', error: 'portfolio_limit_reached' });
    const inactive = await create(ann, 'Resting', { is_active: false });
    expect(inactive.status).toBe(201);
    const woken = await app.call('PUT', `/api/v1/portfolios/${inactive.body.id}`, {
      as: ann,
      body: { is_active: true },
    });
    expect(woken.status).toBe(403);
  });

  it('lists what is active and its sum, and the rest on request', async () => {
    const active = await app.get('/api/v1/portfolios', { as: ann });
    expect(active.body).toMatchObject({ total_count: 2, active_count: 2, net_asset_value: '100000.50' });
    const all = await app.get('/api/v1/portfolios?include_inactive=true', { as: ann });
    expect(all.body).toMatchObject({ total_count: 3, active_count: 2 });
  });

  it('changes only what is sent, and corrects the opening deposit', async () => {
    const { status, body } = await app.call('PUT', `/api/v1/portfolios/${id}`, {
      as: ann,
      body: { name: 'Renamed', equity_balance: '90000', unknown_field: 1 },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Renamed', account_name: 'Main', equity_balance: '90000.00' });
    const { body: ledger } = await app.get(`/api/v1/portfolios/${id}/transactions`, { as: ann });
    expect(ledger.transactions.map(({ amount }: { amount: string }) => amount)).toEqual([
      '90000.00',
      '-100000.50',
      '100000.50',
    ]);
  });

  it('keeps the day of the opening deposit, also when it was nothing for a while', async () => {
    const carl = await app.user();
    const { body: made } = await create(carl, 'Main', { equity_balance: 500, opening_date: '2024-01-16' });
    const url = `/api/v1/portfolios/${made.id as string}`;
    for (const equity_balance of [0, 700]) await app.call('PUT', url, { as: carl, body: { equity_balance } });
    await app.call('PUT', url, { as: carl, body: { equity_balance: null } });
    await app.call('PUT', url, { as: carl, body: { equity_balance: 900 } });
    const { body } = await app.get(`${url}/transactions`, { as: carl });
    const rows = body.transactions.map(({ amount, trade_date }: Record<string, string>) => [trade_date, amount]);
    expect(rows).toEqual([
      ['2024-01-16', '900.00'],
      ['2024-01-16', '-700.00'],
      ['2024-01-16', '700.00'],
      ['2024-01-16', '-500.00'],
      ['2024-01-16', '500.00'],
    ]);
  });

  it('keeps the currency once there are entries', async () => {
    const { status, body } = await app.call('PUT', `/api/v1/portfolios/${id}`, { as: ann, body: { currency: 'EUR' } });
    expect(status).toBe(409);
    expect(body.code).toBe('portfolio.currency_fixed');
  });

  it('tells another user that it is missing', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const { status, body } = await app.call(method, `/api/v1/portfolios/${id}`, {
        as: bob,
        ...(method === 'PUT' ? { body: { name: 'Mine' } } : {}),
      });
      expect([method, status, body.code]).toEqual([method, 404, 'portfolio.not_found']);
    }
    expect((await app.get('/api/v1/portfolios', { as: bob })).body.total_count).toBe(1);
  });

  it('deletes, leaving an event for the AI side, and not the last active one', async () => {
    const gone = await app.call('DELETE', `/api/v1/portfolios/${id}`, { as: ann });
    expect(gone.status).toBe(200);
    expect(gone.body).toMatchObject({ success: true, portfolio_id: id, deleted_at: expect.stringMatching(/Z$/) });
    expect((await app.get(`/api/v1/portfolios/${id}`, { as: ann })).status).toBe(404);
    const events = await app.sql('core', 'SELECT type, aggregate_id, user_id FROM outbox_events');
    expect(events).toEqual([{ type: 'portfolio.deleted', aggregate_id: id, user_id: ann.id }]);

    const { body } = await app.get('/api/v1/portfolios', { as: ann });
    const last = await app.call('DELETE', `/api/v1/portfolios/${body.portfolios[0].id}`, { as: ann });
    expect(last.status).toBe(400);
    expect(last.body.code).toBe('portfolio.last_active');
    expect((await create(ann, 'Main')).status).toBe(201);
  });

  it('takes the value of the latest snapshot once there is one', async () => {
    const { body } = await app.get('/api/v1/portfolios', { as: bob });
    const own = body.portfolios[0].id as string;
    await app.sql(
      'core',
      `INSERT INTO portfolio_snapshots (portfolio_id, snapshot_date, status, net_asset_value, cash_value, long_value, short_value,
         gross_exposure, net_exposure, daily_pnl, cumulative_pnl, daily_realized_pnl, cumulative_realized_pnl,
         daily_capital_flow, cumulative_capital_flow, num_positions, num_long_positions, num_short_positions)
       VALUES ($1, '2024-11-29', 'OK', 1234.5, 1234.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`,
      [own],
    );
    const one = await app.get(`/api/v1/portfolios/${own}`, { as: bob });
    expect(one.body).toMatchObject({ net_asset_value: '1234.50', as_of: '2024-11-29' });
  });

  it('asks who is there', async () => {
    expect((await app.get('/api/v1/portfolios')).status).toBe(401);
  });
});
