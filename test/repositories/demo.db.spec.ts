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
    expect(before.length).toBeGreaterThan(1);
    await seed();
    expect(await accounts()).toEqual(before);
  });

  it('stores the prices of a night in one statement of one unit of work', async () => {
    const statements = await queriesOf(() => extend(NEXT_DAY));
    expect(statements.filter((text) => text.includes('INSERT INTO market_data_cache'))).toHaveLength(1);
    const [count] = await sql<{ last: number; all: number }>(
      `SELECT count(*) FILTER (WHERE price_date = $1)::int AS last, count(DISTINCT instrument_id)::int AS all FROM market_data_cache`,
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
    expect((await sql('SELECT book, portfolio_id FROM demo_books ORDER BY portfolio_id')).length).toBe(2);
  });

  it('remembers a book that an earlier version of the program has made', async () => {
    const [renamed] = await sql<{ book: string }>('SELECT book FROM demo_books WHERE portfolio_id IS NOT NULL');
    await sql('UPDATE portfolios SET account_name = $1', [renamed!.book]);
    await sql('DELETE FROM demo_books');
    const before = await sql<{ id: string }>('SELECT id FROM portfolios');
    await seed();
    const known = await sql<{ id: string }>('SELECT portfolio_id AS id FROM demo_books');
    expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  });
});
