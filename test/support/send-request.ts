import type { Answer, TestApp, TestUser } from './app.js';
import type { ApiDocument, Route } from './route-table.js';
import type { ApiRequest } from './wrong-requests.js';

interface Sent {
  readonly route: Route;
  readonly request: ApiRequest;
  readonly as: TestUser;
}

/** Sends a body or a form, whichever the route takes. Waits where a limit says so, by a clock that a test can move. */
export async function sendRequest(app: TestApp, document: ApiDocument, sent: Sent): Promise<Answer> {
  const answer = await sendOnce(app, document, sent);
  if (answer.status !== 429) return answer;
  const wait = Number(answer.headers['retry-after']) * 1000;
  app.clock.set(new Date(app.clock.now().getTime() + wait).toISOString());
  return sendRequest(app, document, sent);
}

function sendOnce(app: TestApp, document: ApiDocument, { route, request, as }: Sent): Promise<Answer> {
  const { url, headers, body } = request;
  if (route.body?.isForm !== true) {
    return app.call(route.method, url, { as, headers, ...(body === undefined ? {} : { body }) });
  }
  const properties = document.components.schemas[route.body.schema.$ref?.split('/').at(-1) ?? '']?.properties ?? {};
  const field = Object.entries(properties).find(([, { format }]) => format === 'binary')?.[0] ?? '';
  const { [field]: content, ...fields } = body as Readonly<Record<string, string>>;
  return app.upload(url, fields, content === undefined ? null : { field, name: 'file.csv', content }, as, headers);
}
