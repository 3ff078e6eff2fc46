import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { EquityChangeService } from '../../src/core/equity-changes/equity-change.service.js';
import { draftOf } from '../../src/core/ledger/ledger-booking.kernel.js';
import { LedgerService } from '../../src/core/ledger/ledger.service.js';
import { PortfolioService } from '../../src/core/portfolios/portfolio.service.js';
import { asUser } from '../../src/shared/database/transactions.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { overlapping } from '../support/overlapping.js';
import { lacks } from '../support/skipped.js';

/**
 * The second one begins while the first is not committed yet, and must not write what it read before. An embedded database
 * runs one transaction at a time.
 */
describe.skipIf(lacks('server databases', 'two-writers'))('two writers of one portfolio', () => {
  let app: TestApp;
  let ann: TestUser;
  let portfolios: PortfolioService;
  let ledger: LedgerService;
  let changes: EquityChangeService;
  let id: string;
  let url: string;

  const put = (path: string, body: unknown): Promise<Answer> => app.call('PUT', path, { as: ann, body });
  const answer = async (first: () => Promise<unknown>, second: () => Promise<Answer>): Promise<Answer> => {
    const result = await overlapping(app, ann.id, first, second);
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  };
  const create = async (accountName: string, more: object = {}): Promise<string> => {
    const body = { name: 'Growth', account_name: accountName, opening_date: '2024-01-02', ...more };
    return (await app.post('/api/v1/portfolios', { as: ann, body })).body.id as string;
  };
  const trade = (kind: string, quantity: number, price: number, day: string) => {
    return { kind, symbol: 'AAPL', quantity, price, trade_date: day };
  };
  const post = (...transactions: unknown[]): Promise<Answer> =>
    app.post(`${url}/transactions`, { as: ann, body: { transactions } });
  const deposit = () =>
    ledger.post({
      ...{ userId: ann.id, portfolioId: id, author: ann.id },
      drafts: [{ ...draftOf({ kind: 'deposit', tradeDate: '2024-02-01', amount: '5' }), source: 'api' }],
    });
  const deposits = async (): Promise<number[]> => {
    const rows = await app.sql<{ amount: number }>(
      'core',
      `SELECT t.amount::float AS amount FROM transactions t
        WHERE t.portfolio_id = $1 AND t.reverses_id IS NULL
          AND NOT EXISTS (SELECT FROM transactions r WHERE r.reverses_id = t.id) ORDER BY t.sequence`,
      [id],
    );
    return rows.map(({ amount }) => amount);
  };

  beforeAll(async () => {
    app = await TestApp.start();
    portfolios = app.app.get(PortfolioService, { strict: false });
    ledger = app.app.get(LedgerService, { strict: false });
    changes = app.app.get(EquityChangeService, { strict: false });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    ann = await app.user();
    id = await create('Main');
    url = `/api/v1/portfolios/${id}`;
  });

  it('sell what is held once', async () => {
    await post(trade('buy', 4, 10, '2024-02-01'));
    const [lot] = await app.sql<{ instrument_id: string }>(
      'core',
      'SELECT instrument_id FROM positions WHERE portfolio_id = $1',
      [id],
    );
    const sell = (price: string) =>
      app.app.get(CoreTransactions, { strict: false }).run(asUser(ann.id), () =>
        ledger.post({
          ...{ userId: ann.id, portfolioId: id, author: ann.id },
          drafts: [
            {
              ...draftOf({ kind: 'sell', tradeDate: '2024-02-02', quantity: '4', price }),
              ...{ instrumentId: lot!.instrument_id, source: 'api' },
            },
          ],
        }),
      );
    const second = await overlapping(
      app,
      ann.id,
      () => sell('11'),
      () => sell('12'),
    );
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'ledger.rejected' } });
  });

  it('edit the amount and the notes of an equity change, and lose neither', async () => {
    const made = await changes.create(ann.id, id, {
      ...{ changeType: 'CONTRIBUTION', amount: '100', changeDate: '2024-02-01', notes: null },
    });
    const { body } = await answer(
      () => changes.edit(ann.id, id, made.id, { amount: '150', changeDate: '2024-02-02' }),
      () => put(`${url}/equity-changes/${made.id}`, { notes: 'rent' }),
    );
    expect(body).toMatchObject({ amount: '150.00', change_date: '2024-02-02', notes: 'rent' });
    expect(body.transaction_id).not.toBe(made.transactionId);
  });

  it('edit the amount of an equity change one after the other', async () => {
    const made = await changes.create(ann.id, id, {
      ...{ changeType: 'CONTRIBUTION', amount: '100', changeDate: '2024-02-01', notes: null },
    });
    const { status } = await answer(
      () => changes.edit(ann.id, id, made.id, { amount: '150' }),
      () => put(`${url}/equity-changes/${made.id}`, { amount: 200 }),
    );
    expect([status, await deposits()]).toEqual([200, [200]]);
  });

  it('delete an equity change once', async () => {
    const made = await changes.create(ann.id, id, {
      ...{ changeType: 'CONTRIBUTION', amount: '100', changeDate: '2024-02-01', notes: null },
    });
    const { status, body } = await answer(
      () => changes.delete(ann.id, id, made.id),
      () => app.call('DELETE', `${url}/equity-changes/${made.id}`, { as: ann }),
    );
    expect([status, body.code]).toEqual([400, 'EQUITY_009']);
  });

  it('set the opening deposit, which is then what the portfolio says', async () => {
    await put(url, { equity_balance: 100 });
    const { body } = await answer(
      () => portfolios.change(ann.id, id, { equityBalance: '90' }),
      () => put(url, { equity_balance: 100 }),
    );
    expect([body.equity_balance, await deposits()]).toEqual(['100.00', [100]]);
  });

  it('set the lot method, by which the lots are then closed', async () => {
    await post(
      trade('buy', 1, 30, '2024-02-01'),
      trade('buy', 1, 40, '2024-02-02'),
      trade('sell', 1, 50, '2024-02-05'),
    );
    const { body } = await answer(
      () => portfolios.change(ann.id, id, { lotMethod: 'lifo' }),
      () => put(url, { lot_method: 'fifo' }),
    );
    const rows = await app.sql(
      'core',
      'SELECT entry_price::float AS price, quantity::float FROM positions WHERE portfolio_id = $1 ORDER BY entry_date',
      [id],
    );
    expect([body.lot_method, rows]).toEqual([
      'fifo',
      [
        { price: 30, quantity: 0 },
        { price: 40, quantity: 1 },
      ],
    ]);
  });

  it('keep the currency of the first booking', async () => {
    const { status, body } = await answer(deposit, () => put(url, { currency: 'EUR' }));
    expect([status, body.code]).toEqual([409, 'portfolio.currency_fixed']);
  });

  it('book nothing in a currency that the portfolio no longer has', async () => {
    const buy = { ...trade('buy', 1, 30, '2024-02-01'), symbol: 'FUND', investment_class: 'PRIVATE' };
    const { status, body } = await answer(
      () => portfolios.change(ann.id, id, { currency: 'EUR' }),
      () => post(buy),
    );
    expect([status, body.code]).toEqual([409, 'portfolio.currency_changed']);
    expect((await post(buy)).status).toBe(201);
    const currencies = await app.sql('core', 'SELECT currency FROM instruments WHERE owner_user_id = $1', [ann.id]);
    expect(currencies).toEqual([{ currency: 'EUR' }]);
  });

  it('leave one active portfolio when each deletes another', async () => {
    const second = await create('Second');
    const { status, body } = await answer(
      () => portfolios.delete(ann.id, id),
      () => app.call('DELETE', `/api/v1/portfolios/${second}`, { as: ann }),
    );
    expect([status, body.code]).toEqual([400, 'portfolio.last_active']);
  });
});
