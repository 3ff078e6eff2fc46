import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { draftOf } from '../../src/core/ledger/ledger-booking.kernel.js';
import { type LedgerDraft } from '../../src/core/ledger/ledger-entry.kernel.js';
import { LedgerRejected } from '../../src/core/ledger/ledger.errors.js';
import { LedgerService, type Posted } from '../../src/core/ledger/ledger.service.js';
import { InstrumentService } from '../../src/core/market-data/instrument.service.js';
import { PortfolioNotFound } from '../../src/core/portfolios/portfolio.errors.js';
import { PortfolioService } from '../../src/core/portfolios/portfolio.service.js';
import { asSystem, asUser } from '../../src/shared/database/transactions.js';
import { TestApp } from '../support/app.js';

const PUBLIC = {
  investmentClass: 'PUBLIC' as const,
  investmentSubtype: null,
  underlyingSymbol: null,
  strikePrice: null,
  expirationDate: null,
  optionType: null,
};

describe('the ledger in the database', () => {
  let app: TestApp;
  let tx: CoreTransactions;
  let ledger: LedgerService;
  let portfolios: PortfolioService;
  let instruments: InstrumentService;
  let userId: string;
  let portfolioId: string;
  let aapl: string;

  const post = (drafts: LedgerDraft[], as = userId): Promise<Posted> =>
    tx.run(asUser(as), () =>
      ledger.post({
        userId: as,
        portfolioId,
        author: as,
        drafts: drafts.map((draft) => ({ ...draft, source: 'api' })),
      }),
    );
  const trade = (kind: 'buy' | 'sell', quantity: string, price: string, tradeDate: string): LedgerDraft =>
    draftOf({ kind, tradeDate, instrumentId: aapl, quantity, price });

  beforeAll(async () => {
    app = await TestApp.start();
    tx = app.app.get(CoreTransactions, { strict: false });
    ledger = app.app.get(LedgerService, { strict: false });
    portfolios = app.app.get(PortfolioService, { strict: false });
    instruments = app.app.get(InstrumentService, { strict: false });
    ({ id: userId } = await app.user());
    const { portfolio } = await portfolios.create(userId, {
      name: 'Growth',
      accountName: 'Main',
      accountType: 'taxable',
      description: null,
      currency: 'USD',
      equityBalance: '1000.5',
      lotMethod: 'fifo',
      isActive: true,
      openingDate: '2024-01-02',
    });
    portfolioId = portfolio.id;
    const [found] = await tx.run(asUser(userId), () =>
      instruments.ensure(userId, 'USD', [{ ...PUBLIC, symbol: 'AAPL' }]),
    );
    aapl = found!.id;
  });
  afterAll(() => app.close());

  it('refuses to work outside a unit of work', async () => {
    await expect(ledger.listForPortfolios([portfolioId])).rejects.toThrow('outside a unit of work');
  });

  it('keeps the order of booking and derives the lots', async () => {
    const { entries, changedLots } = await post([
      trade('buy', '3', '10', '2024-02-01'),
      trade('sell', '1', '12', '2024-02-05'),
    ]);
    expect(entries.map(({ sequence }) => sequence)).toEqual([entries[0]!.sequence, entries[0]!.sequence + 1]);
    expect(changedLots).toMatchObject([{ quantity: '2', realizedPnl: '2' }]);
    const rows = await app.sql(
      'core',
      'SELECT quantity, realized_pnl, entry_date::text FROM positions WHERE portfolio_id = $1',
      [portfolioId],
    );
    expect(rows).toEqual([{ quantity: '2.00000000', realized_pnl: '2.00000000', entry_date: '2024-02-01' }]);
  });

  it('leaves lots alone that stay what they were', async () => {
    const before = await app.sql('core', 'SELECT id, updated_at FROM positions ORDER BY id');
    const { changedLots } = await post([trade('buy', '1', '11', '2024-03-01')]);
    expect(changedLots).toHaveLength(1);
    const after = await app.sql('core', 'SELECT id, updated_at FROM positions WHERE id = $1', [before[0]!['id']]);
    expect(after).toEqual(before);
  });

  it('derives anew when an earlier entry arrives late', async () => {
    const { changedLots } = await post([trade('buy', '1', '9', '2024-01-15')]);
    expect(changedLots.map(({ quantity, realizedPnl }) => [quantity, realizedPnl])).toEqual([
      ['0', '3'],
      ['3', '0'],
    ]);
    const events = await app.sql('core', 'SELECT realized_pnl FROM position_realized_events WHERE portfolio_id = $1', [
      portfolioId,
    ]);
    expect(events).toEqual([{ realized_pnl: '3.00000000' }]);
  });

  it('marks snapshots stale from the earliest entry on', async () => {
    await app.sql('core', 'UPDATE portfolios SET stale_from = NULL WHERE id = $1', [portfolioId]);
    await post([draftOf({ kind: 'deposit', tradeDate: '2024-06-15', amount: '1' })]);
    const stale = () => app.sql('core', 'SELECT stale_from::text FROM portfolios WHERE id = $1', [portfolioId]);
    expect(await stale()).toEqual([{ stale_from: '2024-06-17' }]);
    await post([draftOf({ kind: 'deposit', tradeDate: '2024-07-01', amount: '1' })]);
    expect(await stale()).toEqual([{ stale_from: '2024-06-17' }]);
  });

  it('stores nothing of a rejected posting', async () => {
    const count = () => app.sql('core', 'SELECT count(*) FROM transactions');
    const before = await count();
    await expect(post([trade('buy', '1', '1', '2024-03-02'), trade('sell', '99', '1', '2024-03-03')])).rejects.toThrow(
      LedgerRejected,
    );
    await expect(post([trade('buy', '999999999999', '999999999999', '2024-03-02')])).rejects.toThrow('10^18');
    await expect(
      post([draftOf({ kind: 'split', tradeDate: '2024-08-01', instrumentId: aapl, ratio: '0.000000000001' })]),
    ).rejects.toThrow(LedgerRejected);
    expect(await count()).toEqual(before);
  });

  it('hides the portfolio from another user, whatever is claimed', async () => {
    const other = await app.user();
    await expect(post([trade('buy', '1', '1', '2024-03-02')], other.id)).rejects.toThrow(PortfolioNotFound);
    const seen = await tx.run(asUser(other.id), () => ledger.listForPortfolios([portfolioId]));
    expect(seen.get(portfolioId)).toEqual([]);
  });

  it('serves jobs: a system identity books and reads whole ledgers', async () => {
    await tx.run(asSystem('batch'), () =>
      ledger.post({
        userId,
        portfolioId,
        author: null,
        drafts: [
          {
            ...draftOf({ kind: 'dividend', tradeDate: '2024-08-15', instrumentId: aapl, amount: '1.25' }),
            source: 'batch',
          },
        ],
      }),
    );
    const empty = randomUUID();
    const ledgers = await tx.run(asSystem('batch'), () => ledger.listForPortfolios([portfolioId, empty]));
    expect(ledgers.get(empty)).toEqual([]);
    const entries = ledgers.get(portfolioId)!;
    expect(entries.at(-1)).toMatchObject({ kind: 'dividend', amount: '1.25000000', tradeDate: '2024-08-15' });
    expect(entries.map(({ tradeDate }) => tradeDate)).toEqual(entries.map(({ tradeDate }) => tradeDate).sort());
  });

  it('derives every lot anew when the lot method changes', async () => {
    await post([
      trade('sell', '4', '20', '2024-09-02'),
      trade('buy', '1', '30', '2024-10-01'),
      trade('buy', '1', '40', '2024-10-02'),
      trade('sell', '1', '50', '2024-10-03'),
    ]);
    await portfolios.change(userId, portfolioId, { lotMethod: 'lifo' });
    const rows = await app.sql(
      'core',
      "SELECT entry_price::float AS price, quantity::float FROM positions WHERE entry_date >= '2024-10-01' ORDER BY entry_date",
    );
    expect(rows).toEqual([
      { price: 30, quantity: 1 },
      { price: 40, quantity: 0 },
    ]);
  });

  it('appends only: nobody who serves may change or delete an entry', async () => {
    const attempt = (sql: string) => tx.run(asUser(userId), () => tx.manager.query(sql));
    await expect(attempt('UPDATE transactions SET notes = NULL')).rejects.toThrow('permission denied');
    await expect(attempt('DELETE FROM transactions')).rejects.toThrow('permission denied');
  });
});
