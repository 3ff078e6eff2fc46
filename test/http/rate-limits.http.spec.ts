import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

describe('the limit of a user', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  const get = (as: TestUser) => app.get('/api/v1/portfolios', { as });

  beforeAll(async () => {
    app = await TestApp.start({ env: { RATE_LIMIT_PER_MINUTE: 3 } });
    ann = await app.user();
    bob = await app.user();
  });
  afterAll(() => app.close());

  it('is told with each answer, refuses what goes beyond it, and leaves other users alone', async () => {
    for (const left of ['2', '1', '0']) {
      const { status, headers } = await get(ann);
      expect([status, headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual([200, '3', left]);
      expect(headers['retry-after']).toBeUndefined();
    }
    const refused = await get(ann);
    expect(refused.status).toBe(429);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.body).toMatchObject({ status: 429, code: 'request.too_many' });
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.headers['ratelimit-reset']).toBe(String(refused.headers['retry-after']));

    const other = await get(bob);
    expect([other.status, other.headers['ratelimit-remaining']]).toEqual([200, '2']);
    expect((await get(ann)).status).toBe(429);
  });

  it('ends with its minute', async () => {
    app.clock.set('2024-12-02T22:31:01Z');
    expect((await get(ann)).status).toBe(200);
  });
});
