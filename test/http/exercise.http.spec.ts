import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

const CALL = 'SPY271217C00450000';
const PUT = 'SPY271217P00450000';

interface Lot {
  symbol: string;
  position_type: string;
  quantity: string;
  entry_price: string;
  realized_pnl: string;
}

describe('exercise, assignment and trades through zero over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let ledger: string;
  let portfolioId: string;

  const post = (...transactions: unknown[]) => app.post(ledger, { as: ann, body: { transactions } });
  const trade = (kind: string, symbol: string, quantity: string, price: string, more: object = {}) => {
    return { kind, symbol, quantity, price, trade_date: '2024-03-04', ...more };
  };
  const exercised = (kind: string, symbol: string, quantity = '1') => {
    return { kind, symbol, quantity, trade_date: '2024-03-05' };
  };
  const lots = async (): Promise<unknown[]> =>
    (
      await app.sql<Lot>(
        'core',
        `SELECT i.symbol, p.position_type, trim_scale(p.quantity)::text AS quantity, trim_scale(p.entry_price)::text AS entry_price,
                trim_scale(p.realized_pnl)::text AS realized_pnl
           FROM positions p JOIN instruments i ON i.id = p.instrument_id WHERE p.portfolio_id = $1
          ORDER BY p.entry_date, i.symbol, p.quantity`,
        [portfolioId],
      )
    ).map((lot) => [lot.symbol, lot.position_type, lot.quantity, lot.entry_price, lot.realized_pnl]);
  const rows = () =>
    app.sql(
      'core',
      `SELECT id, quantity, entry_price, exit_price, exit_date, realized_pnl FROM positions WHERE portfolio_id = $1 ORDER BY id`,
      [portfolioId],
    );

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const body = { name: 'Options', account_name: `Main ${Math.random()}`, is_active: false };
    portfolioId = (await app.post('/api/v1/portfolios', { as: ann, body })).body.id;
    ledger = `/api/v1/portfolios/${portfolioId}/transactions`;
  });

  it('buys the shares at the strike plus the premium when a call is exercised', async () => {
    await post(trade('buy', CALL, '2', '10', { fees: '4' }));
    const { status, body } = await post(exercised('exercise', CALL));
    expect(status).toBe(201);
    expect(body.transactions).toMatchObject([
      { kind: 'exercise', symbol: CALL, quantity: '1', amount: '0.00', leg_id: body.transactions[1].id },
      { kind: 'buy', symbol: 'SPY', quantity: '100', price: '450', amount: '-45000.00', leg_id: null },
    ]);
    expect(await lots()).toEqual([
      [CALL, 'LC', '1', '10', '0'],
      ['SPY', 'LONG', '100', '460.02', '0'],
    ]);
  });

  it('sells the shares for the strike less the premium when a put is exercised', async () => {
    await post(trade('buy', 'SPY', '100', '440'), trade('buy', PUT, '1', '3'));
    await post(exercised('exercise', PUT));
    expect(await lots()).toEqual([
      ['SPY', 'LONG', '0', '440', '700'],
      [PUT, 'LP', '0', '3', '0'],
    ]);
  });

  it('goes short when a put is exercised or a written call is assigned without the shares', async () => {
    await post(trade('buy', PUT, '1', '3'), trade('short', CALL, '1', '8', { fees: '1' }));
    await post(exercised('exercise', PUT), exercised('assignment', CALL));
    expect(await lots()).toEqual([
      [CALL, 'SC', '0', '8', '0'],
      [PUT, 'LP', '0', '3', '0'],
      ['SPY', 'SHORT', '-100', '447', '0'],
      ['SPY', 'SHORT', '-100', '457.99', '0'],
    ]);
  });

  it('buys for the strike less the premium received when a written put is assigned, closing a short first', async () => {
    await post(trade('short', 'SPY', '40', '460'), trade('short', PUT, '1', '5'));
    await post(exercised('assignment', PUT));
    expect(await lots()).toEqual([
      ['SPY', 'SHORT', '0', '460', '600'],
      [PUT, 'SP', '0', '5', '0'],
      ['SPY', 'LONG', '60', '445', '0'],
    ]);
  });

  it('reverses both legs, whichever is named, and puts every row back', async () => {
    await post(trade('buy', CALL, '2', '10', { fees: '4' }));
    const before = await rows();
    for (const leg of [0, 1]) {
      const { body } = await post(exercised('exercise', CALL, '2'));
      const undone = await app.post(`${ledger}/${body.transactions[leg].id}/reverse`, { as: ann });
      expect(undone.status).toBe(201);
      expect(undone.body.transactions.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['buy', 'exercise']);
      expect(await rows()).toEqual(before);
    }
  });

  it('gives the shares another basis when an option of before arrives late', async () => {
    await post(trade('buy', CALL, '1', '10'));
    await post(exercised('exercise', CALL));
    await post(trade('buy', CALL, '1', '7', { trade_date: '2024-03-01' }));
    expect(await lots()).toEqual([
      [CALL, 'LC', '0', '7', '0'],
      [CALL, 'LC', '1', '10', '0'],
      ['SPY', 'LONG', '100', '457', '0'],
    ]);
    await app.call('PUT', `/api/v1/portfolios/${portfolioId}`, { as: ann, body: { lot_method: 'lifo' } });
    expect((await lots()).at(-1)).toEqual(['SPY', 'LONG', '100', '460', '0']);
  });

  it('refuses what cannot be exercised, naming field and fix', async () => {
    await post(trade('buy', CALL, '1', '10'), trade('buy', 'SPY', '1', '450'));
    const share = await post(exercised('exercise', 'SPY'));
    expect([share.status, share.body.errors[0].pointer]).toEqual([422, '/transactions/0/symbol']);
    const all = await post({ ...exercised('exercise', CALL), quantity: null });
    expect([all.status, all.body.errors[0].pointer]).toEqual([422, '/transactions/0/quantity']);
    const more = await post(trade('buy', 'SPY', '1', '450'), exercised('exercise', CALL, '2'));
    expect([more.status, more.body.errors[0].pointer]).toEqual([422, '/transactions/1/quantity']);
    const bought = await post(exercised('assignment', CALL));
    expect(bought.status).toBe(422);
  });

  it('previews both legs and stores neither', async () => {
    await post(trade('buy', CALL, '1', '10'));
    const { body } = await app.post(`${ledger}/preview`, { as: ann, body: exercised('exercise', CALL) });
    expect(body).toMatchObject({ realized_pnl: '0.00', cash_effect: '-45000.00' });
    expect(body.positions.map(({ symbol }: Lot) => symbol)).toEqual([CALL, 'SPY']);
    expect(await lots()).toEqual([[CALL, 'LC', '1', '10', '0']]);
  });

  it('sells through zero in one entry when told to, and refuses it otherwise', async () => {
    await post(trade('buy', 'SPY', '10', '100', { fees: '1' }));
    const oversold = trade('sell', 'SPY', '25', '110', { fees: '5' });
    const refused = await post(oversold);
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'ledger.oversold']);
    expect(refused.body.detail).toContain('allow_reversal_of_side');
    const { status, body } = await post({ ...oversold, allow_reversal_of_side: true });
    expect([status, body.transactions.length]).toEqual([201, 1]);
    // 100 gained on ten shares, less the opening fee of 1 and ten twenty-fifths of the fee of 5.
    expect(await lots()).toEqual([
      ['SPY', 'SHORT', '-15', '110', '0'],
      ['SPY', 'LONG', '0', '100', '97'],
    ]);
    await post(trade('buy', 'SPY', '20', '90', { allow_reversal_of_side: true, trade_date: '2024-03-06' }));
    // 15 × 20 gained, less the three fifteenths of 5 that are left of the opening fee.
    expect(await lots()).toEqual([
      ['SPY', 'LONG', '0', '100', '97'],
      ['SPY', 'SHORT', '0', '110', '297'],
      ['SPY', 'LONG', '5', '90', '0'],
    ]);
  });

  it('refuses a trade through zero that names a lot, and the flag on what is no trade', async () => {
    const { body } = await post(trade('buy', 'SPY', '10', '100'));
    const lotId = body.positions[0].id as string;
    const named = await post(trade('sell', 'SPY', '25', '110', { allow_reversal_of_side: true, lot_id: lotId }));
    expect([named.status, named.body.errors[0].pointer]).toEqual([422, '/transactions/0/lot_id']);
    const flow = { kind: 'deposit', amount: '1', trade_date: '2024-03-04', allow_reversal_of_side: true };
    const answer = await post(flow);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/transactions/0/allow_reversal_of_side']);
  });
});
