import { getDataSourceToken } from '@nestjs/typeorm';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AI } from '../../src/ai/ai.data-source.js';
import { EventRelayService } from '../../src/ai/events/event-relay.service.js';
import { connectionOptions } from '../../src/shared/database/database-address.js';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { installKnowledge } from '../support/knowledge.js';
import { framesOf } from '../support/read-stream.js';
import { SeededPortfolio } from '../support/seed-figures.js';
import { serverUrls } from '../support/templates.js';

const URL = '/api/v1/chat/conversations';

let app: TestApp;
let user: TestUser;
let portfolio: SeededPortfolio;
let relay: EventRelayService;
let rated: string;
let doomed: { conversation: string; answer: string };

const ask = async (text: string) => {
  const { id } = (await app.post(URL, { as: user })).body as { id: string };
  const frames = framesOf(await app.post(`${URL}/${id}/send`, { as: user, body: { content: text } }));
  return { id, frames, answer: frames[0]!.data.assistant_message_id as string, end: frames.at(-1)! };
};
const give = (message: string, body: unknown): Promise<Answer> =>
  app.post(`/api/v1/chat/messages/${message}/feedback`, { as: user, body });
const feedbackOf = (message: string) =>
  app.sql('ai', 'SELECT rating, comment FROM ai_feedback WHERE message_id = $1', [message]);

beforeAll(async () => {
  app = await TestApp.start();
  await installKnowledge(app);
  relay = app.app.get(EventRelayService, { strict: false });
  user = await app.user();
  portfolio = await SeededPortfolio.create(app, user);
  await portfolio.lot('AAPL', { symbol: 'AAPL', quantity: 100, entryPrice: 200 });
  await portfolio.snapshot({
    date: '2024-12-02',
    cash: 1_000,
    lots: [{ lot: 'AAPL', price: 239.59 }],
    columns: { hhi: 10_000, effective_num_positions: 1, top_3_concentration: 1, top_10_concentration: 1 },
  });
  const before = await ask('How concentrated am I, and what does that mean?');
  expect(before.end.data.data.citations).not.toEqual([]);
  await give(before.answer, { rating: 'up' });
  doomed = { conversation: before.id, answer: before.answer };
  await app.databases.stop('ai');
});
afterAll(() => app.close());

describe('while the AI database is away', () => {
  it('says degraded, and which part', async () => {
    const { status, body } = await app.get('/api/v1/health');
    expect(status).toBe(200);
    expect(body.status).toBe('degraded');
    const states = Object.fromEntries(
      body.components.map((component: { name: string; status: string }) => [component.name, component.status]),
    );
    expect(states).toMatchObject({ core: 'up', ai: 'down', core_events: 'up' });
  });

  it('serves the figures', async () => {
    expect((await app.get(portfolio.complete, { as: user })).status).toBe(200);
    expect((await app.get(portfolio.analytics('concentration'), { as: user })).status).toBe(200);
  });

  it('answers without recall, every figure traced', async () => {
    const { frames, end, answer } = await ask('How concentrated am I, and what does that mean?');
    expect(end.event).toBe('done');
    expect(end.data.data).toMatchObject({ citations: [], untraced_count: 0 });
    expect(end.data.data.final_text).toContain('10,000');
    expect(frames.find(({ event }) => event === 'info')!.data.data).toEqual({ info_type: 'without_recall' });
    rated = answer;
  });

  it('accepts feedback for later', async () => {
    const { status, body } = await give(rated, { rating: 'down', comment: 'Says little' });
    expect(status).toBe(202);
    expect(body).toEqual({
      status: 'accepted',
      id: null,
      message_id: rated,
      rating: 'down',
      edited_text: null,
      comment: 'Says little',
      created_at: null,
      updated_at: null,
    });
    expect(await app.get(`/api/v1/chat/messages/${rated}/feedback`, { as: user })).toMatchObject({
      status: 503,
      body: { code: 'ai.unavailable' },
      headers: { 'retry-after': '30' },
    });
  });

  it('withdraws feedback and deletes conversations for later, too', async () => {
    const { answer } = await ask('Hello');
    expect((await give(answer, { rating: 'up' })).status).toBe(202);
    expect((await app.call('DELETE', `/api/v1/chat/messages/${answer}/feedback`, { as: user })).status).toBe(204);
    expect((await app.call('DELETE', `${URL}/${doomed.conversation}`, { as: user })).status).toBe(204);
  });

  it('lets the relay wait without counting attempts', async () => {
    await expect(relay.drain()).rejects.toMatchObject({ code: 'ai.unavailable' });
    const waiting = await app.sql<{ type: string; attempts: number }>(
      'core',
      'SELECT type, attempts FROM outbox_events WHERE delivered_at IS NULL ORDER BY id',
    );
    expect(waiting).toEqual([
      { type: 'feedback.given', attempts: 0 },
      { type: 'feedback.given', attempts: 0 },
      { type: 'feedback.withdrawn', attempts: 0 },
      { type: 'conversation.deleted', attempts: 0 },
    ]);
  });
});

describe('when the AI database is back', () => {
  beforeAll(async () => {
    await app.databases.restart('ai');
  });

  it('everything that waited arrives, in order', async () => {
    expect(await relay.drain()).toBe(4);
    expect(await feedbackOf(rated)).toEqual([{ rating: 'down', comment: 'Says little' }]);
    expect(await feedbackOf(doomed.answer)).toEqual([]);
    expect(await app.sql('ai', 'SELECT FROM ai_feedback')).toHaveLength(1);
    expect((await app.get(`/api/v1/chat/messages/${rated}/feedback`, { as: user })).body).toMatchObject({
      message_id: rated,
      rating: 'down',
    });
  });

  it('health and citations are back', async () => {
    const status = async (): Promise<string> => (await app.get('/api/v1/health')).body.status as string;
    await expect.poll(status, { timeout: 30_000 }).toBe('healthy');
    const { end } = await ask('How concentrated am I, and what does that mean?');
    expect(end.data.data.citations).not.toEqual([]);
  });
});

describe('an AI database that is away in another way', () => {
  /** Of the pool, for connections that it makes from now on. */
  let options: Record<string, unknown>;
  let before: Record<string, unknown>;
  const replaceConnections = (changes: Record<string, unknown>): void => {
    const pool = poolOf(app);
    Object.assign(pool.options, changes);
    for (const { client } of [...pool._idle]) client.connection.stream.destroy();
  };
  const accepts = async (): Promise<void> => {
    const { status, body } = await give(rated, { rating: 'up', comment: 'Meanwhile' });
    expect({ status, body }).toMatchObject({ status: 202, body: { status: 'accepted' } });
  };

  beforeAll(() => {
    ({ options } = poolOf(app));
    before = { ...options };
  });
  afterEach(async () => {
    replaceConnections({ ...Object.fromEntries(Object.keys(options).map((key) => [key, undefined])), ...before });
    expect(await relay.drain()).toBe(1);
    expect(await feedbackOf(rated)).toEqual([{ rating: 'up', comment: 'Meanwhile' }]);
  });

  it('has a name that nobody knows: feedback is accepted for later', async () => {
    // Reserved, so that no name server has it.
    replaceConnections({ connectionString: undefined, host: 'database.invalid' });
    await accepts();
  });

  // An embedded database has one backend, which the lock would keep from opening connections, too.
  it.runIf(serverUrls())('is there and silent: feedback is accepted for later', async () => {
    const blocker = new pg.Client(connectionOptions(app.databases.addresses.ai));
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE ai_feedback');
    // Whichever statement meets it first: the answer is the same.
    replaceConnections({ query_timeout: 1_500 });
    await accepts();
    await blocker.query('ROLLBACK');
    await blocker.end();
  });
});

interface Pool {
  readonly options: Record<string, unknown>;
  readonly _idle: readonly { readonly client: { readonly connection: { readonly stream: { destroy(): void } } } }[];
}

const poolOf = ({ app: nest }: TestApp): Pool =>
  (nest.get<DataSource>(getDataSourceToken(AI), { strict: false }).driver as unknown as { master: Pool }).master;
