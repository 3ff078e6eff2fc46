import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const URL = '/api/v1/chat/conversations';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let app: TestApp;
let alice: TestUser;
let bob: TestUser;

beforeAll(async () => {
  app = await TestApp.start();
  alice = await app.user();
  bob = await app.user();
});
afterAll(() => app.close());

const create = async (as: TestUser, body: unknown = {}): Promise<{ id: string }> =>
  (await app.post(URL, { as, body })).body;

describe('creating a conversation', () => {
  it('answers the contract with a title', async () => {
    const { status, body } = await app.post(URL, {
      as: alice,
      body: { title: '  Risk talk ', mode: 'blue', page_hint: 'dashboard', route: '/x', unknown: 1 },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      mode: 'blue',
      title: 'Risk talk',
      portfolio_id: null,
      provider: 'offline',
      provider_thread_id: null,
      created_at: expect.stringMatching(TIME),
      updated_at: expect.stringMatching(TIME),
    });
  });

  it('needs no body', async () => {
    const { status, body } = await app.post(URL, { as: alice });
    expect(status).toBe(201);
    expect(body).toMatchObject({ mode: 'green', title: null, portfolio_id: null });
  });

  it('is about the only portfolio, and about none when there are several', async () => {
    const user = await app.user();
    const { id } = await SeededPortfolio.create(app, user);
    expect((await app.post(URL, { as: user })).body).toMatchObject({ portfolio_id: id });
    await SeededPortfolio.create(app, user);
    expect((await app.post(URL, { as: user })).body).toMatchObject({ portfolio_id: null });
    const chosen = await app.post(URL, { as: user, body: { portfolio_ids: [id.toUpperCase()] } });
    expect(chosen.body).toMatchObject({ portfolio_id: id });
  });

  it("answers 404 for another user's portfolio, wherever it is named", async () => {
    const { id: foreign } = await SeededPortfolio.create(app, bob);
    const { id: own } = await SeededPortfolio.create(app, alice);
    for (const body of [{ portfolio_id: foreign }, { portfolio_ids: [own, foreign] }, { portfolio_id: randomUUID() }]) {
      const answer = await app.post(URL, { as: alice, body });
      expect(answer).toMatchObject({ status: 404, body: { code: 'portfolio.not_found' } });
    }
  });

  it.each([{ mode: 'red' }, { portfolio_id: 'x' }, { title: 'x'.repeat(201) }, { portfolio_ids: 'all' }])(
    'refuses %o',
    async (body) => {
      expect(await app.post(URL, { as: alice, body })).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    },
  );
});

describe('reading conversations', () => {
  it('lists the newest first, page by page, and nobody else has them', async () => {
    const user = await app.user();
    const ids: string[] = [];
    for (const title of ['first', 'second', 'third']) ids.unshift((await create(user, { title })).id);
    const list = await app.get(URL, { as: user });
    expect(list.body.map(({ id }: { id: string }) => id)).toEqual(ids);
    const page = await app.get(`${URL}?limit=1&offset=1`, { as: user });
    expect(page.body).toMatchObject([{ id: ids[1], title: 'second' }]);
    expect((await app.get(URL, { as: await app.user() })).body).toEqual([]);
  });

  it.each(['limit=101', 'limit=0', 'offset=-1', 'limit=x'])('refuses ?%s', async (query) => {
    expect((await app.get(`${URL}?${query}`, { as: alice })).status).toBe(422);
  });

  it('changes the mode', async () => {
    const { id } = await create(alice);
    const { status, body } = await app.call('PUT', `${URL}/${id}/mode`, { as: alice, body: { mode: 'violet' } });
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      previous_mode: 'green',
      new_mode: 'violet',
      changed_at: expect.stringMatching(TIME),
    });
    expect((await app.get(`${URL}/${id}`, { as: alice })).body).toMatchObject({ id, mode: 'violet' });
  });

  it('answers 404 to everybody else', async () => {
    const { id } = await create(alice);
    const calls = [
      app.get(`${URL}/${id}`, { as: bob }),
      app.get(`${URL}/${id}/messages`, { as: bob }),
      app.call('PUT', `${URL}/${id}/mode`, { as: bob, body: { mode: 'blue' } }),
      app.call('DELETE', `${URL}/${id}`, { as: bob }),
    ];
    for (const answer of await Promise.all(calls)) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'conversation.not_found' } });
    }
    expect((await app.get(`${URL}/${id}`, { as: alice })).status).toBe(200);
  });

  it('needs a signed-in user', async () => {
    expect((await app.get(URL)).status).toBe(401);
  });
});

describe('deleting a conversation', () => {
  it('deletes its messages and tells the outbox in the same transaction', async () => {
    const { id } = await create(alice);
    const [question, answer] = await app.sql<{ id: string }>(
      'core',
      `INSERT INTO agent_messages (conversation_id, sequence, role, content)
       VALUES ($1, 1, 'user', 'Hi'), ($1, 2, 'assistant', 'Hello') RETURNING id`,
      [id],
    );
    expect(await app.call('DELETE', `${URL}/${id}`, { as: alice })).toMatchObject({ status: 204, text: '' });
    expect((await app.get(`${URL}/${id}`, { as: alice })).status).toBe(404);
    expect(await app.sql('core', 'SELECT id FROM agent_messages WHERE conversation_id = $1', [id])).toEqual([]);
    const events = await app.sql('core', 'SELECT type, user_id, payload FROM outbox_events WHERE aggregate_id = $1', [
      id,
    ]);
    expect(events).toEqual([
      {
        type: 'conversation.deleted',
        user_id: alice.id,
        payload: { message_ids: [question!.id, answer!.id] },
      },
    ]);
    expect((await app.call('DELETE', `${URL}/${id}`, { as: alice })).status).toBe(404);
  });
});
