import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventRelayService } from '../../src/ai/events/event-relay.service.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';

let app: TestApp;
let alice: TestUser;
let bob: TestUser;
let relay: EventRelayService;

beforeAll(async () => {
  app = await TestApp.start();
  relay = app.app.get(EventRelayService, { strict: false });
  alice = await app.user();
  bob = await app.user();
});
afterAll(() => app.close());

interface Exchange {
  readonly conversation: string;
  readonly question: string;
  readonly answer: string;
}

async function exchange(as: TestUser): Promise<Exchange> {
  const { id: conversation } = (await app.post('/api/v1/chat/conversations', { as })).body;
  const [question, answer] = await app.sql<{ id: string }>(
    'core',
    `INSERT INTO agent_messages (conversation_id, sequence, role, content)
     VALUES ($1, 1, 'user', 'Hi'), ($1, 2, 'assistant', 'Hello') RETURNING id`,
    [conversation],
  );
  return { conversation, question: question!.id, answer: answer!.id };
}

const url = (message: string): string => `/api/v1/chat/messages/${message}/feedback`;
const give = (as: TestUser, message: string, body: unknown): Promise<Answer> => app.post(url(message), { as, body });
const rows = (message: string) =>
  app.sql('ai', 'SELECT rating, comment FROM ai_feedback WHERE message_id = $1', [message]);

/** Ample: what is waited for comes at once, but on a busy machine. */
const WAIT = { timeout: 30_000 };
const health = async (): Promise<{ status: string; components: unknown[] }> => (await app.get('/api/v1/health')).body;

describe('feedback', () => {
  it('is one a message and user: giving it again replaces it', async () => {
    const { answer } = await exchange(alice);
    const first = await give(alice, answer, { rating: 'up' });
    expect(first).toMatchObject({ status: 200 });
    expect(first.body).toEqual({
      id: expect.any(String),
      message_id: answer,
      rating: 'up',
      edited_text: null,
      comment: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const second = await give(alice, answer, { rating: 'down', comment: 'No session named', edited_text: 'Better' });
    expect(second.body).toMatchObject({ id: first.body.id, rating: 'down', comment: 'No session named' });
    expect((await app.get(url(answer), { as: alice })).body).toEqual(second.body);
    expect(await rows(answer)).toHaveLength(1);
  });

  it('is null where none was given, and after it was withdrawn', async () => {
    const { answer } = await exchange(alice);
    expect(await app.get(url(answer), { as: alice })).toMatchObject({ status: 200, text: 'null' });
    await give(alice, answer, { rating: 'up' });
    expect((await app.call('DELETE', url(answer), { as: alice })).status).toBe(204);
    expect((await app.get(url(answer), { as: alice })).text).toBe('null');
    expect((await app.call('DELETE', url(answer), { as: alice })).status).toBe(204);
    await relay.drain();
  });

  it('can be given again after it was withdrawn, before core has told of the withdrawal', async () => {
    const { answer } = await exchange(alice);
    await give(alice, answer, { rating: 'up' });
    await app.call('DELETE', url(answer), { as: alice });
    await give(alice, answer, { rating: 'down' });
    await relay.drain();
    expect(await rows(answer)).toEqual([{ rating: 'down', comment: null }]);
  });

  it.each([{}, { rating: 'sideways' }, { rating: 'up', comment: 'x'.repeat(4001) }])('refuses %o', async (body) => {
    const { answer } = await exchange(alice);
    expect((await give(alice, answer, body)).status).toBe(422);
  });

  it('is for answers, and for those of one’s own', async () => {
    const { question, answer } = await exchange(alice);
    expect(await give(alice, question, { rating: 'up' })).toMatchObject({
      status: 422,
      body: { code: 'message.not_an_answer' },
    });
    for (const call of [
      give(bob, answer, { rating: 'up' }),
      give(bob, randomUUID(), { rating: 'up' }),
      app.get(url(answer), { as: bob }),
      app.call('DELETE', url(answer), { as: bob }),
    ]) {
      expect(await call).toMatchObject({ status: 404, body: { code: 'message.not_found' } });
    }
  });
});

describe('the relay', () => {
  it('removes the feedback of a deleted conversation, once, and lets none in afterwards', async () => {
    const { conversation, answer } = await exchange(alice);
    const other = await exchange(alice);
    await give(alice, answer, { rating: 'up' });
    await give(alice, other.answer, { rating: 'up' });
    await app.call('DELETE', `/api/v1/chat/conversations/${conversation}`, { as: alice });
    expect(await relay.drain()).toBe(1);
    expect(await rows(answer)).toEqual([]);
    expect(await rows(other.answer)).toHaveLength(1);
    expect(await relay.drain()).toBe(0);
    const late = app.sql(
      'ai',
      `INSERT INTO ai_feedback (message_id, conversation_id, user_id, rating) VALUES ($1, $2, $3, 'up')`,
      [answer, conversation, alice.id],
    );
    await expect(late).rejects.toMatchObject({ code: 'SG001' });
  });

  it('applies an event once, however often it arrives', async () => {
    const { conversation, answer } = await exchange(alice);
    const payload = JSON.stringify({ conversation_id: conversation, rating: 'up', comment: 'once' });
    await app.sql(
      'core',
      `INSERT INTO outbox_events (type, aggregate_id, user_id, payload) VALUES ('feedback.given', $1, $2, $3)`,
      [answer, alice.id, payload],
    );
    expect(await relay.drain()).toBe(1);
    await app.sql('ai', 'DELETE FROM ai_feedback WHERE message_id = $1', [answer]);
    await app.sql(
      'core',
      'UPDATE outbox_events SET delivered_at = NULL, next_attempt_at = now(), payload = $2 WHERE aggregate_id = $1',
      [answer, payload],
    );
    expect(await relay.drain()).toBe(1);
    expect(await rows(answer)).toEqual([]);
  });

  it('follows a core database that was restored and gives its numbers again', async () => {
    const before = await exchange(alice);
    await app.call('DELETE', `/api/v1/chat/conversations/${before.conversation}`, { as: alice });
    expect(await relay.drain()).toBe(1);
    const [{ id }] = (await app.sql<{ id: string }>('core', 'SELECT max(id)::text AS id FROM outbox_events')) as [
      { id: string },
    ];
    await app.sql('core', 'DELETE FROM outbox_events WHERE id = $1', [id]);
    await app.sql('core', `SELECT setval('outbox_events_id_seq', $1::bigint, false)`, [id]);

    const after = await exchange(alice);
    await give(alice, after.answer, { rating: 'up' });
    await app.call('DELETE', `/api/v1/chat/conversations/${after.conversation}`, { as: alice });
    expect(await app.sql('core', 'SELECT max(id)::text AS id FROM outbox_events')).toEqual([{ id }]);
    expect(await relay.drain()).toBe(1);
    expect(await rows(after.answer)).toEqual([]);
  });

  it('erases all that is a user’s', async () => {
    const carol = await app.user();
    const { answer } = await exchange(carol);
    await give(carol, answer, { rating: 'down' });
    await app.sql('core', `INSERT INTO outbox_events (type, aggregate_id, user_id) VALUES ('user.erased', $1, $1)`, [
      carol.id,
    ]);
    await relay.drain();
    expect(await rows(answer)).toEqual([]);
    expect(await give(carol, answer, { rating: 'up' })).toMatchObject({ status: 404 });
  });

  it('postpones what cannot be applied, keeps the order of one message, and gives up loudly', async () => {
    const { answer } = await exchange(alice);
    await app.sql(
      'core',
      `INSERT INTO outbox_events (type, aggregate_id, user_id, payload)
       VALUES ('feedback.given', $1, $2, '{"rating": "sideways"}'), ('feedback.withdrawn', $1, $2, '{}')`,
      [answer, alice.id],
    );
    expect(await relay.drain()).toBe(0);
    const state = () =>
      app.sql<{ attempts: number; last_error: string | null; delivered_at: Date | null }>(
        'core',
        'SELECT attempts, last_error, delivered_at FROM outbox_events WHERE aggregate_id = $1 ORDER BY id',
        [answer],
      );
    const [given, withdrawn] = await state();
    // At least one: on a busy machine the pause after the first is over before the round is.
    expect(given!.attempts).toBeGreaterThanOrEqual(1);
    expect(given).toMatchObject({ last_error: expect.stringContaining('rating'), delivered_at: null });
    expect(withdrawn).toMatchObject({ attempts: 0, delivered_at: null });
    await expect.poll(health, WAIT).toMatchObject({ status: 'healthy' });
    await app.sql(
      'core',
      `UPDATE outbox_events SET attempts = 19, next_attempt_at = now()
        WHERE aggregate_id = $1 AND type = 'feedback.given'`,
      [answer],
    );
    expect(await relay.drain()).toBe(1);
    expect(await state()).toMatchObject([{ attempts: 20, delivered_at: null }, { delivered_at: expect.any(Date) }]);
    await expect.poll(health, WAIT).toMatchObject({ status: 'degraded' });
    expect((await health()).components).toContainEqual(
      expect.objectContaining({ name: 'core_events', detail: expect.objectContaining({ given_up: 1 }) }),
    );
  });
});
