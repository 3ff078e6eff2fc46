import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

/** Told by the fields of the contract instead of its OCC symbol. */
const CALL_450 = {
  underlying_symbol: 'spy',
  strike_price: 450,
  expiration_date: '2027-12-17',
  option_type: 'call',
};
const CALL_460 = { ...CALL_450, strike_price: '460.000' };
const OCC_450 = 'SPY271217C00450000';
const OCC_460 = 'SPY271217C00460000';

describe('transactions of options over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let ledger: string;

  const post = (...transactions: unknown[]) => app.post(ledger, { as: ann, body: { transactions } });
  const trade = (kind: string, what: object, quantity: string, price: string, day = '2024-03-04') => {
    return { kind, ...what, quantity, price, trade_date: day };
  };
  const booked = ({ body }: { body: { transactions: { symbol: string; multiplier: number; amount: string }[] } }) =>
    body.transactions.map(({ symbol, multiplier, amount }) => [symbol, multiplier, amount]);
  const faults = ({ body }: { body: { errors: { pointer: string; message: string }[] } }) =>
    body.errors.map(({ pointer }) => pointer);

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());
  /** Each test on symbols that nobody knows yet, and a portfolio of its own. */
  beforeEach(async () => {
    ann = await app.user();
    await app.sql('core', 'TRUNCATE instruments CASCADE');
    const { body } = await app.post('/api/v1/portfolios', { as: ann, body: { name: 'Options', account_name: 'Main' } });
    ledger = `/api/v1/portfolios/${body.id as string}/transactions`;
  });

  it('keeps two contracts of one underlying apart in one request', async () => {
    const answer = await post(trade('buy', CALL_450, '1', '10'), trade('buy', CALL_460, '2', '5'));
    expect(answer.status).toBe(201);
    expect(booked(answer)).toEqual([
      [OCC_450, 100, '-1000.00'],
      [OCC_460, 100, '-1000.00'],
    ]);
    expect(answer.body.positions).toMatchObject([
      { symbol: OCC_450, position_type: 'LC', quantity: '1' },
      { symbol: OCC_460, position_type: 'LC', quantity: '2' },
    ]);
  });

  it('keeps a stock and a call on it apart in one request', async () => {
    const answer = await post(trade('buy', { symbol: 'SPY' }, '10', '500'), trade('buy', CALL_450, '1', '10'));
    expect(booked(answer)).toEqual([
      ['SPY', 1, '-5000.00'],
      [OCC_450, 100, '-1000.00'],
    ]);
  });

  it('knows a contract by its fields when the underlying is known as a stock', async () => {
    await post(trade('buy', { symbol: 'SPY' }, '10', '500'));
    expect(booked(await post(trade('buy', CALL_450, '1', '10')))).toEqual([[OCC_450, 100, '-1000.00']]);
    expect(booked(await post(trade('sell', { symbol: 'SPY' }, '10', '510')))).toEqual([['SPY', 1, '5100.00']]);
  });

  it('sells and covers by the fields, by the OCC symbol, and by both', async () => {
    const opened = await post(trade('buy', CALL_450, '3', '10'), trade('short', CALL_460, '2', '5'));
    expect(opened.status).toBe(201);
    const closed = await post(
      trade('sell', CALL_450, '1', '12', '2024-03-05'),
      trade('sell', { symbol: OCC_450 }, '1', '12', '2024-03-05'),
      trade('sell', { symbol: `SPY   ${OCC_450.slice(3)}`, ...CALL_450 }, '1', '12', '2024-03-05'),
      trade('cover', CALL_460, '2', '4', '2024-03-05'),
    );
    expect(closed.status).toBe(201);
    expect(booked(closed)).toEqual([
      [OCC_450, 100, '1200.00'],
      [OCC_450, 100, '1200.00'],
      [OCC_450, 100, '1200.00'],
      [OCC_460, 100, '-800.00'],
    ]);
    expect(closed.body.positions).toMatchObject([
      { symbol: OCC_450, quantity: '0', realized_pnl: '600.00' },
      { symbol: OCC_460, position_type: 'SC', quantity: '0', realized_pnl: '200.00' },
    ]);
  });

  it('sells in the request that buys, and lets a contract expire by its fields', async () => {
    const answer = await post(trade('sell', CALL_450, '1', '12', '2024-03-05'), trade('buy', CALL_450, '2', '10'), {
      kind: 'expiry',
      ...CALL_450,
      trade_date: '2024-03-06',
    });
    expect(answer.status).toBe(201);
    expect(answer.body.positions).toMatchObject([{ symbol: OCC_450, quantity: '0', realized_pnl: '-800.00' }]);
  });

  it('previews a contract by its fields', async () => {
    const body = trade('buy', CALL_450, '1', '10');
    const { body: preview } = await app.post(`${ledger}/preview`, { as: ann, body });
    expect(preview).toMatchObject({ cash_effect: '-1000.00', positions: [{ symbol: OCC_450 }] });
  });

  it('refuses a sale of a contract that was never held, though another one is', async () => {
    await post(trade('buy', CALL_450, '1', '10'));
    const answer = await post(trade('sell', CALL_460, '1', '10'));
    expect([answer.status, faults(answer)]).toEqual([422, ['/transactions/0/underlying_symbol']]);
    expect(answer.body.detail).toContain(OCC_460);
  });

  it('refuses fields that contradict the OCC symbol, naming each', async () => {
    const contradiction = { underlying_symbol: 'QQQ', strike_price: 451, expiration_date: '2027-12-18' };
    const answer = await post(
      trade('buy', { symbol: OCC_450, ...contradiction, option_type: 'PUT', investment_subtype: 'PUT' }, '1', '10'),
    );
    expect(answer.status).toBe(422);
    expect(faults(answer)).toEqual(
      ['underlying_symbol', 'strike_price', 'expiration_date', 'option_type', 'investment_subtype'].map(
        (field) => `/transactions/0/${field}`,
      ),
    );
    const fitting = { underlying_symbol: 'SPY', strike_price: '450.00', expiration_date: '2027-12-17' };
    const agreeing = await post(trade('buy', { symbol: OCC_450, ...fitting, option_type: 'CALL' }, '1', '10'));
    expect(agreeing.status).toBe(201);
  });

  it('refuses another symbol beside the fields, and option fields of another class', async () => {
    const other = await post(trade('buy', { symbol: 'AAPL', ...CALL_450 }, '1', '10'));
    expect([other.status, faults(other)]).toEqual([422, ['/transactions/0/symbol']]);
    const listed = await post(trade('buy', { ...CALL_450, investment_class: 'PUBLIC' }, '1', '10'));
    expect([listed.status, faults(listed)]).toEqual([422, ['/transactions/0/investment_class']]);
    const underlying = await post(trade('buy', { symbol: 'SPY', ...CALL_450 }, '1', '10'));
    expect(booked(underlying)).toEqual([[OCC_450, 100, '-1000.00']]);
  });

  it('refuses to trade a contract after its last day, and lets it expire afterwards', async () => {
    const soon = { ...CALL_450, expiration_date: '2024-03-15' };
    const late = await post(
      trade('buy', soon, '1', '10', '2024-03-15'),
      trade('short', soon, '1', '10', '2024-03-18'),
      trade('sell', { symbol: 'SPY240315C00450000' }, '1', '10', '2024-03-18'),
    );
    expect(late.status).toBe(422);
    expect(faults(late)).toEqual(['/transactions/1/trade_date', '/transactions/2/trade_date']);
    expect(late.body.detail).toContain('2024-03-15');
    const lapsed = await post(trade('buy', soon, '1', '10', '2024-03-15'), {
      kind: 'expiry',
      ...soon,
      trade_date: '2024-03-16',
    });
    expect(lapsed.status).toBe(201);
  });

  it('refuses a contract with a part missing, for a sale too', async () => {
    const answer = await post(trade('sell', { ...CALL_450, strike_price: null }, '1', '10'));
    expect([answer.status, faults(answer)]).toEqual([422, ['/transactions/0/strike_price']]);
  });
});
