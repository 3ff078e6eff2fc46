import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

describe('transactions over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let id: string;
  let ledger: string;

  const post = (body: unknown, as: TestUser = ann) => app.post(ledger, { as, body });
  const trade = (kind: string, symbol: string, quantity: string, price: string, day: string) => {
    return { kind, symbol, quantity, price, trade_date: day };
  };
  const only = async (symbol: string) => (await app.get(`${ledger}?symbol=${symbol}`, { as: ann })).body.transactions;

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    bob = await app.user();
    const { body } = await app.post('/api/v1/portfolios', {
      as: ann,
      body: { name: 'Growth', account_name: 'Main', equity_balance: 100000, opening_date: '2024-01-02' },
    });
    id = body.id;
    ledger = `/api/v1/portfolios/${id}/transactions`;
  });
  afterAll(() => app.close());

  it('books a purchase and answers its lot', async () => {
    const { status, body } = await post({ ...trade('buy', 'aapl', '10', '180.5', '2024-01-16'), ...{ fees: 1 } });
    expect(status).toBe(201);
    expect(body.transactions).toMatchObject([
      { kind: 'buy', symbol: 'AAPL', amount: '-1806.00', source: 'api', fees: '1.00' },
    ]);
    expect(body.positions).toMatchObject([
      {
        id: body.transactions[0].id,
        symbol: 'AAPL',
        position_type: 'LONG',
        quantity: '10',
        entry_price: '180.5',
        exit_date: null,
      },
    ]);
    const [stale] = await app.sql('core', 'SELECT stale_from::text FROM portfolios WHERE id = $1', [id]);
    expect(stale).toEqual({ stale_from: '2024-01-02' });
  });

  it('previews what a sale would close, and stores nothing', async () => {
    const { status, body } = await app.post(`${ledger}/preview`, {
      as: ann,
      body: trade('sell', 'AAPL', '4', '200', '2024-03-01'),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ realized_pnl: '77.60', cash_effect: '800.00' });
    expect(body.closes).toMatchObject([{ quantity_closed: '4', exit_price: '200', transaction_index: 0 }]);
    expect(body.positions).toMatchObject([{ quantity: '6' }]);
    expect(await only('AAPL')).toHaveLength(1);
  });

  it('closes oldest lots first and keeps what was realised', async () => {
    const { status, body } = await post({
      transactions: [trade('buy', 'AAPL', '10', '190', '2024-02-01'), trade('sell', 'AAPL', '12', '200', '2024-03-01')],
    });
    expect(status).toBe(201);
    expect(body.transactions).toHaveLength(2);
    expect(body.positions).toMatchObject([
      { quantity: '0', exit_price: '200', exit_date: '2024-03-01', realized_pnl: '194.00' },
      { quantity: '8', exit_date: null, realized_pnl: '20.00' },
    ]);
    const rows = await app.sql('core', 'SELECT quantity_closed::float AS q FROM position_realized_events ORDER BY 1');
    expect(rows).toEqual([{ q: 2 }, { q: 10 }]);
  });

  it('closes the lot that a sale names', async () => {
    const { body: bought } = await post({
      transactions: [trade('buy', 'KO', '5', '50', '2024-02-01'), trade('buy', 'KO', '5', '60', '2024-02-02')],
    });
    const second = bought.transactions[1].id as string;
    const { body } = await post({ ...trade('sell', 'KO', '5', '70', '2024-02-05'), ...{ lot_id: second } });
    expect(body.positions).toMatchObject([{ id: second, quantity: '0', realized_pnl: '50.00' }]);
  });

  it('refuses to sell more than is held, naming entry, field, rule and fix', async () => {
    const { status, body } = await post({ transactions: [trade('sell', 'AAPL', '9', '200', '2024-04-01')] });
    expect(status).toBe(422);
    expect(body.code).toBe('ledger.rejected');
    expect(body.errors).toEqual([
      {
        pointer: '/transactions/0/quantity',
        field: 'quantity',
        code: 'ledger.oversold',
        message: expect.stringContaining('8 held'),
      },
    ]);
    expect(body.detail).toContain('Lower the quantity');
  });

  it('books all entries of a request or none', async () => {
    const { status } = await post({
      transactions: [trade('buy', 'PEP', '1', '150', '2024-04-01'), trade('sell', 'PEP', '2', '160', '2024-04-02')],
    });
    expect(status).toBe(422);
    expect(await only('PEP')).toEqual([]);
  });

  it('shorts and covers', async () => {
    const { body } = await post({
      transactions: [
        trade('short', 'TSLA', '5', '250', '2024-03-04'),
        trade('cover', 'TSLA', '5', '200', '2024-03-11'),
      ],
    });
    expect(body.positions).toMatchObject([
      { position_type: 'SHORT', quantity: '0', opened_quantity: '-5', realized_pnl: '250.00' },
    ]);
  });

  it('knows an option by its OCC symbol, and what a contract stands for', async () => {
    const { status, body } = await post(trade('buy', 'SPY   271217P00450000', '2', '18.4', '2024-03-04'));
    expect(status).toBe(201);
    expect(body.transactions).toMatchObject([{ symbol: 'SPY271217P00450000', multiplier: 100, amount: '-3680.00' }]);
    expect(body.positions).toMatchObject([{ position_type: 'LP' }]);
  });

  it('keeps a private asset to its owner and lets it be marked', async () => {
    const { status } = await post({
      ...trade('buy', 'HARBOR', '1', '5000', '2024-03-04'),
      ...{ investment_class: 'PRIVATE' },
    });
    expect(status).toBe(201);
    const mark = await post({ kind: 'mark', symbol: 'HARBOR', price: 5500, trade_date: '2024-06-28' });
    expect(mark.status).toBe(201);
    const [row] = await app.sql('core', "SELECT owner_user_id FROM instruments WHERE symbol = 'HARBOR'");
    expect(row).toEqual({ owner_user_id: ann.id });
    const listed = await post({ kind: 'mark', symbol: 'AAPL', price: 1, trade_date: '2024-06-28' });
    expect(listed.status).toBe(422);
  });

  it('splits', async () => {
    const { body } = await post({
      transactions: [
        trade('buy', 'NVDA', '3', '900', '2024-05-01'),
        { kind: 'split', symbol: 'NVDA', ratio: 10, trade_date: '2024-06-10' },
      ],
    });
    expect(body.positions).toMatchObject([{ quantity: '30', entry_price: '90' }]);
  });

  it('reverses an entry, its lot with it, once', async () => {
    const { body: bought } = await post(trade('buy', 'IBM', '1', '170', '2024-04-01'));
    const bookedId = bought.transactions[0].id as string;
    const { status, body } = await app.post(`${ledger}/${bookedId}/reverse`, { as: ann });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      transactions: [{ reverses_id: bookedId, amount: '170.00', source: 'reversal' }],
      removed_position_ids: [bookedId],
    });
    const again = await app.post(`${ledger}/${bookedId}/reverse`, { as: ann });
    expect([again.status, again.body.code]).toEqual([409, 'transaction.already_reversed']);
  });

  it('does not reverse what later entries need', async () => {
    const [, first] = [...(await only('AAPL'))].reverse();
    const { status, body } = await app.post(`${ledger}/${first.id as string}/reverse`, { as: ann });
    expect(status).toBe(422);
    expect(body.detail).toContain('2024-03-01');
  });

  it('leaves the opening deposit to the portfolio', async () => {
    const { body } = await app.get(`${ledger}?kind=deposit`, { as: ann });
    const { status, body: problem } = await app.post(`${ledger}/${body.transactions[0].id as string}/reverse`, {
      as: ann,
    });
    expect([status, problem.code]).toEqual([409, 'transaction.owned_elsewhere']);
  });

  it('refuses unknown fields, days that have not come, and symbols never held', async () => {
    const unknown = await post({ kind: 'deposit', amount: 1, trade_date: '2024-01-02', colour: 'red' });
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([422, 'unknown_field']);
    const future = await post({ kind: 'deposit', amount: 1, trade_date: '2024-12-03' });
    expect([future.status, future.body.errors[0].pointer]).toEqual([422, '/trade_date']);
    const early = await post({ kind: 'deposit', amount: 1, trade_date: '1999-12-31' });
    expect([early.status, early.body.errors]).toEqual([
      422,
      [
        {
          ...{ pointer: '/trade_date', field: 'trade_date', code: 'date_too_early' },
          message: 'trade_date must be 2000-01-01 or later.',
        },
      ],
    ]);
    const stranger = await post(trade('sell', 'NEVERHELD', '1', '1', '2024-01-02'));
    expect([stranger.status, stranger.body.errors[0].field]).toEqual([422, 'symbol']);
    const twoWays = await post({ transactions: [trade('buy', 'KO', '1', '1', '2024-01-02')], kind: 'buy' });
    expect(twoWays.status).toBe(422);
    const nested = await post({ transactions: [{ kind: 'buy', colour: 'red' }] });
    expect(nested.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(
      '/transactions/0/trade_date',
    );
  });

  it('refuses an instrument of another currency', async () => {
    const { body } = await app.post('/api/v1/portfolios', {
      as: ann,
      body: { name: 'Euro', account_name: 'Euro', currency: 'EUR' },
    });
    const answer = await app.post(`/api/v1/portfolios/${body.id as string}/transactions`, {
      as: ann,
      body: trade('buy', 'AAPL', '1', '100', '2024-01-16'),
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'instrument.currency_mismatch']);
  });

  it('lists in pages, newest first', async () => {
    const { body } = await app.get(`${ledger}?limit=2&offset=1&from=2024-03-01&to=2024-06-30`, { as: ann });
    expect(body).toMatchObject({ limit: 2, offset: 1 });
    expect(body.transactions).toHaveLength(2);
    expect(body.total).toBeGreaterThan(5);
    const days = body.transactions.map(({ trade_date }: { trade_date: string }) => trade_date);
    expect(days).toEqual([...days].sort().reverse());
    const beyond = await app.get(`${ledger}?limit=2&offset=1000&from=2024-03-01&to=2024-06-30`, { as: ann });
    expect(beyond.body).toMatchObject({ transactions: [], total: body.total, offset: 1000 });
    expect((await app.get(`${ledger}?limit=201`, { as: ann })).status).toBe(422);
  });

  it('shows a stranger nothing', async () => {
    const [entry] = await only('AAPL');
    const answers = [
      await app.get(ledger, { as: bob }),
      await post(trade('buy', 'AAPL', '1', '100', '2024-01-16'), bob),
      await app.post(`${ledger}/preview`, { as: bob, body: trade('buy', 'AAPL', '1', '100', '2024-01-16') }),
      await app.post(`${ledger}/${entry.id as string}/reverse`, { as: bob }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});
