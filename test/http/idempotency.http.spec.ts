import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IdempotencyService } from '../../src/core/idempotency/idempotency.service.js';
import { PortfolioService } from '../../src/core/portfolios/portfolio.service.js';
import { type IdempotencyClaim, isClaim, runningClaim } from '../../src/shared/http/idempotency.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

describe('a POST with an Idempotency-Key', () => {
  let app: TestApp;
  let ann: TestUser;
  let store: IdempotencyService;

  const create = (accountName: string, key: string | null, as = ann, more: object = {}): Promise<Answer> =>
    app.post('/api/v1/portfolios', {
      as,
      body: { name: 'Growth', account_name: accountName, ...more },
      headers: key === null ? {} : { 'idempotency-key': key },
    });
  const count = async (as = ann): Promise<number> =>
    Number(
      (await app.sql<{ count: string }>('core', 'SELECT count(*) FROM portfolios WHERE user_id = $1', [as.id]))[0]!
        .count,
    );
  const rows = () =>
    app.sql<{ key: string; state: string }>('core', 'SELECT key, state FROM idempotency_keys WHERE user_id = $1', [
      ann.id,
    ]);
  const set = (assignments: string) =>
    app.sql('core', `UPDATE idempotency_keys SET ${assignments} WHERE user_id = $1`, [ann.id]);
  const unanswered = (state: string, lease: string) =>
    set(`state = '${state}', status = NULL, body = NULL, leased_until = '${lease}'`);

  beforeAll(async () => {
    app = await TestApp.start();
    store = app.app.get(IdempotencyService, { strict: false });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.set('2024-12-02T22:30:00Z');
    ann = await app.user();
  });

  it('is carried out once, and answered again with the same status, body and headers', async () => {
    const first = await create('Main', 'k1');
    const second = await create('Main', 'k1');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
    for (const name of ['location', 'etag', 'content-type']) expect(second.headers[name]).toBe(first.headers[name]);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await count()).toBe(1);
  });

  it('is another request under another key, or for another user', async () => {
    const bob = await app.user();
    await create('Main', 'k1');
    expect((await create('Main', 'k2')).body.code).toBe('portfolio.account_name_taken');
    const his = await create('Main', 'k1', bob);
    expect([his.status, his.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect(await count(bob)).toBe(1);
  });

  it('is refused with another body or address under the same key, which is named', async () => {
    const made = await create('Main', 'k1');
    const other = await create('Other', 'k1');
    expect(other).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key_reused', errors: [{ field: 'Idempotency-Key' }] },
    });
    expect(other.body.detail).toContain('"k1"');
    expect(other.body.details.used_for).toBe('POST /api/v1/portfolios');
    const elsewhere = await app.post(`/api/v1/portfolios/${made.body.id as string}/calculate`, {
      as: ann,
      headers: { 'idempotency-key': 'k1' },
    });
    expect(elsewhere.body.code).toBe('idempotency.key_reused');
    expect(await count()).toBe(1);
  });

  it.each(['', 'two words', 'ü', 'x'.repeat(256)])('is refused with the key "%s"', async (key) => {
    expect(await create('Main', key)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    expect(await count()).toBe(0);
  });

  it('waits while the same request is under way', async () => {
    await create('Main', 'k1');
    await unanswered('running', '2024-12-02T22:31:00Z');
    const { status, body, headers } = await create('Main', 'k1');
    expect([status, body.code, headers['retry-after']]).toEqual([409, 'idempotency.in_progress', '5']);
  });

  it('is carried out anew when the first attempt died before it wrote anything', async () => {
    await create('Main', 'k1');
    await app.sql('core', 'DELETE FROM portfolios WHERE user_id = $1', [ann.id]);
    await unanswered('running', '2024-12-02T22:29:00Z');
    const { status, headers } = await create('Main', 'k1');
    expect([status, headers['idempotency-replayed']]).toEqual([201, undefined]);
  });

  it('is not carried out twice when the first attempt died after it had written', async () => {
    await create('Main', 'k1');
    await unanswered('carried_out', '2024-12-02T22:29:00Z');
    expect(await create('Main', 'k1')).toMatchObject({ status: 409, body: { code: 'idempotency.answer_lost' } });
    expect(await count()).toBe(1);
  });

  it('is carried out once when it is sent twice at the same time', async () => {
    const answers = await Promise.all([create('Main', 'k1'), create('Main', 'k1'), create('Main', 'k1')]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(statuses).toContain(201);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(
      statuses.filter((status) => status === 409).map(() => 'idempotency.in_progress'),
    );
    expect(await count()).toBe(1);
  });

  it('leaves the key free when it is refused', async () => {
    const refused = await create('Main', 'k1', ann, { currency: 'dollars' });
    expect(refused.status).toBe(422);
    expect(await rows()).toEqual([]);
    expect((await create('Main', 'k1')).status).toBe(201);
  });

  it('is forgotten after 24 hours, and swept', async () => {
    await create('Main', 'k1');
    await set("created_at = '2024-12-01T22:29:59Z'");
    expect((await create('Main', 'k1')).body.code).toBe('portfolio.account_name_taken');
    await create('Resting', 'k2', ann, { is_active: false });
    await set("created_at = '2024-12-01T22:29:59Z'");
    expect(await store.sweep()).toBeGreaterThan(0);
    expect(await rows()).toEqual([]);
  });

  it('stores one upload of a form that is sent twice, each time with another boundary', async () => {
    const { text: content } = await app.get('/api/v1/onboarding/csv-template');
    const fields = { portfolio_name: 'Up', account_name: 'Up', account_type: 'taxable', equity_balance: '250000' };
    const file = { field: 'csv_file', name: 'holdings.csv', content };
    const send = (name: string) =>
      app.upload('/api/v1/onboarding/create-portfolio', { ...fields, account_name: name }, file, ann, {
        'idempotency-key': 'form',
      });
    const [first, second, other] = [await send('Up'), await send('Up'), await send('Other')];
    expect(first.status).toBe(201);
    expect([second.text, second.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    expect(other.body.code).toBe('idempotency.key_reused');
    expect(await count()).toBe(1);
  });

  it('posts a chat message once', async () => {
    const conversation = await app.post('/api/v1/chat/conversations', { as: ann, body: {} });
    const url = `/api/v1/chat/conversations/${conversation.body.id as string}`;
    const send = () =>
      app.post(`${url}/send`, { as: ann, body: { content: 'What is beta?' }, headers: { 'idempotency-key': 'say' } });
    const first = await send();
    expect([first.status, first.text]).toEqual([200, expect.stringContaining('event: done')]);
    expect(await send()).toMatchObject({ status: 409, body: { code: 'idempotency.already_streamed' } });
    expect((await app.get(`${url}/messages`, { as: ann })).body).toHaveLength(2);
  });

  it('still answers a stream that is refused with its own status, and leaves the key free', async () => {
    const unknown = '3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15';
    const { status, body } = await app.post(`/api/v1/chat/conversations/${unknown}/send`, {
      as: ann,
      body: { content: 'Hello' },
      headers: { 'idempotency-key': 'say' },
    });
    expect([status, body.code]).toEqual([404, 'conversation.not_found']);
    expect(await rows()).toEqual([]);
  });

  describe('and its unit of work', () => {
    const input = {
      ...{ name: 'Growth', accountName: 'Main', accountType: 'taxable', description: null, currency: 'USD' },
      ...{ equityBalance: null, lotMethod: 'fifo' as const, isActive: true, openingDate: null },
    };
    const claim = async (): Promise<IdempotencyClaim> => {
      const held = await store.claim({ userId: ann.id, key: 'k1', route: 'POST /', requestHash: 'h' });
      if (!isClaim(held)) throw new Error('the key is taken');
      return held;
    };
    const portfolios = () => app.app.get(PortfolioService, { strict: false });

    it('are committed together: what is written is noted as carried out', async () => {
      const held = await claim();
      await runningClaim.run(held, () => portfolios().list(ann.id, true));
      expect(await rows()).toEqual([{ key: 'k1', state: 'running' }]);
      await runningClaim.run(held, () => portfolios().create(ann.id, input));
      expect(await rows()).toEqual([{ key: 'k1', state: 'carried_out' }]);
    });

    it('are rolled back together when somebody else has taken the key over', async () => {
      const held = await claim();
      app.clock.set('2024-12-02T22:40:00Z');
      await claim();
      await expect(runningClaim.run(held, () => portfolios().create(ann.id, input))).rejects.toMatchObject({
        code: 'idempotency.lease_lost',
      });
      expect(await count()).toBe(0);
    });

    it('keep the key when something unforeseen happens after they were committed', async () => {
      const held = await claim();
      await runningClaim.run(held, () => portfolios().create(ann.id, input));
      await store.release(held, false);
      expect(await rows()).toEqual([{ key: 'k1', state: 'carried_out' }]);
      await store.release(held, true);
      expect(await rows()).toEqual([]);
    });
  });
});
