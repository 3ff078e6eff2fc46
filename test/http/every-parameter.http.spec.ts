import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AI_TABLES, CORE_TABLES } from '../migrations/tables.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { ownedResources } from '../support/owned-resources.js';
import { type ApiDocument, type Ids, type Route, routesOf, USES_UP } from '../support/route-table.js';
import { sendRequest } from '../support/send-request.js';
import { tableHashes } from '../support/table-hash.js';
import { type ApiRequest, validRequests, type WrongRequest, wrongRequests } from '../support/wrong-requests.js';

/*
 * Read off the API document, so that a new parameter or field is covered without a line of test: left out where it is
 * needed, of another type, against its format, its words or its pattern, and past each bound that it declares, it is
 * refused by a problem that names it, and nothing is written.
 */

/** A fault that is answered with success, as a pattern of `METHOD /path fault`, and why. The answer has to be under 400. */
const TAKEN: readonly (readonly [RegExp, string])[] = [
  [/^GET \S+\/status\/\{portfolio_id\}\/logs query format: none/, 'the contract says that anything else is txt'],
  [/^GET \S+\/equity-search query (sectors|industries): twice/, 'lists, which may be repeated or written with commas'],
];

/** Their items are judged one by one: the answer is 200, and each item that was refused says why with the field's name. */
const ITEM_BY_ITEM = /\/target-prices\/\{portfolio_id\}\/bulk(-update)? body \w+\.0/;

/** Valid requests that cannot succeed on what this test has, by their status, and why. */
const NOT_HERE: Readonly<Record<string, number>> = {
  // The run that the administrator has just asked for is under way.
  'POST /api/v1/portfolios/{portfolio_id}/calculate': 409,
  // No session has been computed that trades could be added to; another spec asks.
  'POST /api/v1/analytics/portfolio/{portfolio_id}/what-if': 409,
  // The channel is a webhook; another spec confirms addresses of e-mail.
  'POST /api/v1/alert-channels/{channel_id}/confirm': 409,
  'POST /api/v1/alert-channels/{channel_id}/code': 409,
  // Nobody has loaded any statements; another spec reads them.
  'GET /api/v1/fundamentals/{symbol}/income-statement': 404,
  'GET /api/v1/fundamentals/{symbol}/balance-sheet': 404,
  'GET /api/v1/fundamentals/{symbol}/cash-flow': 404,
  'GET /api/v1/fundamentals/{symbol}/analyst-estimates': 404,
};

/** All but the log of what people tried, where refused registrations and imports belong. */
const WRITTEN = CORE_TABLES.filter((table) => table !== 'user_activity_events');

describe('every parameter', () => {
  let app: TestApp;
  let document: ApiDocument;
  let routes: Route[];
  let admin: TestUser;
  let requests = 0;

  function send(route: Route, request: ApiRequest, as: TestUser): Promise<Answer> {
    requests += 1;
    return sendRequest(app, document, { route, request, as });
  }

  const everything = async () => ({
    core: await tableHashes(app.databases.addresses.core, WRITTEN, []),
    ai: await tableHashes(app.databases.addresses.ai, AI_TABLES, []),
  });

  beforeAll(async () => {
    app = await TestApp.start({ env: { RATE_LIMIT_PER_MINUTE: 0 } });
    admin = await app.user({ role: 'admin' });
    document = (await app.get('/api/docs-json')).body as ApiDocument;
    routes = routesOf(document);
  });
  afterAll(() => app.close());

  const isOfAdmin = ({ path }: Route): boolean => path.includes('/admin/');

  it('is refused with its name when it is wrong, and nothing is written', async () => {
    const alice = await app.user();
    const ids = await ownedResources(app, alice);
    const before = await everything();
    const complaints: string[] = [];
    for (const route of routes) {
      for (const request of wrongRequests(route, ids, document)) {
        const answer = await send(route, request, isOfAdmin(route) ? admin : alice);
        const complaint = complaintOf(`${route.name} ${request.fault}`, request, answer);
        if (complaint !== null) complaints.push(complaint);
      }
    }
    expect(complaints).toEqual([]);
    expect(await everything()).toEqual(before);
    expect(requests).toBeGreaterThan(2000);
    process.stdout.write(`every parameter: ${String(requests)} wrong requests were refused\n`);
  }, 300_000);

  it('is right in the request that the wrong ones are made of', async () => {
    const refused: string[] = [];
    let owner: { user: TestUser; ids: Ids } | null = null;
    for (const route of routes) {
      if (owner === null) {
        const user = await app.user();
        owner = { user, ids: await ownedResources(app, user) };
      }
      const user = isOfAdmin(route) ? await app.user({ role: 'admin' }) : owner.user;
      const ids = isOfAdmin(route) ? { ...owner.ids, email: user.email } : owner.ids;
      for (const request of validRequests(route, ids)) {
        const { status, text } = await send(route, request, user);
        const expected = NOT_HERE[route.name];
        if (expected === undefined ? status >= 400 : status !== expected)
          refused.push(`${route.name} answered ${status} ${text}`);
      }
      if (USES_UP.test(route.name)) owner = null;
    }
    expect(refused).toEqual([]);
  }, 300_000);
});

/** What is wrong with the answer to a wrong request, or null. */
function complaintOf(name: string, { field }: WrongRequest, answer: Answer): string | null {
  const { status, body, text } = answer;
  if (TAKEN.some(([fault]) => fault.test(name)))
    return status < 400 ? null : `${name}: is refused now, take it off the list`;
  if (status === 200 && ITEM_BY_ITEM.test(name)) {
    const isSaid = text.includes('"rejected"') && (/\.0: /.test(name) || text.includes(field));
    return isSaid ? null : `${name}: ${status} ${text.slice(0, 200)}`;
  }
  const type = String(answer.headers['content-type'] ?? '');
  if (status < 400 || status >= 500 || [401, 403, 404].includes(status) || !type.includes('problem+json')) {
    return `${name}: answered ${status} ${text.slice(0, 200)}`;
  }
  const { detail, errors } = body as { detail: string; errors: { field?: string }[] };
  const names = errors.flatMap((error) => error.field?.split('.') ?? []);
  const isNamed = names.includes(field) || detail.toLowerCase().includes(field.toLowerCase());
  return isNamed ? null : `${name}: is not named by ${status} ${detail}`;
}
