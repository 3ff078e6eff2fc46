import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EventRelayService } from '../../src/ai/events/event-relay.service.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { framesOf } from '../support/read-stream.js';

const URL = '/api/v1/chat/memories';

let app: TestApp;
let alice: TestUser;
let bob: TestUser;
let portfolio: string;

beforeAll(async () => {
  app = await TestApp.start();
  bob = await app.user();
});
beforeEach(async () => {
  alice = await app.user();
  const body = { name: 'Growth', account_name: 'Growth', equity_balance: 1000 };
  portfolio = (await app.post('/api/v1/portfolios', { as: alice, body })).body.id;
});
afterAll(() => app.close());

const remember = (body: unknown, as = alice): Promise<Answer> => app.post(URL, { as, body });
const contents = async (query = '', as = alice): Promise<string[]> =>
  (await app.get(`${URL}${query}`, { as })).body.memories.map(({ content }: { content: string }) => content);

describe('memories', () => {
  it('are listed newest first, by scope and portfolio', async () => {
    const first = await remember({ content: 'I retire in 2031.', tags: { topic: 'goals' } });
    expect(first).toMatchObject({ status: 201 });
    expect(first.body).toEqual({
      id: expect.any(String),
      scope: 'user',
      portfolio_id: null,
      content: 'I retire in 2031.',
      tags: { topic: 'goals' },
      created_at: expect.any(String),
    });
    await remember({ content: 'For college.', scope: 'portfolio', portfolio_id: portfolio });
    const all = await app.get(URL, { as: alice });
    expect(all).toMatchObject({ status: 200, body: { total: 2, limit: 50 } });
    expect(await contents()).toEqual(['For college.', 'I retire in 2031.']);
    expect(await contents('?limit=1')).toEqual(['For college.']);
    expect(await contents('?scope=user')).toEqual(['I retire in 2031.']);
    expect(await contents(`?portfolio_id=${portfolio}`)).toEqual(['For college.']);
    expect((await app.get(`${URL}/count`, { as: alice })).body).toEqual({ count: 2, max_allowed: 50 });
  });

  it('are forgotten one by one, and all at once, but nobody else’s', async () => {
    const { id } = (await remember({ content: 'One' })).body;
    await remember({ content: 'Two' });
    await remember({ content: 'Bob’s' }, bob);
    expect((await app.call('DELETE', `${URL}/${id}`, { as: alice })).status).toBe(204);
    expect(await app.call('DELETE', `${URL}/${id}`, { as: alice })).toMatchObject({
      status: 404,
      body: { code: 'memory.not_found' },
    });
    expect(await contents()).toEqual(['Two']);
    expect(await app.call('DELETE', URL, { as: alice })).toMatchObject({ status: 200, body: { deleted: 1 } });
    expect(await contents()).toEqual([]);
    expect(await contents('', bob)).toEqual(['Bob’s']);
  });

  it('are at most fifty, also when many come at once, and none is dropped for a newer one', async () => {
    for (let i = 1; i <= 48; i += 1) await remember({ content: `Number ${i}` });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((content) => remember({ content })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    expect(await remember({ content: 'e' })).toMatchObject({ status: 409, body: { code: 'memory.limit_reached' } });
    expect(await contents('?limit=100')).toContain('Number 1');
  });

  it.each([
    [{}, 'content'],
    [{ content: '' }, 'content'],
    [{ content: 'x'.repeat(501) }, 'content'],
    [{ content: 7 }, 'content'],
    [{ content: 'x', scope: 'world' }, 'scope'],
    [{ content: 'x', scope: 'portfolio' }, 'portfolio_id'],
    [{ content: 'x', scope: 'portfolio', portfolio_id: 'mine' }, 'portfolio_id'],
    [{ content: 'x', tags: 'goals' }, 'tags'],
  ])('refuse %j, naming %s', async (body, field) => {
    const { status, body: problem } = await remember(body);
    expect(status).toBe(422);
    expect(problem.detail).toContain(field);
    expect(await contents()).toEqual([]);
  });

  it('refuse a query they do not understand', async () => {
    expect(await app.get(`${URL}?scope=world`, { as: alice })).toMatchObject({ status: 422 });
    expect(await app.get(`${URL}?limit=101`, { as: alice })).toMatchObject({ status: 422 });
  });

  it('know no portfolio of another user', async () => {
    const { id } = (await remember({ content: 'Mine' })).body;
    const foreign = { content: 'x', scope: 'portfolio', portfolio_id: portfolio };
    expect(await remember(foreign, bob)).toMatchObject({ status: 404, body: { code: 'portfolio.not_found' } });
    expect(await app.get(`${URL}?portfolio_id=${portfolio}`, { as: bob })).toMatchObject({ status: 404 });
    expect(await app.call('DELETE', `${URL}/${id}`, { as: bob })).toMatchObject({ status: 404 });
    expect(await app.call('DELETE', `${URL}/${randomUUID()}`, { as: alice })).toMatchObject({ status: 404 });
    expect(await app.get(URL, { as: null })).toMatchObject({ status: 401 });
  });

  it('are told to who asks for them', async () => {
    await remember({ content: 'I never buy tobacco.' });
    const { id } = (await app.post('/api/v1/chat/conversations', { as: alice })).body;
    const answer = await app.post(`/api/v1/chat/conversations/${id}/send`, {
      as: alice,
      body: { content: 'What do you remember about me?' },
    });
    expect(framesOf(answer).at(-1)!.data.data.final_text).toContain('- I never buy tobacco.');
  });

  it('go with their portfolio, and do not come back', async () => {
    await app.post('/api/v1/portfolios', {
      as: alice,
      body: { name: 'Other', account_name: 'Other', equity_balance: 1 },
    });
    await remember({ content: 'For college.', scope: 'portfolio', portfolio_id: portfolio });
    await remember({ content: 'Of me.' });
    expect((await app.call('DELETE', `/api/v1/portfolios/${portfolio}`, { as: alice })).status).toBeLessThan(300);
    await app.app.get(EventRelayService, { strict: false }).drain();
    expect(await contents()).toEqual(['Of me.']);
    await expect(
      app.sql(
        'ai',
        `INSERT INTO ai_memories (user_id, scope, portfolio_id, content) VALUES ($1, 'portfolio', $2, 'Late')`,
        [alice.id, portfolio],
      ),
    ).rejects.toThrow('gone');
  });
});
