import type { TestApp, TestUser } from './app.js';
import { queriesOf } from './count-queries.js';
import type { Route } from './route-table.js';

/** Somebody who asks, and what of each route. */
export interface Asking {
  readonly user: TestUser;
  readonly requestOf: (route: Route) => { readonly url: string; readonly body: unknown };
}

/** Routes that send different numbers of statements for those who ask, and routes that refuse somebody. */
export interface StatementComparison {
  readonly differing: readonly string[];
  readonly refused: readonly string[];
}

/** Each route is asked twice, and counted the second time: whatever is kept from one request to the next is there by then. */
export async function compareStatements(
  app: TestApp,
  routes: readonly Route[],
  asking: readonly Asking[],
): Promise<StatementComparison> {
  const differing: string[] = [];
  const refused: string[] = [];
  for (const route of routes) {
    const counts: number[] = [];
    const statuses: number[] = [];
    for (const { user, requestOf } of asking) {
      const { url, body } = requestOf(route);
      const call = () => app.call(route.method, url, { as: user, body });
      statuses.push((await call()).status);
      counts.push((await queriesOf(call)).length);
    }
    if (statuses.some((status) => status >= 400)) refused.push(route.name);
    if (new Set(counts).size > 1 || new Set(statuses).size > 1)
      differing.push(`${route.name}: ${counts.join(', ')} (${statuses.join(', ')})`);
  }
  process.stdout.write(`statement counts: ${routes.length - refused.length} routes compared\n`);
  return { differing, refused };
}
