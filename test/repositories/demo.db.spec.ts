import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoService } from '../../src/core/demo/demo.service.js';
import { PriceSources } from '../../src/core/market-data/price-source.registry.js';
import { PortfolioService } from '../../src/core/portfolios/portfolio.service.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { TestApp } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';

const NEXT_DAY = '2024-12-03';
const LATER = '2025-12-02';

describe('the demo', () => {
  let app: TestApp;
  const seed = () => app.app.get(DemoService, { strict: false }).seed(() => undefined);
  const extend = (to: string) => app.app.get(PriceSources, { strict: false }).extend(['simulated'], to);
  const sql = <T extends object>(text: string, values: unknown[] = []) =>
    app.sql<T & Record<string, unknown>>('core', text, values);
  const accounts = async (): Promise<string[]> => {
    const rows = await sql<{ account_name: string }>(
      'SELECT account_name FROM portfolios WHERE deleted_at IS NULL ORDER BY account_name',
    );
    return rows.map(({ account_name }) => account_name);
  };
  const marks = () =>
    sql<{ symbol: string; day: string; price: string }>(
      `SELECT symbol, trade_date::text AS day, price FROM transactions line
         JOIN instruments ON instruments.id = line.instrument_id WHERE kind = 'mark' AND reverses_id IS NULL
        ORDER BY symbol, trade_date`,
    );

  beforeAll(async () => {
    app = await TestApp.start({ env: { DEMO_PASSWORD: 'demo12345', SKIP_DEMO: false } });
    await seed();
  });
  afterAll(() => app.close());

  it('is made once', async () => {
    const before = await accounts();
    expect(before).toEqual([
      'Family Office Private Opportunities',
      'Family Office Public Growth',
      'Hedge Fund Style',
      'High Net Worth',
      'Individual Investor',
    ]);
    await seed();
    expect(await accounts()).toEqual(before);
  });

  it('has tags and target prices in every book, and takes no time to see that they are there', async () => {
    const books = await sql<{ book: string; tagged: number; open: number; targets: number; listed: number }>(
      `SELECT portfolio.account_name AS book, count(DISTINCT lot.id)::int AS open,
              count(DISTINCT lot.id) FILTER (WHERE link.tag_id IS NOT NULL)::int AS tagged,
              count(DISTINCT instrument.symbol) FILTER (WHERE instrument.investment_class = 'PUBLIC')::int AS listed,
              (SELECT count(*)::int FROM portfolio_target_prices target WHERE target.portfolio_id = portfolio.id
                  AND num_nulls(target_price_eoy, target_price_next_year, downside_target_price) = 0) AS targets
         FROM portfolios portfolio
         JOIN positions lot ON lot.portfolio_id = portfolio.id AND lot.quantity <> 0
         JOIN instruments instrument ON instrument.id = lot.instrument_id
         LEFT JOIN position_tags link ON link.position_id = lot.id
        GROUP BY portfolio.id ORDER BY 1`,
    );
    for (const { book, tagged, open, targets, listed } of books) {
      expect({ book, tagged, most: targets >= 0.7 * listed }).toEqual({ book, tagged: open, most: true });
    }
    const shorts = await sql(
      `SELECT FROM tags JOIN position_tags link ON link.tag_id = tags.id WHERE tags.name = 'Short Value Traps'`,
    );
    expect(shorts).toHaveLength(9);
    const statements = await queriesOf(seed);
    expect(statements.filter((text) => /tags|target_prices/.test(text))).toHaveLength(0);
    expect(statements.filter((text) => text.includes('demo_books given'))).toHaveLength(1);
  });

  it('gives a book the tags and targets that an interrupted start has not, but none that its user took away', async () => {
    const targets = () =>
      sql<{ symbol: string; eoy: string }>(
        `SELECT symbol, target_price_eoy::text AS eoy FROM portfolio_target_prices ORDER BY portfolio_id, symbol, position_type`,
      );
    const before = await targets();
    await sql(`DELETE FROM portfolio_target_prices WHERE symbol = 'AAPL'`);
    await seed();
    expect(await targets()).toEqual(before.filter(({ symbol }) => symbol !== 'AAPL'));
    await sql(`DELETE FROM demo_books WHERE book LIKE '%: tags and targets'`);
    const counted = () =>
      sql('SELECT count(*)::int AS tags, (SELECT count(*)::int FROM position_tags) AS links FROM tags');
    const tagged = await counted();
    await seed();
    expect([await targets(), await counted()]).toEqual([before, tagged]);
  });

  it('is worth its deposit on the day it was bought, every book of it', async () => {
    const books = await sql<{ name: string; worth: string; equity: string }>(
      `SELECT portfolio.name, portfolio.equity_balance AS equity,
              round(sum(line.amount) + sum(CASE line.kind WHEN 'buy' THEN 1 WHEN 'short' THEN -1 ELSE 0 END
                                           * line.quantity * line.price * line.multiplier), 4) AS worth
         FROM transactions line JOIN portfolios portfolio ON portfolio.id = line.portfolio_id
        WHERE line.trade_date = (SELECT anchor_date FROM simulated_markets) AND line.kind IN ('deposit', 'buy', 'short')
        GROUP BY portfolio.id ORDER BY portfolio.name`,
    );
    expect(books).toHaveLength(5);
    for (const { worth, equity, name } of books) expect({ name, worth }).toEqual({ name, worth: equity });
  });

  it('has an overlay of options: one contract of each leg for every session, and a price on each of its days', async () => {
    const held = await sql<{ underlying: string; contracts: number; live: number; gaps: number }>(
      `SELECT option.underlying_symbol AS underlying, count(*)::int AS contracts,
              count(*) FILTER (WHERE option.expiration_date >= '2024-11-29')::int AS live,
              count(*) FILTER (WHERE NOT EXISTS (SELECT FROM market_data_cache price
                 WHERE price.instrument_id = option.id AND price.price_date = line.trade_date AND price.close = line.price))::int AS gaps
         FROM transactions line JOIN instruments option ON option.id = line.instrument_id
        WHERE option.investment_class = 'OPTIONS' GROUP BY option.underlying_symbol ORDER BY underlying`,
    );
    expect(held.map(({ underlying }) => underlying)).toEqual([
      'AAPL',
      'META',
      'MSFT',
      'NVDA',
      'QQQ',
      'SPY',
      'TSLA',
      'VIX',
    ]);
    for (const leg of held) {
      expect(leg).toMatchObject({ live: 1, gaps: 0 });
      expect(leg.contracts).toBeGreaterThan(2);
    }
  });

  it('stores the prices of a night in two statements, of what is listed and of options', async () => {
    const statements = await queriesOf(() => extend(NEXT_DAY));
    expect(statements.filter((text) => text.includes('INSERT INTO market_data_cache'))).toHaveLength(2);
    const [count] = await sql<{ last: number; all: number }>(
      `SELECT count(*) FILTER (WHERE price_date = $1)::int AS last, count(DISTINCT instrument_id)::int AS all
         FROM market_data_cache JOIN instruments ON instruments.id = instrument_id
        WHERE expiration_date IS NULL OR expiration_date >= $1`,
      [NEXT_DAY],
    );
    expect(count!.last).toBe(count!.all);
    const again = await queriesOf(() => extend(NEXT_DAY));
    expect(again.filter((text) => text.includes('INSERT INTO market_data_cache'))).toEqual([]);
  });

  it('keeps marking its private assets as time goes by, but no asset that is held no more', async () => {
    const before = await marks();
    const [sold] = before;
    const [lot] = await sql<{ user_id: string; portfolio_id: string; instrument_id: string; quantity: string }>(
      `SELECT user_id, portfolio_id, instrument_id, quantity FROM positions
         JOIN portfolios ON portfolios.id = portfolio_id
         JOIN instruments ON instruments.id = instrument_id WHERE symbol = $1`,
      [sold!.symbol],
    );
    await sql(
      `INSERT INTO transactions (portfolio_id, kind, trade_date, instrument_id, quantity, price, amount, source)
       VALUES ($1, 'sell', $2, $3, $4, 1, $4::numeric, 'api')`,
      [lot!.portfolio_id, NEXT_DAY, lot!.instrument_id, lot!.quantity],
    );
    await extend(LATER);
    const after = await marks();
    const key = ({ symbol, day, price }: (typeof after)[number]): string => `${symbol} ${day} ${price}`;
    expect(after.map(key)).toEqual(expect.arrayContaining(before.map(key)));
    for (const { symbol } of before) {
      const own = after.filter((mark) => mark.symbol === symbol);
      const age = sessionsBetween(own.at(-1)!.day, LATER).length;
      if (symbol === sold!.symbol) expect(own).toEqual(before.filter((mark) => mark.symbol === symbol));
      else expect(age, symbol).toBeLessThan(65);
    }
    await extend(LATER);
    expect(await marks()).toEqual(after);
  });

  it('does not come back under a name that its user has changed, nor after it was deleted', async () => {
    const portfolios = app.app.get(PortfolioService, { strict: false });
    const [first, second] = await sql<{ id: string; user_id: string }>(
      'SELECT id, user_id FROM portfolios ORDER BY name',
    );
    await portfolios.change(first!.user_id, first!.id, { accountName: 'Mine now' });
    await sql('UPDATE portfolios SET deleted_at = now() WHERE id = $1', [second!.id]);
    const before = await accounts();
    expect(before).toContain('Mine now');
    await seed();
    expect(await accounts()).toEqual(before);
    await sql('DELETE FROM portfolios WHERE id = $1', [second!.id]);
    await seed();
    expect(await accounts()).toEqual(before);
    expect((await sql(`SELECT book FROM demo_books WHERE book NOT LIKE '%: tags and targets'`)).length).toBe(5);
  });

  it('remembers a book that an earlier version of the program has made', async () => {
    await sql(
      'UPDATE portfolios SET account_name = book FROM demo_books WHERE demo_books.portfolio_id = portfolios.id',
    );
    await sql('DELETE FROM demo_books');
    const before = await sql<{ id: string }>('SELECT id FROM portfolios');
    await seed();
    const known = await sql<{ id: string }>('SELECT portfolio_id AS id FROM demo_books');
    expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  });
});
