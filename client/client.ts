import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type Schemas = components['schemas'];
export type SigmaSight = Client<paths>;
export type Problem = Schemas['ProblemResponse'];

export interface ClientOptions {
  /** Where the program answers, such as `http://localhost:3000`. */
  readonly baseUrl: string;
  /** Asked before each call, so that a renewed token is taken up; null to call as a stranger. */
  readonly token?: () => string | null;
  /** Another `fetch`, such as one that needs no network. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client whose paths, parameters, bodies and answers are those of `docs/openapi.json`, checked by the compiler:
 * `const { data, error } = await client.GET('/api/v1/portfolios/{id}', { params: { path: { id } } })`.
 */
export function sigmaSight({ baseUrl, token, fetch }: ClientOptions): SigmaSight {
  const client = createClient<paths>(fetch === undefined ? { baseUrl } : { baseUrl, fetch });
  const authorize: Middleware = {
    onRequest({ request }) {
      const current = token?.() ?? null;
      if (current !== null) request.headers.set('authorization', `Bearer ${current}`);
      return request;
    },
  };
  client.use(authorize);
  return client;
}
