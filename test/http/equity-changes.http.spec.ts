import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../support/client.js';
import { TestApp, type TestUser } from '../support/app.js';

describe('equity changes over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolioId: string;
  let base: string;

  const book = (changeType: string, amount: unknown, day: string, notes?: string) =>
    app.post(base, { as: ann, body: { change_type: changeType, amount, change_date: day, notes } });
  const put = (id: string, body: unknown) => app.call('PUT', `${base}/${id}`, { as: ann, body });
  const remove = (id: string) => app.call('DELETE', `${base}/${id}`, { as: ann });
  const cash = async () => {
    const [row] = await app.sql<{ cash: number }>(
      'core',
      'SELECT sum(amount)::float AS cash FROM transactions WHERE portfolio_id = $1',
      [portfolioId],
    );
    return row?.cash;
  };
  const age = (id: string, days: number) =>
    app.sql('core', 'UPDATE equity_changes SET created_at = created_at - make_interval(days => $2) WHERE id = $1', [
      id,
      days,
    ]);

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    bob = await app.user();
    const { body } = await app.post('/api/v1/portfolios', {
      as: ann,
      body: { name: 'Growth', account_name: 'Main', equity_balance: 10000, opening_date: '2024-01-02' },
    });
    portfolioId = body.id;
    base = `/api/v1/portfolios/${portfolioId}/equity-changes`;
  });
  afterAll(() => app.close());

  it('answers the generated client', async () => {
    const params = { path: { portfolioId } };
    const listed = await clientOf(app, ann).GET('/api/v1/portfolios/{portfolioId}/equity-changes', { params });
    expect(listed.data).toMatchObject({ items: [], page: 1, total_items: 0 });
    const foreign = await clientOf(app, bob).GET('/api/v1/portfolios/{portfolioId}/equity-changes', { params });
    expect(foreign.error).toMatchObject({ status: 404, code: 'EQUITY_004' });
  });

  it('books a contribution with a line in the ledger', async () => {
    const { status, body } = await book('CONTRIBUTION', '2500.50', '2024-11-29', 'bonus');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      portfolio_id: portfolioId,
      change_type: 'CONTRIBUTION',
      amount: '2500.50',
      change_date: '2024-11-29',
      notes: 'bonus',
      created_by_user_id: ann.id,
      created_at: '2024-12-02T22:30:00.000Z',
      editable_until: '2024-12-09T22:30:00.000Z',
      deletable_until: '2025-01-01T22:30:00.000Z',
      deleted_at: null,
      is_deleted: false,
    });
    expect(await cash()).toBe(12500.5);
  });

  it('refuses a withdrawal beyond the equity of its day', async () => {
    const before = await book('WITHDRAWAL', 10000.01, '2024-11-28');
    expect([before.status, before.body.code]).toEqual([400, 'EQUITY_003']);
    expect(before.body.detail).toContain('10000.00');
    const fits = await book('WITHDRAWAL', 12000, '2024-11-29');
    expect(fits.status).toBe(201);
    const second = await book('WITHDRAWAL', 600, '2024-11-29');
    expect([second.status, second.body.code]).toEqual([400, 'EQUITY_003']);
    expect((await remove(fits.body.id)).status).toBe(204);
    expect(await cash()).toBe(12500.5);
  });

  it('refuses bad amounts and days', async () => {
    expect((await book('CONTRIBUTION', 0, '2024-11-29')).status).toBe(422);
    expect((await book('GIFT', 1, '2024-11-29')).status).toBe(422);
    const future = await book('CONTRIBUTION', 1, '2024-12-03');
    expect([future.status, future.body.code]).toEqual([422, 'EQUITY_002']);
    expect(future.body.detail).toBe('change_date must not lie in the future; today is 2024-12-02.');
    const early = await book('CONTRIBUTION', 1, '1999-12-31');
    expect([early.status, early.body.errors[0].code]).toEqual([422, 'date_too_early']);
    expect(early.body.detail).toBe('change_date must be 2000-01-01 or later.');
  });

  it('edits by reversing and booking anew, within a week', async () => {
    const { body: made } = await book('CONTRIBUTION', 100, '2024-11-20');
    const edited = await put(made.id, { amount: 150, change_date: '2024-11-21' });
    expect(edited.status).toBe(200);
    expect(edited.body).toMatchObject({ id: made.id, amount: '150.00', change_date: '2024-11-21' });
    expect(edited.body.transaction_id).not.toBe(made.transaction_id);
    expect(await cash()).toBe(12650.5);
    expect((await put(made.id, { notes: 'rent' })).body).toMatchObject({ notes: 'rent', amount: '150.00' });

    const wrong = [await put(made.id, { amount: 0 }), await put(made.id, { change_date: '2024-12-24' })];
    expect(wrong.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'EQUITY_001'],
      [400, 'EQUITY_002'],
    ]);
    await age(made.id, 8);
    const late = await put(made.id, { notes: 'late' });
    expect([late.status, late.body.code]).toEqual([400, 'EQUITY_006']);
    await age(made.id, 23);
    const tooLate = await remove(made.id);
    expect([tooLate.status, tooLate.body.code]).toEqual([400, 'EQUITY_007']);
  });

  it('deletes softly and once', async () => {
    const { body } = await book('CONTRIBUTION', 5, '2024-11-20');
    expect((await remove(body.id)).status).toBe(204);
    const again = await remove(body.id);
    expect([again.status, again.body.code]).toEqual([400, 'EQUITY_009']);
    const hidden = await app.get(`${base}/${body.id as string}`, { as: ann });
    expect([hidden.status, hidden.body.code]).toEqual([404, 'EQUITY_008']);
    const shown = await app.get(`${base}/${body.id as string}?include_deleted=true`, { as: ann });
    expect(shown.body).toMatchObject({ is_deleted: true });
  });

  it('leaves its ledger line to itself', async () => {
    const { body } = await app.get(base, { as: ann });
    const url = `/api/v1/portfolios/${portfolioId}/transactions/${body.items[0].transaction_id as string}/reverse`;
    const answer = await app.post(url, { as: ann });
    expect([answer.status, answer.body.code]).toEqual([409, 'transaction.owned_elsewhere']);
  });

  it('lists in pages', async () => {
    const { body } = await app.get(`${base}?page=1&page_size=1`, { as: ann });
    expect(body).toMatchObject({ page: 1, page_size: 1, total_items: 2, total_pages: 2 });
    expect(body.items).toMatchObject([{ change_date: '2024-11-29' }]);
    const span = await app.get(`${base}?start_date=2024-11-01&end_date=2024-11-25&include_deleted=true`, { as: ann });
    expect(span.body.total_items).toBe(2);
    expect((await app.get(`${base}?page_size=101`, { as: ann })).status).toBe(422);
  });

  it('sums up', async () => {
    const { body } = await app.get(`${base}/summary`, { as: ann });
    expect(body).toMatchObject({
      portfolio_id: portfolioId,
      total_contributions: '2650.50',
      total_withdrawals: '0.00',
      net_flow: '2650.50',
      last_change: { change_date: '2024-11-29' },
      periods: { '30d': { contributions: '2650.50' }, '90d': { net_flow: '2650.50' } },
    });
  });

  it('exports', async () => {
    const { status, text, headers } = await app.get(`${base}/export?format=csv`, { as: ann });
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/csv');
    expect(headers['content-disposition']).toContain('attachment');
    expect(text.split('\r\n')).toHaveLength(4);
    expect(text).toContain(',CONTRIBUTION,2500.50,2024-11-29,bonus,');
    const other = await app.get(`${base}/export?format=xlsx`, { as: ann });
    expect([other.status, other.body.code]).toEqual([400, 'EQUITY_010']);
  });

  it('tells a stranger that the portfolio is missing', async () => {
    const { body } = await app.get(base, { as: ann });
    const one = `${base}/${body.items[0].id as string}`;
    const answers = [
      await app.get(base, { as: bob }),
      await app.post(base, { as: bob, body: { change_type: 'CONTRIBUTION', amount: 1, change_date: '2024-11-29' } }),
      await app.get(`${base}/summary`, { as: bob }),
      await app.get(`${base}/export`, { as: bob }),
      await app.get(one, { as: bob }),
      await app.call('PUT', one, { as: bob, body: { amount: 1 } }),
      await app.call('DELETE', one, { as: bob }),
    ];
    expect(answers.map(({ status, body: { code } }) => `${status} ${code as string}`)).toEqual(
      Array.from({ length: 7 }, () => '404 EQUITY_004'),
    );
  });

  it('measures a withdrawal by the value of the latest snapshot', async () => {
    await app.sql(
      'core',
      `INSERT INTO portfolio_snapshots (portfolio_id, snapshot_date, status, net_asset_value, cash_value, long_value, short_value,
         gross_exposure, net_exposure, daily_pnl, cumulative_pnl, daily_realized_pnl, cumulative_realized_pnl,
         daily_capital_flow, cumulative_capital_flow, num_positions, num_long_positions, num_short_positions, updated_at)
       VALUES ($1, '2024-11-29', 'OK', 20000, 20000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, now() + interval '1 second')`,
      [portfolioId],
    );
    expect((await book('WITHDRAWAL', 15000, '2024-12-02')).status).toBe(201);
    const rest = await book('WITHDRAWAL', 5001, '2024-12-02');
    expect([rest.status, rest.body.code]).toEqual([400, 'EQUITY_003']);
  });
});
