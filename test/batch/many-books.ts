import { randomUUID } from 'node:crypto';
import { FACTOR_FUNDS } from '../../src/core/market-data/factor-funds.kernel.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { type BatchFixture, FIRST_PRICE_SESSION, LAST_SESSION, madeUpClose, SYMBOLS } from './fixture.js';

/* Many small books on a made-up market with the funds that factors are measured by and an option. */

const CALL = 'AAA250620C00100000';
const STRIKE = 100;
const EXPIRY = '2025-06-20';

export interface Books {
  readonly count: number;
  readonly from: string;
}

/** Four shares each, one of them short, and some calls that are written or bought; no two books are alike. */
export async function makeBooks(fixture: BatchFixture, { count, from }: Books): Promise<void> {
  await addFundsAndOption(fixture);
  const owner = randomUUID();
  await fixture.sql(`INSERT INTO users (id, email, full_name) VALUES ($1, $2, 'T')`, [owner, `${owner}@example.com`]);
  const books = Array.from({ length: count }, (_, i) => ({ id: randomUUID(), name: `Book ${String(i)}` }));
  await fixture.sql(
    `INSERT INTO portfolios (id, user_id, name, account_name, price_dataset, stale_from)
     SELECT id, $1, name, name, 'csv', $2::date FROM jsonb_to_recordset($3::jsonb) AS book (id uuid, name text)`,
    [owner, from, JSON.stringify(books)],
  );
  const lines = books.flatMap(({ id }, i) => [deposit(id), ...holdings(fixture, id, i)]);
  await fixture.sql(
    `WITH line AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS line (id uuid, book uuid, kind text, instrument uuid, quantity numeric, price numeric, multiplier integer, amount numeric)
     ), booked AS (
       INSERT INTO transactions (id, portfolio_id, kind, trade_date, instrument_id, quantity, price, multiplier, amount, source)
       SELECT id, book, kind, $2::date, instrument, quantity, price, multiplier, amount, 'api' FROM line)
     INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price, entry_date)
     SELECT id, book, instrument,
            CASE WHEN multiplier = 1 THEN CASE kind WHEN 'buy' THEN 'LONG' ELSE 'SHORT' END
                 ELSE CASE kind WHEN 'buy' THEN 'LC' ELSE 'SC' END END,
            CASE kind WHEN 'buy' THEN quantity ELSE -quantity END, CASE kind WHEN 'buy' THEN quantity ELSE -quantity END,
            price, $2::date
       FROM line WHERE instrument IS NOT NULL`,
    [JSON.stringify(lines), from],
  );
}

interface Line {
  readonly id: string;
  readonly book: string;
  readonly kind: 'deposit' | 'buy' | 'short';
  readonly instrument?: string;
  readonly quantity?: number;
  readonly price?: number;
  readonly multiplier: number;
  readonly amount: number;
}

const deposit = (book: string): Line => ({ id: randomUUID(), book, kind: 'deposit', multiplier: 1, amount: 200_000 });

function holdings(fixture: BatchFixture, book: string, i: number): Line[] {
  const trade = (symbol: string, quantity: number, price: number, multiplier = 1): Line => ({
    ...{ id: randomUUID(), book, kind: quantity > 0 ? 'buy' : 'short', instrument: fixture.instruments.get(symbol)! },
    ...{ quantity: Math.abs(quantity), price, multiplier, amount: -quantity * price * multiplier },
  });
  const shares = SYMBOLS.filter((_, place) => (place + i) % 5 < 2);
  const lines = shares.map((symbol, n) => trade(symbol, (n === 2 ? -1 : 1) * (20 + i + 7 * n), 90 + n));
  return i % 3 === 0 ? [...lines, trade(CALL, i % 2 === 0 ? -1 : 2, 12, 100)] : lines;
}

async function addFundsAndOption(fixture: BatchFixture): Promise<void> {
  const sessions = sessionsBetween(FIRST_PRICE_SESSION, LAST_SESSION);
  const priced = async (id: string, closes: readonly string[]): Promise<void> => {
    await fixture.sql(
      `INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       SELECT $1, 'csv', d, 'split_adjusted', c FROM unnest($2::date[], $3::numeric[]) AS given (d, c)`,
      [id, sessions, closes],
    );
  };
  const funds = FACTOR_FUNDS.filter((symbol) => !fixture.instruments.has(symbol));
  for (const [i, symbol] of funds.entries())
    await priced(
      await fixture.instrument(symbol),
      sessions.map((_, t) => madeUpClose(SYMBOLS.length + i, t)),
    );
  const [row] = await fixture.sql<{ id: string }>(
    `INSERT INTO instruments (symbol, investment_class, underlying_symbol, strike_price, expiration_date, option_type, multiplier)
     VALUES ($1, 'OPTIONS', 'AAA', $2, $3, 'CALL', 100) RETURNING id`,
    [CALL, STRIKE, EXPIRY],
  );
  fixture.instruments.set(CALL, row!.id);
  await priced(
    row!.id,
    sessions.map((day, t) => callClose(day, Number(madeUpClose(SYMBOLS.indexOf('AAA'), t)))),
  );
}

/** Near enough to what the formula of Black and Scholes says at a volatility of 30 % that some volatility explains it. */
function callClose(day: string, spot: number): string {
  const years = (Date.parse(EXPIRY) - Date.parse(day)) / 86_400_000 / 365;
  const spread = 0.3 * Math.sqrt(years);
  const d1 = (Math.log(spot / STRIKE) + 0.04 * years) / spread + spread / 2;
  return (spot * normal(d1) - STRIKE * Math.exp(-0.04 * years) * normal(d1 - spread)).toFixed(4);
}

/** The normal distribution within 1e-4 (Abramowitz and Stegun 26.2.18). */
function normal(x: number): number {
  const z = Math.abs(x);
  const tail = 0.5 * (1 + 0.196854 * z + 0.115194 * z ** 2 + 0.000344 * z ** 3 + 0.019527 * z ** 4) ** -4;
  return x < 0 ? tail : 1 - tail;
}
