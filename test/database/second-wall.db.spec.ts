import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asUser } from '../../src/shared/database/transactions.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';
import { asOwner } from '../support/empty-database.js';
import { Units } from '../support/units.js';

/** Ann and Bob each have a book of their own; Bob writes as the application role, past every check of the application. */
const ann = randomUUID();
const bob = randomUUID();
const ids = { annBook: randomUUID(), bobBook: randomUUID(), annLine: randomUUID(), bobLine: randomUUID() };
const more = { annLot: randomUUID(), bobLot: randomUUID(), house: randomUUID(), shared: randomUUID() };
const DENIED = '42501';
const FOREIGN_KEY = '23503';

let databases: TestDatabases;
let units: Units;

beforeAll(async () => {
  databases = await freshDatabases();
  units = await Units.open('core', databases.addresses.core, 2);
  const owner = (text: string): Promise<unknown> => asOwner(databases.addresses.core, text);
  await owner(`INSERT INTO instruments (id, symbol, investment_class) VALUES ('${more.shared}', 'VTI', 'PUBLIC')`);
  for (const [user, book, line, lot] of [
    [ann, ids.annBook, ids.annLine, more.annLot],
    [bob, ids.bobBook, ids.bobLine, more.bobLot],
  ] as const) {
    await owner(`INSERT INTO users (id, email, full_name) VALUES ('${user}', '${user}@example.com', 'Somebody')`);
    await owner(`INSERT INTO portfolios (id, user_id, name, account_name, price_dataset)
                 VALUES ('${book}', '${user}', 'Growth', 'Growth', 'csv')`);
    await owner(`INSERT INTO transactions (id, portfolio_id, kind, trade_date, instrument_id, quantity, price, amount, source)
                 VALUES ('${line}', '${book}', 'buy', '2024-01-02', '${more.shared}', 1, 10, -10, 'api')`);
    await owner(`INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
                 VALUES ('${lot}', '${book}', '${more.shared}', 'LONG', 1, 1, 10, '2024-01-02')`);
  }
  await owner(`INSERT INTO instruments (id, symbol, owner_user_id, investment_class)
               VALUES ('${more.house}', 'HOUSE', '${ann}', 'PRIVATE')`);
  for (const id of [more.house, more.shared]) {
    await owner(
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close) VALUES ('${id}', 'csv', '2024-01-02', 'raw', 10)`,
    );
    await owner(`INSERT INTO symbol_market_betas (instrument_id, dataset, as_of_date, window_sessions, market_index, beta, observations, method)
                 VALUES ('${id}', 'csv', '2024-01-02', 90, 'SPY', 1, 90, 'ols')`);
    await owner(`INSERT INTO symbol_volatility (instrument_id, dataset, as_of_date, window_sessions, realized_vol, observations, method)
                 VALUES ('${id}', 'csv', '2024-01-02', 21, 0.2, 21, 'sample')`);
  }
  await owner(
    `INSERT INTO user_sessions (user_id, refresh_hash, expires_at) VALUES ('${bob}', 'now', now() + interval '1 day')`,
  );
});

afterAll(async () => {
  await units.close();
  await databases.close();
});

/** The rows it touches, or the SQLSTATE that it fails with. What it did is undone. */
async function as(user: string, text: string): Promise<number | string> {
  let rows = 0;
  const undone = new Error('undo');
  try {
    await units.run(asUser(user), async () => {
      rows = (await units.one<{ rows: number }>(`WITH done AS (${text}) SELECT count(*)::int AS rows FROM done`)).rows;
      throw undone;
    });
  } catch (error) {
    if (error !== undone) return (error as { code?: string }).code ?? String(error);
  }
  return rows;
}

const line = (columns: string, values: string): string =>
  `INSERT INTO transactions (portfolio_id, kind, trade_date, amount, source${columns})
   VALUES ('${ids.bobBook}', 'deposit', '2024-01-03', 10, 'api'${values}) RETURNING 1`;

describe('a row of Bob', () => {
  it('may stand alone', async () => {
    expect(await as(bob, line('', ''))).toBe(1);
    expect(await as(bob, line(', reverses_id', `, '${ids.bobLine}'`))).toBe(1);
    expect(await as(bob, line(', instrument_id', `, '${more.shared}'`))).toBe(1);
    expect(await as(bob, line(', created_by', `, '${bob}'`))).toBe(1);
  });

  it.each([
    ['reverses no line of Ann', line(', reverses_id', `, '${ids.annLine}'`), FOREIGN_KEY],
    ['trades no private asset of Ann', line(', instrument_id', `, '${more.house}'`), DENIED],
    ['is not signed by Ann', line(', created_by', `, '${ann}'`), DENIED],
    [
      'makes no lot of a private asset of Ann',
      `UPDATE positions SET instrument_id = '${more.house}' WHERE id = '${more.bobLot}' RETURNING 1`,
      DENIED,
    ],
    [
      'is no contribution of a line of Ann',
      `INSERT INTO equity_changes (portfolio_id, transaction_id, change_type, amount, change_date)
       VALUES ('${ids.bobBook}', '${ids.annLine}', 'CONTRIBUTION', 10, '2024-01-02') RETURNING 1`,
      FOREIGN_KEY,
    ],
    [
      'closes no lot of Ann',
      `INSERT INTO position_realized_events (position_id, transaction_id, portfolio_id, trade_date, quantity_closed, exit_price, realized_pnl)
       VALUES ('${more.annLot}', '${ids.bobLine}', '${ids.bobBook}', '2024-01-02', 1, 10, 0) RETURNING 1`,
      FOREIGN_KEY,
    ],
    [
      'closes no lot by a line of Ann',
      `INSERT INTO position_realized_events (position_id, transaction_id, portfolio_id, trade_date, quantity_closed, exit_price, realized_pnl)
       VALUES ('${more.bobLot}', '${ids.annLine}', '${ids.bobBook}', '2024-01-02', 1, 10, 0) RETURNING 1`,
      FOREIGN_KEY,
    ],
    [
      'talks about no portfolio of Ann',
      `INSERT INTO agent_conversations (user_id, provider, portfolio_id) VALUES ('${bob}', 'offline', '${ids.annBook}') RETURNING 1`,
      DENIED,
    ],
    [
      'names no portfolio of Ann as its demo book',
      `INSERT INTO demo_books (user_id, book, portfolio_id) VALUES ('${bob}', 'Growth', '${ids.annBook}') RETURNING 1`,
      DENIED,
    ],
  ])('%s', async (_, text, code) => {
    expect(await as(bob, text)).toBe(code);
  });

  it('is the same row with what is his', async () => {
    const event = `INSERT INTO position_realized_events (position_id, transaction_id, portfolio_id, trade_date, quantity_closed, exit_price, realized_pnl)
       VALUES ('${more.bobLot}', '${ids.bobLine}', '${ids.bobBook}', '2024-01-02', 1, 10, 0) RETURNING 1`;
    const talk = `INSERT INTO agent_conversations (user_id, provider, portfolio_id) VALUES ('${bob}', 'offline', '${ids.bobBook}') RETURNING 1`;
    expect([await as(bob, event), await as(bob, talk)]).toEqual([1, 1]);
  });
});

describe('prices and figures of an instrument', () => {
  it.each(['market_data_cache', 'symbol_market_betas', 'symbol_volatility'])(
    '%s: are seen of shared ones by everybody, of private ones by their owner',
    async (table) => {
      expect([await as(ann, `SELECT * FROM ${table}`), await as(bob, `SELECT * FROM ${table}`)]).toEqual([2, 1]);
    },
  );
});

describe('an instrument that everybody shares', () => {
  const COLUMNS =
    'symbol, investment_class, currency, multiplier, underlying_symbol, strike_price, expiration_date, option_type, investment_subtype';
  const make = (values: string): string => `INSERT INTO instruments (${COLUMNS}) VALUES (${values}) RETURNING 1`;
  const STOCK = "'NEWCO', 'PUBLIC', 'USD', 1, NULL, NULL, NULL, NULL, NULL";
  const OPTION = "'BRKB270115C00190500', 'OPTIONS', 'USD', 100, 'BRK.B', 190.5, '2027-01-15', 'CALL', 'CALL'";

  it.each([STOCK, OPTION, OPTION.replaceAll('BRKB27', 'SPXW27').replace('BRK.B', 'SPX')])(
    'is made by whoever trades it first: %s',
    async (values) => {
      expect(await as(bob, make(values))).toBe(1);
    },
  );

  it.each([
    ['another currency', STOCK.replace('USD', 'EUR')],
    ['a multiplier', STOCK.replace(', 1,', ', 50,')],
    ['a symbol of another kind', STOCK.replace('NEWCO', 'NEW CO')],
    ['an option as a share', STOCK.replace('NEWCO', 'AAPL270115C00190000')],
    ['another strike', OPTION.replace('190.5,', '191,')],
    ['another expiration', OPTION.replace('2027-01-15', '2027-01-22')],
    ['another side', OPTION.replaceAll("'CALL'", "'PUT'")],
    ['another underlying', OPTION.replace('BRK.B', 'AAPL')],
    ['another size', OPTION.replace(', 100,', ', 10,')],
  ])('is not given %s', async (_, values) => {
    expect(await as(bob, make(values))).toBe(DENIED);
  });

  it('is neither named, dated nor changed by a user', async () => {
    const named =
      "INSERT INTO instruments (symbol, investment_class, name) VALUES ('NEWCO', 'PUBLIC', 'Fraud') RETURNING 1";
    const dated =
      "INSERT INTO instruments (symbol, investment_class, created_at) VALUES ('NEWCO', 'PUBLIC', now()) RETURNING 1";
    const changed = `UPDATE instruments SET name = 'Fraud' WHERE id = '${more.shared}' RETURNING 1`;
    for (const text of [named, dated, changed]) expect(await as(bob, text)).toBe(DENIED);
  });

  it('is not one that belongs to Ann', async () => {
    const make = (owner: string): string =>
      `INSERT INTO instruments (symbol, investment_class, owner_user_id, name) VALUES ('CAR', 'PRIVATE', '${owner}', 'A car') RETURNING 1`;
    expect([await as(bob, make(bob)), await as(bob, make(ann))]).toEqual([1, DENIED]);
  });
});

describe('a session', () => {
  const where = `WHERE user_id = '${bob}' RETURNING 1`;

  it('is refreshed and revoked', async () => {
    expect(await as(bob, `UPDATE user_sessions SET refresh_hash = 'next', last_refreshed_at = now() ${where}`)).toBe(1);
    expect(await as(bob, `UPDATE user_sessions SET revoked_at = now(), revoked_reason = 'signed-out' ${where}`)).toBe(
      1,
    );
  });

  it.each([
    "expires_at = now() + interval '9 years'",
    'id = gen_random_uuid()',
    "user_agent = 'x'",
    'created_at = now()',
  ])('is not changed in anything else: %s', async (change) => {
    expect(await as(bob, `UPDATE user_sessions SET ${change} ${where}`)).toBe(DENIED);
  });

  it('stays revoked', async () => {
    await asOwner(databases.addresses.core, `UPDATE user_sessions SET revoked_at = now() WHERE user_id = '${bob}'`);
    expect(await as(bob, `UPDATE user_sessions SET revoked_at = NULL ${where}`)).toBe(0);
  });
});
