import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { draftOf } from '../../src/core/ledger/ledger-booking.kernel.js';
import type { LedgerDraft } from '../../src/core/ledger/ledger-entry.kernel.js';
import { LedgerService } from '../../src/core/ledger/ledger.service.js';
import { asUser } from '../../src/shared/database/transactions.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { RESULT_TABLES, tableHashes } from '../support/table-hash.js';
import { BatchFixture, FIRST_PRICE_SESSION, LAST_SESSION, madeUpClose } from './fixture.js';

const START = '2024-11-11';
const SPLIT_DAY = '2024-11-20';
const EXPIRY = '2024-11-15';
const DAYS = sessionsBetween(START, LAST_SESSION);

/** Close of AAA, which the options below are written on. */
const closeOfAaa = Number(madeUpClose(1, sessionsBetween(FIRST_PRICE_SESSION, EXPIRY).length - 1));

describe('the events of a run', () => {
  let fixture: BatchFixture;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
  });
  afterAll(() => fixture.close());
  // Each test has the database to itself.
  afterEach(() => fixture.sql('DELETE FROM portfolios'));

  async function post(portfolio: string, drafts: readonly LedgerDraft[]): Promise<void> {
    const [row] = await fixture.sql<{ user_id: string }>('SELECT user_id FROM portfolios WHERE id = $1', [portfolio]);
    const userId = row!.user_id;
    const own = drafts.map((draft) => ({ ...draft, source: 'api' as const }));
    await fixture.app
      .get(CoreTransactions)
      .run(asUser(userId), () =>
        fixture.app
          .get(LedgerService, { strict: false })
          .post({ userId, portfolioId: portfolio, author: userId, drafts: own }),
      );
  }
  async function portfolio(dataset: string, ...drafts: readonly LedgerDraft[]): Promise<string> {
    const id = await fixture.portfolio([], dataset);
    await post(id, [draftOf({ kind: 'deposit', tradeDate: START, amount: '100000' }), ...drafts]);
    return id;
  }
  const trade = (
    kind: 'buy' | 'sell' | 'short',
    symbol: string,
    quantity: string,
    price: string,
    more = {},
  ): LedgerDraft =>
    draftOf({ kind, tradeDate: START, instrumentId: fixture.instruments.get(symbol)!, quantity, price, ...more });
  const booked = (id: string) =>
    fixture.sql<Record<string, unknown>>(
      `SELECT kind, trade_date::text AS day, quantity::float8, price::float8, ratio::float8, amount::float8
         FROM transactions WHERE portfolio_id = $1 AND source = 'batch' ORDER BY sequence`,
      [id],
    );
  const values = async (id: string): Promise<number[]> => {
    const rows = await fixture.sql<{ nav: number }>(
      'SELECT net_asset_value::float8 AS nav FROM portfolio_snapshots WHERE portfolio_id = $1 ORDER BY snapshot_date',
      [id],
    );
    return rows.map(({ nav }) => nav);
  };
  const lots = (id: string) =>
    fixture.sql<Record<string, unknown>>(
      `SELECT symbol, quantity::float8, realized_pnl::float8, exit_date::text FROM positions
         JOIN instruments ON instruments.id = instrument_id WHERE portfolio_id = $1 ORDER BY symbol`,
      [id],
    );
  const state = () => tableHashes(fixture.databases.addresses.core, [...RESULT_TABLES, 'transactions', 'positions']);

  describe('a split in the prices', () => {
    beforeAll(async () => {
      await prices('RAW', 'fmp', 'raw', (day) => (day < SPLIT_DAY ? '100' : '25'));
      await prices('ADJ', 'yahoo', 'split_adjusted', () => '25');
    });

    async function prices(symbol: string, dataset: string, basis: string, close: (day: string) => string) {
      const id = await fixture.instrument(symbol);
      await fixture.sql(
        `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close, split_factor)
         SELECT $1, $2, d, $3, c, CASE d WHEN $6::date THEN 4 ELSE 1 END FROM unnest($4::date[], $5::numeric[]) AS given (d, c)`,
        [id, dataset, basis, DAYS, DAYS.map(close), SPLIT_DAY],
      );
    }

    it.each([
      ['raw', 'RAW', 'fmp'],
      ['split-adjusted', 'ADJ', 'yahoo'],
    ])('is booked once on %s prices, and changes no value', async (_, symbol, dataset) => {
      const id = await portfolio(dataset, trade('buy', symbol, '100', '100'));
      const watch = { cash: await fixture.portfolio([{ kind: 'deposit', date: START, amount: '7' }], dataset) };
      expect(await fixture.run()).toMatchObject({ status: 'completed', problems: [] });
      expect(await booked(id)).toMatchObject([{ kind: 'split', day: SPLIT_DAY, ratio: 4, amount: 0 }]);
      expect(await lots(id)).toMatchObject([{ symbol, quantity: 400 }]);
      expect(await values(id)).toEqual(DAYS.map(() => 100_000));
      expect(await booked(watch.cash)).toEqual([]);
      const before = await state();
      expect(await fixture.run()).toMatchObject({ status: 'completed', total: 0, problems: [] });
      expect(await fixture.run({ from: START, isForced: true })).toMatchObject({ status: 'completed' });
      expect(await state()).toEqual(before);
    });

    it('is not booked where nothing was held over it, and prices of before are still read with it', async () => {
      const sold = trade('sell', 'ADJ', '100', '100', { tradeDate: '2024-11-14' });
      const id = await portfolio('yahoo', trade('buy', 'ADJ', '100', '100'), sold);
      await fixture.run();
      expect(await booked(id)).toEqual([]);
      expect(await values(id)).toEqual(DAYS.map(() => 100_000));
    });

    it('is not booked again when its user has reversed it', async () => {
      const id = await portfolio('yahoo', trade('buy', 'ADJ', '400', '25'));
      await fixture.run();
      const [row] = await fixture.sql<{ id: string; user_id: string }>(
        `SELECT t.id, p.user_id FROM transactions t JOIN portfolios p ON p.id = t.portfolio_id
          WHERE t.portfolio_id = $1 AND t.source = 'batch'`,
        [id],
      );
      const { id: entry, user_id: userId } = row!;
      await fixture.app
        .get(CoreTransactions)
        .run(asUser(userId), () =>
          fixture.app.get(LedgerService, { strict: false }).reverse(userId, id, entry, userId),
        );
      expect(await fixture.run()).toMatchObject({ status: 'completed', problems: [] });
      expect(await lots(id)).toMatchObject([{ symbol: 'ADJ', quantity: 400 }]);
      expect(await values(id)).toEqual(DAYS.map(() => 100_000));
    });

    it('is reported, with symbol, date and ratio, where the ledger contradicts it', async () => {
      const sold = trade('sell', 'ADJ', '100', '25', { tradeDate: '2024-11-26' });
      const id = await portfolio('yahoo', trade('buy', 'ADJ', '400', '25'), sold);
      const { status, problems } = await fixture.run();
      expect({ status, problems }).toMatchObject({
        status: 'completed',
        problems: [{ portfolioId: id, date: SPLIT_DAY, reason: 'split-not-booked' }],
      });
      expect(problems[0]!.detail).toContain('ADJ was split 4 for 1');
      expect(await booked(id)).toEqual([]);
      expect(await values(id)).toEqual(DAYS.map(() => 100_000));
    });
  });

  describe('the end of an option', () => {
    const OPTIONS = {
      worthless: ['AAA241115C00900000', 900, 'CALL'],
      inTheMoney: ['AAA241115P00900000', 900, 'PUT'],
      unknown: ['ZZZ241115C00010000', 10, 'CALL'],
    } as const;

    beforeAll(async () => {
      for (const [symbol, strike, type] of Object.values(OPTIONS)) {
        const [row] = await fixture.sql<{ id: string }>(
          `INSERT INTO instruments (symbol, investment_class, underlying_symbol, strike_price, expiration_date, option_type, multiplier)
           VALUES ($1, 'OPTIONS', $2, $3, $4, $5, 100) RETURNING id`,
          [symbol, symbol.slice(0, 3), strike, EXPIRY, type],
        );
        fixture.instruments.set(symbol, row!.id);
      }
    });
    const option = (kind: 'buy' | 'short', [symbol]: readonly [string, ...unknown[]], quantity: string) =>
      trade(kind, symbol, quantity, '2', { multiplier: 100 });
    const shares = () => trade('buy', 'BBB', '300', '100');

    it('is booked on its day, worthless or at its intrinsic value', async () => {
      const id = await portfolio(
        'csv',
        shares(),
        option('buy', OPTIONS.worthless, '3'),
        option('buy', OPTIONS.inTheMoney, '2'),
      );
      const writer = await portfolio('csv', shares(), option('short', OPTIONS.inTheMoney, '1'));
      expect(await fixture.run()).toMatchObject({ status: 'completed', problems: [] });
      const intrinsic = Math.round((900 - closeOfAaa) * 1e6) / 1e6;
      expect(await booked(id)).toMatchObject([
        { kind: 'expiry', day: EXPIRY, quantity: null, price: null, amount: 0 },
        { kind: 'sell', day: EXPIRY, quantity: 2, price: intrinsic, amount: expect.closeTo(200 * intrinsic, 6) },
      ]);
      expect(await booked(writer)).toMatchObject([
        { kind: 'cover', quantity: 1, price: intrinsic, amount: expect.closeTo(-100 * intrinsic, 6) },
      ]);
      expect(await lots(id)).toMatchObject([
        { symbol: OPTIONS.worthless[0], quantity: 0, realized_pnl: -600, exit_date: EXPIRY },
        { symbol: OPTIONS.inTheMoney[0], quantity: 0, realized_pnl: expect.closeTo(200 * intrinsic - 400, 6) },
        { symbol: 'BBB', quantity: 300 },
      ]);
    });

    it('restates from its day when the option was imported later', async () => {
      const id = await portfolio('csv', shares());
      await fixture.run();
      const before = await values(id);
      await post(id, [option('buy', OPTIONS.worthless, '3')]);
      await fixture.run();
      const change = (await values(id)).map((nav, i) => nav - before[i]!);
      expect(change.map((nav) => Math.round(nav))).toEqual(DAYS.map((day) => (day < EXPIRY ? 0 : -600)));
    });

    it('is left to the user where the close is not known, and stays held', async () => {
      const id = await portfolio('csv', shares(), option('buy', OPTIONS.unknown, '1'));
      const { status, problems } = await fixture.run();
      expect({ status, problems }).toMatchObject({
        status: 'completed',
        problems: [{ portfolioId: id, date: EXPIRY, reason: 'option-not-settled' }],
      });
      expect(problems[0]!.detail).toContain('there is no close of ZZZ on 2024-11-15');
      expect(await booked(id)).toEqual([]);
      expect(await lots(id)).toMatchObject([{ symbol: 'BBB' }, { symbol: OPTIONS.unknown[0], quantity: 1 }]);
    });

    it.each([
      ['expiry', 'buy'],
      ['exercise', 'buy'],
      ['assignment', 'short'],
    ] as const)('is left to the user who has booked an %s of it and reversed that', async (kind, opening) => {
      const instrumentId = fixture.instruments.get(OPTIONS.inTheMoney[0])!;
      const end = draftOf({ kind, tradeDate: EXPIRY, instrumentId, multiplier: 100 });
      const id = await portfolio('csv', shares(), option(opening, OPTIONS.inTheMoney, '2'), end);
      const [row] = await fixture.sql<{ id: string; user_id: string }>(
        `SELECT t.id, p.user_id FROM transactions t JOIN portfolios p ON p.id = t.portfolio_id
          WHERE t.portfolio_id = $1 AND t.kind = $2`,
        [id, kind],
      );
      const { id: entry, user_id: userId } = row!;
      await fixture.app
        .get(CoreTransactions)
        .run(asUser(userId), () =>
          fixture.app.get(LedgerService, { strict: false }).reverse(userId, id, entry, userId),
        );
      const { status, problems } = await fixture.run();
      expect({ status, problems }).toMatchObject({
        status: 'completed',
        problems: [{ portfolioId: id, date: EXPIRY, reason: 'option-not-settled' }],
      });
      expect(problems[0]!.detail).toContain('its end was booked, and that was reversed');
      expect(await booked(id)).toEqual([]);
    });

    it('gives the same after a run that was killed as after one that was not', async () => {
      const id = await portfolio(
        'csv',
        shares(),
        option('buy', OPTIONS.worthless, '3'),
        option('buy', OPTIONS.inTheMoney, '2'),
      );
      for (const fatal of ['inputs', 'portfolio results']) {
        const run = await fixture.service.begin({ triggeredBy: 'test' }, fixture.owner);
        const report = await fixture.runner.execute(run, fixture.owner, ({ phase }) => {
          if (phase === fatal) throw new Error('killed');
        });
        expect(report).toMatchObject({ error: 'killed' });
        expect(await booked(id)).toHaveLength(2);
      }
      expect(await fixture.run()).toMatchObject({ status: 'completed', error: null });
      expect(await values(id)).toHaveLength(DAYS.length);
      const after = await state();
      await fixture.sql('DELETE FROM portfolio_snapshots');
      await fixture.sql('UPDATE portfolios SET stale_from = NULL');
      expect(await fixture.run()).toMatchObject({ status: 'completed', completed: DAYS.length });
      expect(await state()).toEqual(after);
      expect(await booked(id)).toHaveLength(2);
    });
  });
});
