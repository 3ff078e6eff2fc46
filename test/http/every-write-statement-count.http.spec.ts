import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { queriesOf } from '../support/count-queries.js';
import { ownedResources } from '../support/owned-resources.js';
import { type ApiDocument, type Ids, READS, type Route, routesOf, USES_UP } from '../support/route-table.js';
import { sendRequest } from '../support/send-request.js';
import { validRequests } from '../support/wrong-requests.js';

/*
 * Read off the API document, so that a new route is covered without a line of test: what writes sends as many SQL
 * statements for somebody whose portfolio has 500 positions as for one with 10, all of them booked by its ledger.
 */

/** The first one pays for what is made once for everybody, such as an instrument or a queue, and is not compared. */
const SIZES = [10, 10, 500] as const;
/** Ample: a slow machine sends no more statements. */
const LIMIT_MS = 900_000;

/** Nobody is there yet who could hold anything, and whoever is there cannot come again; or nothing is there to write to. */
const NO_HOLDER = [
  ...['POST /api/v1/auth/register', 'POST /api/v1/onboarding/register'],
  // The channel here is a webhook, which is not confirmed.
  ...['POST /api/v1/alert-channels/{channel_id}/confirm', 'POST /api/v1/alert-channels/{channel_id}/code'],
];

/** With the statement that is sent most often too often, so that it can be found. */
function differenceOf(name: string, small: readonly string[], large: readonly string[]): string {
  const count = (all: readonly string[], one: string): number => all.filter((text) => text === one).length;
  const worst = [...new Set([...large, ...small])].sort(
    (a, b) => Math.abs(count(large, b) - count(small, b)) - Math.abs(count(large, a) - count(small, a)),
  )[0];
  return `${name}: ${small.length}, ${large.length}: ${String(worst).replace(/\s+/g, ' ').slice(0, 160)}`;
}

interface Writer {
  readonly user: TestUser;
  readonly ids: Ids;
}

describe('every route that writes', () => {
  let app: TestApp;
  let document: ApiDocument;
  let routes: Route[];

  beforeAll(async () => {
    app = await TestApp.start({ env: { RATE_LIMIT_PER_MINUTE: 0 } });
    document = (await app.get('/api/docs-json')).body as ApiDocument;
    routes = routesOf(document).filter(({ name }) => !READS.test(name) && !NO_HOLDER.includes(name));
  });
  afterAll(() => app.close());

  async function writers(): Promise<Writer[]> {
    const all: Writer[] = [];
    for (const size of SIZES) {
      const user = await app.user({ role: 'admin' });
      const ids = await ownedResources(app, user, size - 3);
      const count = 'SELECT count(*)::int AS held FROM positions WHERE portfolio_id = $1';
      expect(await app.sql('core', count, [ids.portfolio_id])).toEqual([{ held: size }]);
      all.push({ user, ids });
    }
    return all;
  }

  it(
    'sends as many statements for 500 positions as for 10',
    async () => {
      const differing: string[] = [];
      const refused: string[] = [];
      let owners: Writer[] | null = null;
      for (const route of routes) {
        owners ??= await writers();
        const answers: { status: number; statements: string[] }[] = [];
        for (const { user, ids } of owners) {
          // A run that somebody asked for stands in the way of the next one.
          await app.sql(
            'core',
            "UPDATE batch_run_tracking SET status = 'completed' WHERE status IN ('queued', 'running')",
          );
          await app.get('/api/v1/portfolios', { as: user });
          const [request] = validRequests(route, ids);
          let status = 0;
          const statements = await queriesOf(async () => {
            ({ status } = await sendRequest(app, document, { route, request: request!, as: user }));
          });
          answers.push({ status, statements });
        }
        const [, small, large] = answers;
        if (small!.status >= 400 || large!.status !== small!.status)
          refused.push(`${route.name}: ${small!.status}, ${large!.status}`);
        if (small!.statements.length !== large!.statements.length)
          differing.push(differenceOf(route.name, small!.statements, large!.statements));
        if (USES_UP.test(route.name)) owners = null;
      }
      process.stdout.write(`statement counts: ${String(routes.length - refused.length)} routes that write compared\n`);
      expect(refused).toEqual([]);
      expect(differing).toEqual([]);
    },
    LIMIT_MS,
  );
});
