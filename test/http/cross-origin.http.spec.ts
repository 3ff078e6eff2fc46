import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

const OURS = 'http://localhost:3005';
const FOREIGN = 'https://evil.example';

let app: TestApp;
let user: TestUser;

beforeAll(async () => {
  app = await TestApp.start();
  user = await app.user();
});
afterAll(() => app.close());

/** What a browser reads of an answer before it lets a page see it. */
const accessHeaders = (headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

const preflight = (origin: string, method: string) =>
  app.app.inject({
    method: 'OPTIONS',
    url: '/api/v1/portfolios/51134ffd-2f13-49bd-b1f5-0c327e801b69',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    },
  });

describe('a page of an allowed origin', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('may ask with %s, token and cookie', async (method) => {
    const { statusCode, headers } = await preflight(OURS, method);
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': OURS,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization,content-type',
    });
    expect(String(headers['access-control-allow-methods']).split(', ')).toContain(method);
    expect(headers.vary).toContain('Origin');
  });

  it('may read answers and the headers that help with them, errors too', async () => {
    for (const as of [user, null]) {
      const { headers } = await app.get('/api/v1/auth/me', { as, headers: { origin: OURS } });
      expect(headers).toMatchObject({
        'access-control-allow-origin': OURS,
        'access-control-expose-headers':
          'x-request-id, location, retry-after, etag, link, idempotency-replayed, ratelimit-limit, ratelimit-remaining, ratelimit-reset',
      });
    }
  });

  it('may read a stream', async () => {
    const url = '/api/v1/chat/conversations';
    const { body } = await app.post(url, { as: user, body: {} });
    const stream = await app.post(`${url}/${body.id as string}/send`, {
      as: user,
      body: { content: 'Hello' },
      headers: { origin: OURS },
    });
    expect(stream.headers).toMatchObject({
      'content-type': expect.stringContaining('event-stream'),
      'access-control-allow-origin': OURS,
    });
  });
});

describe('a page of another origin', () => {
  it.each([FOREIGN, 'null', `${OURS}.evil.example`, 'http://localhost:30050'])('%s is told nothing', async (origin) => {
    for (const method of ['GET', 'DELETE']) {
      const { statusCode, headers } = await preflight(origin, method);
      expect(statusCode).toBe(404);
      expect(accessHeaders(headers)).toEqual({});
    }
    const { headers } = await app.get('/api/v1/auth/me', { as: user, headers: { origin } });
    expect(accessHeaders(headers)).toEqual({});
    expect(headers.vary).toContain('Origin');
  });
});

describe('signing in', () => {
  const SIGN_IN = '/api/v1/auth/login';
  const ADMIN_SIGN_IN = '/api/v1/admin/auth/login';
  let admin: TestUser;

  beforeAll(async () => {
    admin = await app.user({ role: 'admin' });
  });

  const form = (type: string, payload: string, url = SIGN_IN) =>
    app.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

  it.each([SIGN_IN, ADMIN_SIGN_IN])('%s works for a page of ours, and for what is no browser', async (url) => {
    const body = { email: admin.email, password: admin.password };
    for (const headers of [{ origin: OURS }, {}, { origin: 'https://sigma.example', host: 'sigma.example' }])
      expect((await app.post(url, { body, headers })).status).toBe(200);
  });

  it.each([FOREIGN, 'null'])('for a visitor of %s is refused, without a cookie', async (origin) => {
    const { email, password } = admin;
    const { body: granted } = await app.post(SIGN_IN, { body: { email, password } });
    for (const [url, body] of [
      [SIGN_IN, { email, password }],
      [ADMIN_SIGN_IN, { email, password }],
      ['/api/v1/auth/refresh', { refresh_token: granted.refresh_token as string }],
    ] as const) {
      const { status, body: problem, headers } = await app.post(url, { body, headers: { origin } });
      expect(problem, url).toMatchObject({
        code: 'auth.origin_refused',
        detail: expect.stringContaining('ALLOWED_ORIGINS'),
      });
      expect(status).toBe(403);
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it('reads no form that a page of another site could send without asking', async () => {
    const { email, password } = admin;
    const fields = new URLSearchParams({ email, password }).toString();
    for (const [type, payload] of [
      ['application/x-www-form-urlencoded', fields],
      ['text/plain', JSON.stringify({ email, password })],
    ] as const) {
      const answer = await form(type, payload);
      expect(answer.json(), type).toMatchObject({
        status: 415,
        code: 'request.unsupported_media_type',
        detail: expect.stringContaining('application/json'),
      });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const parts = Object.entries({ email, password }).map(
      ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const answer = await form('multipart/form-data; boundary=b', `${parts.join('')}--b--\r\n`);
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ field: 'email' }, { field: 'password' }] });
  });
});
