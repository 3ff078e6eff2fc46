import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { BatchService } from '../../src/core/batch/batch.service.js';
import { FACTOR_FUNDS } from '../../src/core/market-data/factor-funds.kernel.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { TestApp, type TestUser } from '../support/app.js';
import { compareStatements } from '../support/compare-statements.js';
import { ownedResources } from '../support/owned-resources.js';
import { type ApiDocument, type Ids, READS, type Route, routesOf } from '../support/route-table.js';
import { validRequests } from '../support/wrong-requests.js';

/*
 * As every-statement-count, of books that have a ledger and that the batch has computed: what explains a figure or tries
 * trades reads much that a seeded book does not have. Every tenth position is an option.
 */

const TODAY = '2024-11-29';
const START = '2024-11-26';
const SIZES = [10, 500] as const;
const AN_OPTION_EVERY = 10;
const AT_ONCE = 100;
/** Is of another portfolio, and covered there. */
const COVERED = /\{session_id\}/;
/** Ample: a slow machine sends no more statements. */
const LIMIT_MS = 600_000;

/** MAA, MAB …: roots of option symbols are letters. */
const shareOf = (i: number): string => `M${letter(Math.floor(i / 26))}${letter(i % 26)}`;
const letter = (i: number): string => String.fromCodePoint(65 + i);
const callOf = (i: number): string => `${shareOf(i)}250620C00100000`;
const isOption = (i: number): boolean => i % AN_OPTION_EVERY === AN_OPTION_EVERY - 1;
const WHAT_IF = { trades: [{ symbol: shareOf(1), side: 'sell', quantity: '1' }] };

describe('every route that reads what was computed', () => {
  let app: TestApp;
  let ann: TestUser;
  let routes: Route[];
  let books: Ids[];

  /** Shares that move each in its own way, and calls that are worth about what they would bring. */
  async function makeMarket(): Promise<void> {
    const sessions = sessionsBetween('2023-09-01', TODAY);
    const places = Array.from({ length: Math.max(...SIZES) }, (_, i) => i);
    const shares = [...FACTOR_FUNDS, ...places.map(shareOf)];
    await app.sql(
      'core',
      `WITH share AS (
         INSERT INTO instruments (symbol, investment_class) SELECT symbol, 'PUBLIC' FROM unnest($1::text[]) symbol
         RETURNING id, abs(hashtext(symbol)) % 1000 AS n)
       INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       SELECT id, 'csv', day, 'raw',
              round((100 * exp(0.1 * sin(t / 17.0 + n) + 0.02 * sin(t * (1.3 + n / 700.0))))::numeric, 4)
         FROM share, unnest($2::date[]) WITH ORDINALITY AS session (day, t)`,
      [shares, sessions],
    );
    await app.sql(
      'core',
      `WITH call AS (
         INSERT INTO instruments (symbol, investment_class, underlying_symbol, strike_price, expiration_date, option_type, multiplier)
         SELECT symbol || '250620C00100000', 'OPTIONS', symbol, 100, '2025-06-20', 'CALL', 100 FROM unnest($1::text[]) symbol
         RETURNING id, underlying_symbol)
       INSERT INTO market_data_cache (instrument_id, dataset, price_date, basis, close)
       SELECT call.id, 'csv', price.price_date, 'raw', greatest(0, price.close - 100) + 6
         FROM call JOIN instruments share ON share.symbol = call.underlying_symbol
         JOIN market_data_cache price ON price.instrument_id = share.id AND price.price_date >= '2024-11-20'`,
      [places.filter(isOption).map(shareOf)],
    );
  }

  async function makeBook(size: number): Promise<string> {
    const body = { name: `Of ${size}`, account_name: `Of ${size}`, equity_balance: 500_000, opening_date: START };
    const { id } = (await app.post('/api/v1/portfolios', { as: ann, body })).body as { id: string };
    const trades = Array.from({ length: size }, (_, i) =>
      isOption(i)
        ? { kind: 'short', trade_date: START, symbol: callOf(i), quantity: '1', price: '8' }
        : { kind: i % 3 === 0 ? 'short' : 'buy', trade_date: START, symbol: shareOf(i), quantity: '5', price: '100' },
    );
    for (let start = 0; start < size; start += AT_ONCE) {
      const transactions = trades.slice(start, start + AT_ONCE);
      const booked = await app.post(`/api/v1/portfolios/${id}/transactions`, { as: ann, body: { transactions } });
      expect([booked.status, booked.text]).toEqual([201, expect.anything()]);
    }
    return id;
  }

  beforeAll(async () => {
    app = await TestApp.start({ now: '2024-11-30T12:00:00Z', env: { PRICE_DATASET: 'csv', RATE_LIMIT_PER_MINUTE: 0 } });
    ann = await app.user({ role: 'admin' });
    await makeMarket();
    books = [];
    for (const size of SIZES) {
      const id = await makeBook(size);
      const [lot] = await app.sql<{ id: string }>('core', 'SELECT id FROM positions WHERE portfolio_id = $1 LIMIT 1', [
        id,
      ]);
      books.push({ portfolios: id, portfolio_id: id, positions: lot!.id, position_id: lot!.id });
    }
    const run = await app.app.get(BatchService, { strict: false }).begin({ triggeredBy: 'test' }, 'test');
    const report = await app.app.get(BatchRunner, { strict: false }).execute(run, 'test');
    expect(report).toMatchObject({ status: 'completed', problems: [] });
    const others = await ownedResources(app, ann);
    books = books.map((ids) => ({ ...others, ...ids }));
    const document = (await app.get('/api/docs-json')).body as ApiDocument;
    routes = routesOf(document).filter(
      ({ name, path }) => READS.test(name) && /\/analytics\/portfolio\/\{\w+\}/.test(path) && !COVERED.test(path),
    );
  }, LIMIT_MS);
  afterAll(() => app.close());

  it(
    'sends as many statements for 500 positions as for 10',
    async () => {
      const asking = books.map((ids) => ({
        user: ann,
        requestOf: (route: Route) => {
          const [request] = validRequests(route, ids);
          return { ...request!, ...(route.path.endsWith('/what-if') ? { body: WHAT_IF } : {}) };
        },
      }));
      const { differing, refused } = await compareStatements(app, routes, asking);
      expect(routes.length).toBeGreaterThan(30);
      expect(refused).toEqual([]);
      expect(differing).toEqual([]);
    },
    LIMIT_MS,
  );
});
