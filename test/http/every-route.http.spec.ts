import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AI_TABLES, CORE_TABLES } from '../migrations/tables.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { foreignRequests } from '../support/foreign-requests.js';
import { ownedResources } from '../support/owned-resources.js';
import { type ApiDocument, bodiesOf, type Ids, type Route, routesOf, urlOf } from '../support/route-table.js';
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

/** What a valid call needs beside its path, so that it is not refused for another reason. */
const BODIES: Record<string, unknown> = {
  'POST /api/v1/chat/conversations/{id}/send': { content: 'What is my beta?' },
  'POST /api/v1/chat/messages/{message_id}/feedback': { rating: 'up' },
  'PUT /api/v1/chat/conversations/{id}/mode': { mode: 'blue' },
  'PUT /api/v1/portfolios/{id}': { name: 'Mine now' },
  'POST /api/v1/portfolios/{portfolioId}/transactions': { kind: 'deposit', trade_date: '2024-11-27', amount: '1' },
  'POST /api/v1/portfolios/{portfolioId}/transactions/preview': {
    kind: 'deposit',
    trade_date: '2024-11-27',
    amount: '1',
  },
  'POST /api/v1/portfolios/{portfolioId}/equity-changes': {
    change_type: 'CONTRIBUTION',
    amount: 1,
    change_date: '2024-11-27',
  },
  'PUT /api/v1/portfolios/{portfolioId}/equity-changes/{id}': { amount: 2 },
  'PUT /api/v1/instruments/{id}/risk-proxy': { kind: 'volatility', annual_volatility: 0.2 },
  'POST /api/v1/portfolios/{portfolioId}/marks': { symbol: 'HOUSE', date: '2024-11-27', price: '1' },
  'PUT /api/v1/positions/{id}': { notes: 'Mine now' },
  'PATCH /api/v1/tags/{id}': { name: 'Mine now' },
  'POST /api/v1/positions/{positionId}/tags': { tag_ids: [] },
  'PATCH /api/v1/positions/{positionId}/tags': { tag_ids: [] },
  'DELETE /api/v1/positions/{positionId}/tags': { tag_ids: ['3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15'] },
  'POST /api/v1/positions/{positionId}/tags/remove': { tag_ids: ['3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15'] },
  'POST /api/v1/target-prices/{portfolio_id}': { symbol: 'AAPL', position_type: 'SHORT', current_price: 1 },
  'PUT /api/v1/target-prices/target/{target_price_id}': { target_price_eoy: 1 },
  'POST /api/v1/target-prices/{portfolio_id}/bulk': { target_prices: [{ symbol: 'MSFT', current_price: 1 }] },
  'PUT /api/v1/target-prices/{portfolio_id}/bulk-update': { updates: [{ symbol: 'AAPL', target_price_eoy: 1 }] },
  'POST /api/v1/target-prices/{portfolio_id}/import-csv': { csv_content: 'symbol,current_price\nIBM,1' },
  'PATCH /api/v1/insights/{insight_id}': { viewed: true },
  'PATCH /api/v1/admin/batch/schedules/{job_name}': { is_active: true },
  'POST /api/v1/insights/{insight_id}/feedback': { rating: 1 },
  'POST /api/v1/target-prices/{portfolio_id}/export': { format: 'json' },
};

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
    return app.call(route.method, urlOf(route.path, ids), { as, ...(body === undefined ? {} : { body }) });
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
    const portfolio = await app.post('/api/v1/portfolios', {
      as: alice,
      body: { name: 'Hers', account_name: 'Hers', equity_balance: 1000 },
    });
    ids.portfolios = ids.portfolio_id = ids.portfolioId = portfolio.body.id;
    const change = await app.post(`/api/v1/portfolios/${ids.portfolios}/equity-changes`, {
      as: alice,
      body: { change_type: 'CONTRIBUTION', amount: 10, change_date: '2024-11-27' },
    });
    ids['equity-changes'] = change.body.id;
    const file = { field: 'file', name: 'hers.csv', content: 'Symbol,Quantity,Total Cost\nMSFT,1,100.00\n' };
    const imported = await app.upload(`/api/v1/portfolios/${ids.portfolios}/imports`, {}, file, alice);
    ids.importId = imported.body.import_id;
    const bought = await app.post(`/api/v1/portfolios/${ids.portfolios}/transactions`, {
      as: alice,
      body: { kind: 'buy', trade_date: '2024-11-27', symbol: 'AAPL', quantity: '1', price: '100' },
    });
    ids.symbol = 'UNKNOWN';
    ids.job_name = 'nightly-batch';
    ids.transactionId = bought.body.transactions[0].id;
    ids.position = ids.positions = bought.body.positions[0].id;
    await app.post(`/api/v1/portfolios/${ids.portfolios}/transactions`, {
      as: alice,
      body: {
        kind: 'buy',
        trade_date: '2024-11-27',
        symbol: 'HOUSE',
        investment_class: 'PRIVATE',
        quantity: '1',
        price: '1',
      },
    });
    const [house] = await app.sql<{ id: string }>('core', "SELECT id FROM instruments WHERE symbol = 'HOUSE'");
    ids.instruments = house!.id;
    ids.positions = ids.positionId = ids.position = bought.body.positions[0].id;
    ids.symbol = 'AAPL';
    ids.tags = (await app.post('/api/v1/tags', { as: alice, body: { name: 'hers' } })).body.id;
    ids.position = bought.body.positions[0].id;
    const target = await app.post(`/api/v1/target-prices/${ids.portfolios}`, {
      as: alice,
      body: { symbol: 'AAPL', target_price_eoy: 120, current_price: 100 },
    });
    ids.target_price_id = target.body.id;
    const [insight] = await app.sql<{ id: string }>(
      'core',
      `INSERT INTO ai_insights (portfolio_id, insight_type, title, summary, full_analysis, model_used, generation_time_ms, cache_key)
       VALUES ($1, 'custom', 'Hers', 'Hers', 'Hers', 'offline-analyst', 1, 'key') RETURNING id`,
      [ids.portfolios],
    );
    ids.insight_id = insight!.id;
    const conversation = await app.post('/api/v1/chat/conversations', { as: alice, body: { title: 'Hers' } });
    ids.conversations = conversation.body.id;
    const memory = await app.post('/api/v1/chat/memories', { as: alice, body: { content: 'Hers' } });
    ids.memory_id = memory.body.id;
    const [run] = await app.sql<{ id: string }>(
      'core',
      `INSERT INTO batch_run_tracking (triggered_by, portfolio_id, to_date, status) VALUES ('test', $1, '2024-11-29', 'completed') RETURNING id`,
      [ids.portfolios],
    );
    ids.history = ids.batch_run_id = run!.id;
    const [message] = await app.sql<{ id: string }>(
      'core',
      `INSERT INTO agent_messages (conversation_id, sequence, role, content) VALUES ($1, 99, 'assistant', 'hers') RETURNING id`,
      [ids.conversations],
    );
    ids.message_id = message!.id;
    await app.post(`/api/v1/chat/messages/${ids.message_id}/feedback`, { as: alice, body: { rating: 'up' } });
    const { body } = await app.get('/api/docs-json');
    routes = Object.entries(body.paths as Record<string, Record<string, unknown>>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => ({ path, method: method.toUpperCase() as Method })),
    );
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
  });

  it('is closed to users where it is for administrators', async () => {
    for (const route of routes.filter(({ path }) => path.includes('/admin/') && !path.endsWith('/login'))) {
      const { status } = await call(route, bob);
      expect({ name: route.name, status }).toEqual({ name: route.name, status: 403 });
    }
  });
});
