import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { compareStatements } from '../support/compare-statements.js';
import { ownedResources } from '../support/owned-resources.js';
import { type ApiDocument, type Ids, READS, type Route, routesOf } from '../support/route-table.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { validRequests } from '../support/wrong-requests.js';

/*
 * Read off the API document, so that a new route is covered without a line of test: what reads sends as many SQL
 * statements for a user with 500 positions as for one with 10.
 */

const SESSION = '2024-11-29';
const SIZES = [10, 500] as const;
const EARLIER = '2024-11-27';
/** Ample: a slow machine sends no more statements. */
const LIMIT_MS = 600_000;

/** What is in the path besides its portfolio is of the other one. */
const OF_SMALL = /\{importId\}|\{limit_id\}|\{session_id\}|\{batch_run_id\}|equity-changes\/\{id\}/;

/** What there is nothing of here: statements of no company are loaded, and nobody has started a first calculation. */
const NOTHING_TO_READ = [
  'GET /api/v1/fundamentals/{symbol}/income-statement',
  'GET /api/v1/fundamentals/{symbol}/balance-sheet',
  'GET /api/v1/fundamentals/{symbol}/cash-flow',
  'GET /api/v1/fundamentals/{symbol}/analyst-estimates',
  'GET /api/v1/onboarding/status/{portfolio_id}/logs',
  // Its portfolios have lots and snapshots, but no ledger that trades could be added to.
  'POST /api/v1/analytics/portfolio/{portfolio_id}/what-if',
];

interface Reader {
  readonly user: TestUser;
  readonly ids: Ids;
  /** Of a portfolio beside it, which has one of everything. */
  readonly small: Ids;
}

describe('every route that reads', () => {
  let app: TestApp;
  let routes: Route[];
  let readers: Reader[];

  /** A user with one portfolio of `size` lots in two snapshots, with prices, tags and targets. */
  async function reader(size: number): Promise<Reader> {
    const user = await app.user({ role: 'admin' });
    const others = await ownedResources(app, user);
    const portfolio = await SeededPortfolio.create(app, user);
    await portfolio.manyLots(size, SESSION);
    const statements = [
      `INSERT INTO portfolio_snapshots SELECT (jsonb_populate_record(s, jsonb_build_object('snapshot_date', '${EARLIER}'))).*
         FROM portfolio_snapshots s WHERE portfolio_id = $1`,
      `INSERT INTO snapshot_positions SELECT (jsonb_populate_record(s, jsonb_build_object('snapshot_date', '${EARLIER}'))).*
         FROM snapshot_positions s WHERE portfolio_id = $1`,
    ];
    for (const statement of statements) await app.sql('core', statement, [portfolio.id]);
    const lots = await app.sql<{ symbol: string; id: string }>(
      'core',
      'SELECT i.symbol, p.id FROM positions p JOIN instruments i ON i.id = p.instrument_id WHERE p.portfolio_id = $1',
      [portfolio.id],
    );
    const targets = lots.map(({ symbol }) => ({ symbol, target_price_eoy: 20, current_price: 11 }));
    await app.post(`/api/v1/target-prices/${portfolio.id}/bulk`, { as: user, body: { target_prices: targets } });
    await app.sql(
      'core',
      'INSERT INTO position_tags (position_id, tag_id) SELECT p.id, $2 FROM positions p WHERE p.portfolio_id = $1',
      [portfolio.id, others.tags],
    );
    const position = lots[0]!.id;
    const book = { portfolios: portfolio.id, portfolio_id: portfolio.id, portfolioId: portfolio.id };
    return { user, small: others, ids: { ...others, ...book, position, positions: position, positionId: position } };
  }

  beforeAll(async () => {
    app = await TestApp.start({ env: { RATE_LIMIT_PER_MINUTE: 0 } });
    readers = [];
    for (const size of SIZES) readers.push(await reader(size));
    routes = routesOf((await app.get('/api/docs-json')).body as ApiDocument).filter(({ name }) => READS.test(name));
  });
  afterAll(() => app.close());

  it(
    'sends as many statements for 500 positions as for 10',
    async () => {
      const asking = readers.map(({ user, ids, small }) => ({
        user,
        requestOf: (route: Route) => validRequests(route, OF_SMALL.test(route.path) ? small : ids)[0]!,
      }));
      const { differing, refused } = await compareStatements(app, routes, asking);
      expect([...refused].sort()).toEqual([...NOTHING_TO_READ].sort());
      expect(differing).toEqual([]);
    },
    LIMIT_MS,
  );
});
