import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AI_TABLES, CORE_TABLES } from '../migrations/tables.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { foreignRequests } from '../support/foreign-requests.js';
import { ownedResources } from '../support/owned-resources.js';
import {
  type ApiDocument,
  bodiesOf,
  type Ids,
  neededQuery,
  type Route,
  routesOf,
  urlOf,
} from '../support/route-table.js';
import { tableHashes } from '../support/table-hash.js';

/*
 * Read off the API document, so that a new route is covered without a line of test: nobody gets in without a token,
 * and another user's ids are not there, in path, query and body.
 */

const PUBLIC = new Set([
  'GET /',
  'GET /api/v1/health',
  'GET /api/v1/health/live',
  'GET /api/v1/health/ready',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/admin/auth/login',
  'GET /api/v1/onboarding/csv-template',
  'POST /api/v1/onboarding/register',
  'POST /api/v1/auth/register',
]);

/** Parameters that are no ids: there is nobody whose they are. */
const OF_NOBODY = new Set(['GET /api/v1/positions/validate-symbol/{symbol}']);

/** Their parameter names no resource of a user, and what is not known of it is an answer. */
const NOT_OF_A_USER = new Set(['GET /api/v1/data/prices/benchmark/{symbol}']);

describe('every route', () => {
  let app: TestApp;
  let alice: TestUser;
  let bob: TestUser;
  let routes: Route[];
  /** Alice's. */
  let ids: Ids;
  /** Bob's. */
  let own: Ids;

  const call = (route: Route, as: TestUser | null): Promise<Answer> => {
    const [body] = route.body?.isForm === true ? [] : bodiesOf(route, ids);
    return app.call(route.method, urlOf(route.path, ids) + neededQuery(route), {
      as,
      ...(body === undefined ? {} : { body }),
    });
  };

  /** Every row of both databases, whole: a route may write to any of them before it refuses. */
  const everything = async () => ({
    core: await tableHashes(app.databases.addresses.core, CORE_TABLES, []),
    ai: await tableHashes(app.databases.addresses.ai, AI_TABLES, []),
  });

  beforeAll(async () => {
    app = await TestApp.start();
    [alice, bob] = [await app.user(), await app.user()];
    ids = await ownedResources(app, alice);
    own = await ownedResources(app, bob);
    routes = routesOf((await app.get('/api/docs-json')).body as ApiDocument);
  });
  afterAll(() => app.close());

  it('is known to this test: enough of them, and every parameter', () => {
    expect(routes.length).toBeGreaterThan(45);
    expect(routes.map(({ path }) => urlOf(path, ids)).filter((url) => url.includes('unknown'))).toEqual([]);
  });

  it('asks for a token, but for the public ones', async () => {
    const open: string[] = [];
    for (const route of routes) {
      const { status, body, headers } = await call(route, null);
      const { name } = route;
      if (status !== 401) open.push(name);
      else
        expect({ name, detail: typeof body.detail, challenge: headers['www-authenticate'] }).toMatchObject({
          detail: 'string',
          challenge: 'Bearer',
        });
    }
    expect(open.filter((route) => !PUBLIC.has(route))).toEqual([]);
  });

  it('does not know another user’s ids in its path, and changes nothing', async () => {
    const before = await everything();
    const wrong: string[] = [];
    for (const route of routes.filter(({ path }) => path.includes('{') && !path.includes('/admin/'))) {
      if (OF_NOBODY.has(route.name)) continue;
      if (NOT_OF_A_USER.has(route.name)) continue;
      const { status } = await call(route, bob);
      if (status !== 404) wrong.push(`${route.name} answered ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await everything()).toEqual(before);
    expect((await app.get(`/api/v1/portfolios/${ids.portfolios}`, { as: alice })).body.name).toBe('Hers');
  });

  it('does not know them in query or body either, and changes nothing', async () => {
    const before = await everything();
    const wrong: string[] = [];
    let called = 0;
    for (const route of routes.filter(({ path }) => !path.includes('/admin/'))) {
      for (const { url, body, place } of foreignRequests(route, own, ids)) {
        called += 1;
        const { status } = await app.call(route.method, url, { as: bob, body });
        if (status !== 404) wrong.push(`${route.name}, ${place} answered ${status}`);
      }
    }
    console.log(`${called} requests with another user's id in their query or body`);
    expect(called).toBeGreaterThan(25);
    expect(wrong).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('writes nothing when it only reads', async () => {
    const before = await everything();
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      await call(route, alice);
      expect({ name: route.name, changed: await everything() }).toEqual({ name: route.name, changed: before });
    }
    // Every table is read after every route.
  }, 300_000);

  it('is closed to users where it is for administrators', async () => {
    for (const route of routes.filter(({ path }) => path.includes('/admin/') && !path.endsWith('/login'))) {
      const { status } = await call(route, bob);
      expect({ name: route.name, status }).toEqual({ name: route.name, status: 403 });
    }
  });
});
