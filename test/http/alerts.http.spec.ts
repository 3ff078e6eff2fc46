import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LimitEvaluationService } from '../../src/core/risk-limits/limit-evaluation.service.js';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

type Row = Record<string, unknown>;

describe('alerts over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let book: SeededPortfolio;

  const limit = async (body: Row, portfolio = book): Promise<string> =>
    (await app.post(`/api/v1/portfolios/${portfolio.id}/limits`, { as: portfolio.owner, body })).body.id;
  const evaluate = (portfolio = book) =>
    app.app.get(LimitEvaluationService, { strict: false }).evaluate([portfolio.id]);
  const list = async (query = '', as = ann): Promise<Row[]> =>
    (await app.get(`/api/v1/alerts${query}`, { as })).body.alerts;
  const detail = async (id: unknown) => (await app.get(`/api/v1/alerts/${String(id)}`, { as: ann })).body;
  const eventsOf = async (id: unknown) => (await detail(id)).events.map(({ event }: { event: string }) => event);
  const post = (id: unknown, verb: string, body: unknown = {}, as: TestUser | null = ann) =>
    app.post(`/api/v1/alerts/${String(id)}/${verb}`, { as, body });
  const statusOf = async (id: string): Promise<Row> =>
    (await app.get(`/api/v1/portfolios/${book.id}/limits/${id}`, { as: ann })).body;
  const session = async (date: string, columns: Row): Promise<void> => {
    await book.snapshot({
      date,
      cash: 0,
      lots: [
        { lot: 'aapl', price: 200 },
        { lot: 'msft', price: 50 },
      ],
      columns,
    });
    app.clock.set(`${date}T22:30:00Z`);
    await evaluate();
  };

  let beta: string;
  let alert: string;

  beforeAll(async () => {
    // The clock moves from session to session.
    app = await TestApp.start({ now: '2024-11-20T22:30:00Z', env: { ACCESS_TOKEN_TTL: 10_000_000 } });
    ann = await app.user();
    bob = await app.user();
    book = await SeededPortfolio.create(app, ann);
    await book.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await book.lot('msft', { symbol: 'MSFT', quantity: 100, entryPrice: 50 });
    beta = await limit({ kind: 'beta', max: 1.2 });
  });
  afterAll(() => app.close());

  it('are none before there is a valuation, or while the figure is null, and the limit says why', async () => {
    await evaluate();
    expect(await statusOf(beta)).toMatchObject({ status: 'not_evaluated', reason: 'not-computed-yet', as_of: null });
    await session('2024-11-21', {
      beta_calculated_90d: null,
      reasons: { beta_calculated_90d: 'too-few-observations' },
    });
    expect(await statusOf(beta)).toMatchObject({
      status: 'not_evaluated',
      reason: 'too-few-observations',
      as_of: '2024-11-21',
    });
    expect(await list()).toEqual([]);
  });

  it('are raised once a breach, and updated while it lasts', async () => {
    await session('2024-11-22', { beta_calculated_90d: 1.34 });
    const [raised, ...others] = await list();
    expect(others).toEqual([]);
    alert = String(raised!.id);
    expect(raised).toMatchObject({
      ...{ portfolio_id: book.id, limit_id: beta, kind: 'beta', subject: 'portfolio', status: 'open' },
      ...{ message: 'Beta over 90 sessions is 1.34, above the limit of 1.2.', value: 1.34, threshold: 1.2 },
      ...{ first_as_of: '2024-11-22', as_of: '2024-11-22', raised_at: '2024-11-22T22:30:00.000Z', is_breached: true },
    });
    expect(await statusOf(beta)).toMatchObject({ status: 'breached', reason: null, value: 1.34 });

    const before = await detail(alert);
    await evaluate();
    expect(await detail(alert)).toEqual(before);

    await session('2024-11-25', { beta_calculated_90d: 1.4 });
    expect(await list()).toMatchObject([{ id: alert, value: 1.4, first_as_of: '2024-11-22', as_of: '2024-11-25' }]);
    expect(await eventsOf(alert)).toEqual(['raised', 'updated']);
  });

  it('stay as they are while the figure is null', async () => {
    await session('2024-11-26', { beta_calculated_90d: null, reasons: { beta_calculated_90d: 'no-benchmark' } });
    expect(await list()).toMatchObject([{ id: alert, status: 'open', as_of: '2024-11-25' }]);
    expect(await statusOf(beta)).toMatchObject({ status: 'not_evaluated', reason: 'no-benchmark' });
  });

  it('are acknowledged, with a note in their history, and that is said once', async () => {
    const { status, body } = await post(alert, 'acknowledge', { note: 'Hedging on Monday' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: alert, status: 'acknowledged', acknowledged_at: '2024-11-26T22:30:00.000Z' });
    expect(body.events.at(-1)).toMatchObject({ event: 'acknowledged', detail: 'Hedging on Monday' });
    expect((await post(alert, 'acknowledge')).body.events).toHaveLength(body.events.length);
  });

  it('are resolved by the batch when the limit is kept again, and raised anew for a new breach', async () => {
    await session('2024-11-27', { beta_calculated_90d: 1.1 });
    expect(await detail(alert)).toMatchObject({ status: 'resolved', resolved_by: 'batch', is_breached: false });
    expect(await eventsOf(alert)).toEqual(['raised', 'updated', 'acknowledged', 'resolved']);
    expect((await post(alert, 'acknowledge')).body.code).toBe('alert.resolved');

    await session('2024-11-29', { beta_calculated_90d: 1.5 });
    const all = await list();
    expect(all.map(({ status }) => status)).toEqual(['open', 'resolved']);
    expect(all[0]!.id).not.toBe(alert);
    alert = String(all[0]!.id);
  });

  it('that a user has resolved are not raised again while the breach lasts', async () => {
    expect((await post(alert, 'resolve')).body).toMatchObject({
      status: 'resolved',
      resolved_by: 'user',
      is_breached: true,
    });
    await session('2024-12-02', { beta_calculated_90d: 1.6 });
    expect(await list()).toHaveLength(2);
    expect(await eventsOf(alert)).toEqual(['raised', 'resolved']);
    await session('2024-12-03', { beta_calculated_90d: 1 });
    expect((await detail(alert)).is_breached).toBe(false);
    await session('2024-12-04', { beta_calculated_90d: 1.3 });
    expect(await list()).toHaveLength(3);
  });

  it('are of each subject, and of what it was held at', async () => {
    await limit({ kind: 'concentration', max: 0.6 });
    await limit({ kind: 'concentration', measure: 'hhi', max: 6000 });
    await limit({ kind: 'stale_price', max: 1 });
    await limit({ kind: 'target_hit' });
    await limit({ kind: 'expiry', max: 30 });
    await book.lot('call', {
      symbol: 'AAPL241220C00200000',
      quantity: 1,
      entryPrice: 5,
      type: 'LC',
      investmentClass: 'OPTIONS',
      multiplier: 100,
    });
    await app.sql('core', `UPDATE instruments SET expiration_date = '2024-12-20' WHERE symbol = 'AAPL241220C00200000'`);
    const targets = [
      { symbol: 'AAPL', target_price_eoy: 190, downside_target_price: 150, current_price: 180 },
      { symbol: 'MSFT', target_price_eoy: 60, current_price: 50 },
    ];
    await app.post(`/api/v1/target-prices/${book.id}/bulk`, { as: ann, body: { target_prices: targets } });
    await book.snapshot({
      ...{ date: '2024-12-05', cash: 0, columns: { beta_calculated_90d: 1.3, hhi: 5000 } },
      lots: [
        { lot: 'aapl', price: 200 },
        { lot: 'msft', price: 50, status: 'stale', age: 3 },
        { lot: 'call', price: 6 },
      ],
    });
    await evaluate();
    const open = (await list('?status=open')).map(({ kind, subject }) => `${String(kind)}: ${String(subject)}`);
    expect(open.sort()).toEqual([
      'beta: portfolio',
      'concentration: portfolio',
      'expiry: AAPL241220C00200000',
      'stale_price: MSFT',
      'target_hit: AAPL LONG eoy',
    ]);
    const [largest] = await list('?status=open&kind=concentration');
    expect(largest!.value).toBeCloseTo(20_000 / 25_600, 12);
  });

  it('are listed by portfolio, status and kind, page after page', async () => {
    const other = await SeededPortfolio.create(app, ann);
    expect(await list(`?portfolio_id=${other.id}`)).toEqual([]);
    const all = await list(`?portfolio_id=${book.id}`);
    expect(all.length).toBeGreaterThan(5);
    expect((await list('?kind=beta&status=resolved')).map(({ kind, status }) => [kind, status])).toEqual([
      ['beta', 'resolved'],
      ['beta', 'resolved'],
    ]);
    const pages: Row[] = [];
    let next: string | undefined = '/api/v1/alerts?limit=3';
    while (next !== undefined) {
      const { body, headers } = await app.get(next, { as: ann });
      expect(body.total).toBe(all.length);
      pages.push(...(body.alerts as Row[]));
      next = /<(.+)>; rel="next"/.exec(String(headers.link ?? ''))?.[1];
      expect(body.has_more).toBe(next !== undefined);
    }
    expect(pages).toEqual(all);
    for (const query of ['status=closed', 'kind=gamma', 'portfolio_id=mine', 'cursor=abc', 'limit=0'])
      expect([query, (await app.get(`/api/v1/alerts?${query}`, { as: ann })).status]).toEqual([query, 422]);
  });

  it('outlive their limit, resolved, and end when it is switched off', async () => {
    const id = await limit({ kind: 'concentration', measure: 'top_3', max: 0.5 });
    await book.snapshot({
      date: '2024-12-06',
      cash: 0,
      lots: [{ lot: 'aapl', price: 200 }],
      columns: { top_3_concentration: 1 },
    });
    await evaluate();
    const [first] = (await list('?status=open&kind=concentration')).filter(({ limit_id: of }) => of === id);
    const url = `/api/v1/portfolios/${book.id}/limits/${id}`;
    await app.call('PATCH', url, { as: ann, body: { is_active: false } });
    expect(await detail(first!.id)).toMatchObject({ status: 'resolved', resolved_by: 'user', is_breached: false });
    await evaluate();
    expect((await list('?status=open')).filter(({ limit_id: of }) => of === id)).toEqual([]);

    await app.call('PATCH', url, { as: ann, body: { is_active: true } });
    await evaluate();
    const [second] = (await list('?status=open')).filter(({ limit_id: of }) => of === id);
    expect(second!.id).not.toBe(first!.id);
    expect((await app.call('DELETE', url, { as: ann })).status).toBe(204);
    const gone = await detail(second!.id);
    expect(gone).toMatchObject({ limit_id: null, status: 'resolved', resolved_by: 'user' });
    expect(gone.events.at(-1)).toMatchObject({ event: 'resolved', detail: 'Its limit was deleted.' });
  });

  it('say nothing of today by the valuation of an earlier session', async () => {
    await app.sql('core', `DELETE FROM portfolio_snapshots WHERE portfolio_id = $1 AND snapshot_date = '2024-12-06'`, [
      book.id,
    ]);
    const before = await list();
    await evaluate();
    expect(await list()).toEqual(before);
    expect(await statusOf(beta)).toMatchObject({ status: 'not_evaluated', reason: 'missing-valuation' });
  });

  it('are nobody else’s', async () => {
    for (const answer of [
      await app.get('/api/v1/alerts', { as: null }),
      await app.get(`/api/v1/alerts/${alert}`, { as: null }),
      await post(alert, 'acknowledge', {}, null),
      await post(alert, 'resolve', {}, null),
    ])
      expect(answer.status).toBe(401);
    for (const answer of [
      await app.get(`/api/v1/alerts/${alert}`, { as: bob }),
      await post(alert, 'acknowledge', {}, bob),
      await post(alert, 'resolve', {}, bob),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'alert.not_found']);
    const foreign = await app.get(`/api/v1/alerts?portfolio_id=${book.id}`, { as: bob });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'portfolio.not_found']);
    expect((await post(alert, 'resolve', { note: 7 })).status).toBe(422);
    expect((await post(alert, 'resolve', { why: 'x' })).body.errors[0]).toMatchObject({ code: 'unknown_field' });
  });
});
