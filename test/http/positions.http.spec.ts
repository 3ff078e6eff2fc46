import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';

const BASE = '/api/v1/positions';

describe('positions over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let portfolioId: string;

  const shares = (more: object = {}) => ({
    symbol: 'AAPL',
    quantity: 10,
    avg_cost: '100.50',
    position_type: 'LONG',
    investment_class: 'PUBLIC',
    entry_date: '2024-11-20',
    ...more,
  });
  const create = (more: object = {}) =>
    app.post(BASE, { as: ann, body: { portfolio_id: portfolioId, ...shares(more) } });
  const made = async (more: object = {}): Promise<string> => (await create(more)).body.id as string;
  const get = (id: string, as = ann) => app.get(`${BASE}/${id}`, { as });
  const put = (id: string, body: object) => app.call('PUT', `${BASE}/${id}`, { as: ann, body });
  const remove = (path: string, body?: object) => app.call('DELETE', `${BASE}/${path}`, { as: ann, body });
  const ledgerOf = async (symbol: string) =>
    (await app.get(`/api/v1/portfolios/${portfolioId}/transactions?symbol=${symbol}`, { as: ann })).body.transactions;
  const grow = (id: string) =>
    app.sql('core', "UPDATE positions SET created_at = now() - interval '6 minutes' WHERE id = $1", [id]);

  beforeAll(async () => {
    app = await TestApp.start();
    [ann, bob] = [await app.user(), await app.user()];
    const { body } = await app.post('/api/v1/portfolios', {
      as: ann,
      body: { name: 'Growth', account_name: 'Main', equity_balance: 100000, opening_date: '2024-01-02' },
    });
    portfolioId = body.id;
  });
  afterAll(() => app.close());

  it('creates a position by a purchase in the ledger, the portfolio in the body', async () => {
    const { status, body, headers } = await create({ notes: 'core holding' });
    expect(status).toBe(201);
    expect(headers.location).toBe(`${BASE}/${body.id as string}`);
    expect(body).toMatchObject({
      portfolio_id: portfolioId,
      symbol: 'AAPL',
      quantity: '10',
      entry_price: '100.50',
      entry_date: '2024-11-20',
      position_type: 'LONG',
      investment_class: 'PUBLIC',
      notes: 'core holding',
      last_price: null,
      market_value: null,
      price_reason: 'not-computed-yet',
      realized_pnl: '0.00',
      exit_date: null,
      deleted_at: null,
    });
    expect(await ledgerOf('AAPL')).toMatchObject([{ id: body.id, kind: 'buy', amount: '-1005.00' }]);
    expect((await get(body.id)).body).toEqual(body);
  });

  it('takes the portfolio from the query too, and a trailing slash', async () => {
    const url = `${BASE}/?portfolio_id=${portfolioId}`;
    const { status, body } = await app.post(url, { as: ann, body: shares({ symbol: 'T', entry_date: undefined }) });
    expect([status, body.entry_date]).toEqual([201, '2024-12-02']);
    expect((await app.post(BASE, { as: ann, body: shares() })).status).toBe(422);
    const other = { ...shares(), portfolio_id: randomUUID() };
    expect((await app.post(url, { as: ann, body: other })).body.errors).toMatchObject([{ code: 'differs' }]);
  });

  it('keeps shorts signed, and options under their OCC symbol', async () => {
    const short = await create({ symbol: 'TSLA', quantity: '-5', position_type: 'SHORT' });
    expect(short.body).toMatchObject({ quantity: '-5', position_type: 'SHORT' });
    const contract = { underlying_symbol: 'SPY', strike_price: 600, expiration_date: '2025-03-21' };
    const option = { ...contract, symbol: 'MY_CALL', investment_class: 'OPTIONS', position_type: 'SC', quantity: 2 };
    expect((await create(option)).body).toMatchObject({
      symbol: 'SPY250321C00600000',
      quantity: '-2',
      position_type: 'SC',
      strike_price: '600.00',
      underlying_symbol: 'SPY',
    });
  });

  it('marks a private asset at its entry price', async () => {
    const { body } = await create({ symbol: 'HOUSE', investment_class: 'PRIVATE', investment_subtype: 'REAL_ESTATE' });
    expect(body).toMatchObject({ investment_class: 'PRIVATE', investment_subtype: 'REAL_ESTATE' });
    const kinds = async () => (await ledgerOf('HOUSE')).map((one: { kind: string; price: string }) => one.kind).sort();
    expect(await kinds()).toEqual(['buy', 'mark']);
    expect((await put(body.id, { avg_cost: 120 })).body).toMatchObject({ id: body.id, entry_price: '120.00' });
    expect(await kinds()).toEqual(['buy', 'buy', 'buy', 'mark', 'mark', 'mark']);
  });

  it.each([
    [{ quantity: 0 }, 'quantity'],
    [{ quantity: -1 }, 'quantity'],
    [{ avg_cost: 0 }, 'avg_cost'],
    [{ position_type: 'LC' }, 'position_type'],
    [{ investment_class: 'STOCKS' }, 'investment_class'],
    [{ symbol: 'BRK B' }, 'symbol'],
    [{ entry_date: '2024-12-24' }, 'entry_date'],
    [{ notes: 'x'.repeat(501) }, 'notes'],
    [{ position_type: 'LC', investment_class: 'OPTIONS' }, 'underlying_symbol'],
  ])('refuses %o', async (more, field) => {
    const { status, body } = await create(more);
    expect([status, body.errors[0].field, body.errors[0].pointer]).toEqual([422, field, `/${field}`]);
  });

  it('creates several or none', async () => {
    const bulk = (positions: object[]) =>
      app.post(`${BASE}/bulk`, { as: ann, body: { portfolio_id: portfolioId, positions } });
    const failed = await bulk([shares({ symbol: 'MSFT' }), shares({ symbol: 'MSFT', quantity: 0 })]);
    expect([failed.status, failed.body.errors[0].pointer]).toEqual([422, '/positions/1/quantity']);
    expect(await ledgerOf('MSFT')).toEqual([]);
    const done = await bulk([shares({ symbol: 'MSFT' }), shares({ symbol: 'KO', quantity: 3 })]);
    expect(done.status).toBe(201);
    expect(done.body).toMatchObject({ success: true, count: 2, positions: [{ symbol: 'MSFT' }, { symbol: 'KO' }] });
    expect((await bulk([])).status).toBe(422);
  });

  it('corrects quantity and price by a reversal and a new entry, under the same id', async () => {
    const id = await made({ symbol: 'NVDA' });
    const { status, body } = await put(id, { quantity: 12, entry_price: '99' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, quantity: '12', entry_price: '99.00', entry_date: '2024-11-20' });
    const entries = await ledgerOf('NVDA');
    expect(entries).toHaveLength(3);
    expect(entries.filter((one: { reverses_id: string | null }) => one.reverses_id === id)).toHaveLength(1);
    await put(id, { quantity: 12, avg_cost: '99.00' });
    expect(await ledgerOf('NVDA')).toHaveLength(3);
    expect((await put(id, { position_type: 'SHORT' })).body).toMatchObject({ id, quantity: '-12' });
    expect((await put(id, { position_type: 'LC' })).status).toBe(422);
    expect((await put(id, { avg_cost: 1, entry_price: 2 })).status).toBe(422);
  });

  it('keeps and clears notes without an entry in the ledger', async () => {
    const id = await made({ symbol: 'ORCL' });
    expect((await put(id, { notes: 'watch' })).body.notes).toBe('watch');
    expect((await put(id, { notes: null })).body.notes).toBeNull();
    expect(await ledgerOf('ORCL')).toHaveLength(1);
  });

  it('closes in part and then wholly, and records what was realised', async () => {
    const id = await made({ symbol: 'META' });
    const part = await put(id, { exit_price: 110, close_quantity: 4, quantity: 6 });
    expect(part.body).toMatchObject({ id, quantity: '6', exit_price: null, exit_date: null, realized_pnl: '38.00' });
    expect((await put(id, { quantity: 7 })).body).toMatchObject({ id, quantity: '7', realized_pnl: '38.00' });
    const whole = await put(id, { exit_price: 120, exit_date: '2024-12-02' });
    expect(whole.body).toMatchObject({ quantity: '0', exit_date: '2024-12-02', realized_pnl: '174.50' });
    const events = await app.sql(
      'core',
      'SELECT quantity_closed::float AS q FROM position_realized_events WHERE position_id = $1 ORDER BY 1',
      [id],
    );
    expect(events).toEqual([{ q: 4 }, { q: 7 }]);
    const again = await put(id, { exit_price: 120 });
    expect([again.status, again.body.code]).toEqual([409, 'position.closed']);
    expect((await put(id, { quantity: 3 })).body.code).toBe('position.closed');
  });

  it('realises the opposite on a short, and a hundredfold on options', async () => {
    const short = await made({ symbol: 'AMD', position_type: 'SHORT' });
    expect((await put(short, { exit_price: 90 })).body.realized_pnl).toBe('105.00');
    const symbol = 'SPY250620P00500000';
    const put2 = await made({ symbol, position_type: 'LP', investment_class: 'OPTIONS', quantity: 2, avg_cost: 3 });
    expect((await put(put2, { exit_price: 4.5 })).body.realized_pnl).toBe('300.00');
  });

  it.each([
    [{ exit_price: 1, close_quantity: 11 }, 'close_quantity'],
    [{ exit_price: 1, close_quantity: 4, quantity: 5 }, 'quantity'],
    [{ exit_price: 1, exit_date: '2024-11-19' }, 'exit_date'],
    [{ exit_price: 1, exit_date: '2024-12-24' }, 'exit_date'],
    [{ exit_date: '2024-12-01' }, 'exit_price'],
    [{ quantity: 0 }, 'quantity'],
  ])('refuses to close with %o', async (body, field) => {
    const id = await made({ symbol: 'INTC' });
    const answer = await put(id, body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
    expect((await get(id)).body.quantity).toBe('10');
  });

  it('changes the symbol for five minutes, when that is asked for', async () => {
    const id = await made({ symbol: 'GOGL' });
    expect((await put(id, { symbol: 'GOOGL' })).body.errors[0].code).toBe('position.symbol_edit');
    const renamed = await put(id, { symbol: 'GOOGL', allow_symbol_edit: true });
    expect(renamed.body).toMatchObject({ id, symbol: 'GOOGL', quantity: '10' });
    await grow(id);
    const late = await put(id, { symbol: 'GOOG', allow_symbol_edit: true });
    expect([late.status, late.body.code]).toEqual([409, 'position.window_over']);
    expect((await put(id, { symbol: 'GOOGL', notes: 'same' })).status).toBe(200);
  });

  it('deletes by reversing the opening and its closes', async () => {
    const id = await made({ symbol: 'IBM' });
    await put(id, { exit_price: 110, close_quantity: 4 });
    const { status, body } = await remove(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ deleted: true, position_id: id, symbol: 'IBM', type: 'soft_delete', reason: null });
    expect((await get(id)).status).toBe(404);
    expect((await remove(id)).status).toBe(404);
    const amounts = (await ledgerOf('IBM')).map(({ amount }: { amount: string }) => Number(amount));
    expect(amounts).toHaveLength(4);
    expect(amounts.reduce((sum: number, one: number) => sum + one, 0)).toBe(0);
  });

  it('deletes hard for five minutes only', async () => {
    const [fresh, old] = [await made({ symbol: 'PEP' }), await made({ symbol: 'PEP' })];
    expect((await remove(`${fresh}/hard`)).body).toMatchObject({ type: 'hard_delete' });
    await grow(old);
    for (const path of [`${old}/hard`, `${old}?force_hard_delete=true`]) {
      const late = await remove(path);
      expect([late.status, late.body.code]).toEqual([409, 'position.window_over']);
    }
  });

  it('deletes several or none, with a body of DELETE or of POST', async () => {
    const ids = [await made({ symbol: 'XOM' }), await made({ symbol: 'CVX' }), await made({ symbol: 'BP' })];
    expect((await remove('bulk', { position_ids: [ids[0], randomUUID()] })).status).toBe(404);
    expect((await get(ids[0]!)).status).toBe(200);
    const gone = await remove('bulk', { position_ids: ids.slice(0, 2) });
    expect(gone.body).toEqual({ deleted: true, count: 2, positions: ['XOM', 'CVX'] });
    const posted = await app.post(`${BASE}/bulk-delete`, { as: ann, body: { position_ids: [ids[2]] } });
    expect([posted.status, posted.body.positions]).toEqual([200, ['BP']]);
  });

  it('names the sale that closed a position together with another one', async () => {
    const [first, second] = [await made({ symbol: 'DIS' }), await made({ symbol: 'DIS' })];
    await app.post(`/api/v1/portfolios/${portfolioId}/transactions`, {
      as: ann,
      body: { kind: 'sell', symbol: 'DIS', quantity: 15, price: 90, trade_date: '2024-11-25' },
    });
    const one = await remove(first);
    expect([one.status, one.body.code]).toEqual([409, 'position.closed_together']);
    expect((await remove('bulk', { position_ids: [first, second] })).body.count).toBe(2);
  });

  it('tells whether a symbol can be held, and whether it has prices', async () => {
    const posted = await app.post(`${BASE}/validate-symbol`, { as: ann, body: { symbol: 'aapl' } });
    expect(posted.body).toMatchObject({ valid: true, is_valid: true, symbol: 'AAPL' });
    expect(posted.body.message).toContain('No prices');
    const bad = await app.get(`${BASE}/validate-symbol/BRK%20B`, { as: ann });
    expect([bad.status, bad.body.valid, bad.body.is_valid]).toEqual([200, false, false]);
    expect((await app.post(`${BASE}/validate-symbol`, { as: ann })).status).toBe(422);
  });

  it('finds the open positions of a symbol and their tags', async () => {
    const id = await made({ symbol: 'ADBE' });
    const query = `portfolio_id=${portfolioId}&symbol=adbe`;
    const { body: tag } = await app.post('/api/v1/tags', { as: ann, body: { name: 'software' } });
    await app.post(`${BASE}/${id}/tags`, { as: ann, body: { tag_ids: [tag.id] } });
    const found = await app.get(`${BASE}/check-duplicate?${query}`, { as: ann });
    expect(found.body).toMatchObject({ has_duplicates: true, existing_positions: [{ id }], tags_to_inherit: [tag.id] });
    expect((await app.get(`${BASE}/tags-for-symbol?${query}`, { as: ann })).body).toEqual([tag.id]);
    await put(id, { exit_price: 100 });
    expect((await app.get(`${BASE}/check-duplicate?${query}`, { as: ann })).body.has_duplicates).toBe(false);
    expect((await app.get(`${BASE}/tags-for-symbol?${query}`, { as: bob })).status).toBe(404);
  });

  it('is not there for anybody else, nor for nobody', async () => {
    const id = await made({ symbol: 'SAP' });
    const calls = [
      await get(id, bob),
      await app.call('PUT', `${BASE}/${id}`, { as: bob, body: { notes: 'mine' } }),
      await app.call('DELETE', `${BASE}/${id}`, { as: bob }),
      await app.call('DELETE', `${BASE}/bulk`, { as: bob, body: { position_ids: [id] } }),
      await app.post(BASE, { as: bob, body: { portfolio_id: portfolioId, ...shares() } }),
      await app.post(`${BASE}/bulk`, { as: bob, body: { portfolio_id: portfolioId, positions: [shares()] } }),
    ];
    expect(calls.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await app.get(`${BASE}/${id}`)).status).toBe(401);
    expect((await get(id)).body.notes).toBeNull();
  });

  it('needs as many statements for many positions as for one', async () => {
    const bulk = (symbols: string[]) => () =>
      app.post(`${BASE}/bulk`, {
        as: ann,
        body: { portfolio_id: portfolioId, positions: symbols.map((symbol) => shares({ symbol })) },
      });
    const one = await queriesOf(bulk(['QA']));
    const many = await queriesOf(bulk(['QB', 'QC', 'QD', 'QE', 'QF']));
    expect(many.length).toBe(one.length);
    expect(one.length).toBeGreaterThan(5);
  });
});
