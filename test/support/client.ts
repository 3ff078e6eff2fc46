import { sigmaSight, type SigmaSight } from '../../client/client.js';
import type { TestApp, TestUser } from './app.js';

/** The generated client, for a user of the application under test, without a socket. */
export function clientOf(app: TestApp, as: TestUser | null): SigmaSight {
  const token = as?.headers.authorization?.replace('Bearer ', '') ?? null;
  return sigmaSight({ baseUrl: 'http://localhost', token: () => token, fetch: (request) => inject(app, request) });
}

async function inject({ app }: TestApp, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const payload = Buffer.from(await request.arrayBuffer());
  const { statusCode, headers, rawPayload } = await app.inject({
    method: request.method as 'GET',
    url: pathname + search,
    headers: Object.fromEntries(request.headers),
    ...(payload.length === 0 ? {} : { payload }),
  });
  const known = Object.entries(headers).filter(([, value]) => value !== undefined);
  return new Response(statusCode === 204 || statusCode === 304 ? null : rawPayload, {
    status: statusCode,
    headers: known.map(([name, value]) => [name, String(value)]),
  });
}
