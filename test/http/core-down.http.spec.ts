import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

type Method = Parameters<TestApp['call']>[0];

const PORTFOLIO = '51134ffd-2f13-49bd-b1f5-0c327e801b69';
const CALLS: readonly (readonly [method: Method, url: string, body: object | undefined])[] = [
  ['GET', '/api/v1/auth/me', undefined],
  ['GET', '/api/v1/portfolios', undefined],
  ['POST', '/api/v1/portfolios', { name: 'New', account_name: 'New', equity_balance: 1000 }],
  ['GET', `/api/v1/data/portfolio/${PORTFOLIO}/complete`, undefined],
  ['PUT', `/api/v1/portfolios/${PORTFOLIO}`, { name: 'New' }],
  ['DELETE', `/api/v1/portfolios/${PORTFOLIO}`, undefined],
  ['POST', `/api/v1/chat/conversations/${PORTFOLIO}/send`, { content: 'Hello' }],
  ['POST', `/api/v1/chat/messages/${PORTFOLIO}/feedback`, { rating: 'up' }],
  ['GET', '/api/v1/admin/batch/run/current', undefined],
  ['POST', '/api/v1/admin/batch/run', {}],
  ['POST', '/api/v1/auth/logout', undefined],
];

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.user({ role: 'admin' });
  expect((await app.get('/api/v1/auth/me', { as: admin })).status).toBe(200);
  await app.databases.stop('core');
});
afterAll(() => app.close());

const OUTAGE = {
  status: 503,
  body: { code: 'core.unavailable', detail: expect.stringContaining('Try again'), errors: [] },
  headers: { 'retry-after': '10', 'content-type': expect.stringContaining('problem+json') },
};

describe('while the core database is away', () => {
  it.each(CALLS)('%s %s says so, and when to try again', async (method, url, body) => {
    expect(await app.call(method, url, { as: admin, body })).toMatchObject(OUTAGE);
  });

  it('sign-in and sessions that must be looked up say so, too', async () => {
    const body = { email: admin.email, password: admin.password };
    expect(await app.post('/api/v1/auth/login', { body })).toMatchObject(OUTAGE);
    app.clock.set(new Date(app.clock.now().getTime() + 60_000).toISOString());
    expect(await app.get('/api/v1/auth/me', { as: admin })).toMatchObject(OUTAGE);
  });

  it('health says which part, and the process is alive', async () => {
    const { status, body } = await app.get('/api/v1/health');
    expect(status).toBe(503);
    expect(body.components).toContainEqual(expect.objectContaining({ name: 'core', status: 'down' }));
    expect((await app.get('/api/v1/health/live')).status).toBe(200);
  });
});

describe('when the core database is back', () => {
  beforeAll(() => app.databases.restart('core'));

  it('so is everything else, without a restart', async () => {
    expect(await app.get('/api/v1/auth/me', { as: admin })).toMatchObject({ status: 200, body: { id: admin.id } });
    const { status } = await app.post('/api/v1/admin/batch/run', { as: admin, body: {} });
    expect(status).toBe(202);
  });
});
