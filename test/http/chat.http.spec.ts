import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestApp, type TestUser } from '../support/app.js';
import { installKnowledge } from '../support/knowledge.js';
import { framesOf, type StreamFrame } from '../support/read-stream.js';
import { SeededPortfolio } from '../support/seed-figures.js';

const URL = '/api/v1/chat/conversations';

let app: TestApp;
let alice: TestUser;
let bob: TestUser;
let portfolio: SeededPortfolio;

beforeAll(async () => {
  app = await TestApp.start();
  await installKnowledge(app);
  alice = await app.user();
  bob = await app.user();
  portfolio = await SeededPortfolio.create(app, alice);
  await portfolio.lot('AAPL', { symbol: 'AAPL', quantity: 100, entryPrice: 200 });
  await portfolio.lot('MSFT', { symbol: 'MSFT', quantity: 50, entryPrice: 300 });
  await portfolio.snapshot({
    date: '2024-12-02',
    cash: 12_345.67,
    lots: [
      { lot: 'AAPL', price: 239.59 },
      { lot: 'MSFT', price: 430.98 },
    ],
    columns: { hhi: 5020.5, effective_num_positions: 1.99, top_3_concentration: 1, top_10_concentration: 1 },
  });
});
afterAll(() => app.close());

const start = async (as: TestUser, body: unknown = {}): Promise<string> =>
  (await app.post(URL, { as, body })).body.id as string;
const ask = (as: TestUser, id: string, content: string): Promise<Answer> =>
  app.post(`${URL}/${id}/send`, { as, body: { content } });
const last = (frames: readonly StreamFrame[]): StreamFrame => frames.at(-1)!;
const messages = async (as: TestUser, id: string) => (await app.get(`${URL}/${id}/messages`, { as })).body;

describe('sending a message', () => {
  it('streams the events of the contract in order, each with its number', async () => {
    const id = await start(alice, { portfolio_id: portfolio.id });
    const answer = await ask(alice, id, '  How concentrated am I, and what does that mean?  ');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('text/event-stream'),
      'cache-control': expect.stringContaining('no-cache'),
      'x-accel-buffering': 'no',
    });
    const frames = framesOf(answer);
    expect(frames.map(({ id: seq }) => seq)).toEqual(frames.map((_, index) => String(index)));
    expect(frames.every(({ event, data }) => event === data.type)).toBe(true);
    const kinds = frames.map(({ event }) => event).filter((kind, index, all) => kind !== all[index - 1]);
    expect(kinds).toEqual(['message_created', 'start', 'tool_call', 'tool_result', 'token', 'done']);
    expect(frames[0]!.data).toMatchObject({
      conversation_id: id,
      run_id: expect.stringMatching(/^run_[0-9a-f]{12}$/),
      user_message_id: expect.any(String),
      assistant_message_id: expect.any(String),
    });
    expect(frames[1]!.data.data).toEqual({
      conversation_id: id,
      mode: 'green',
      model: 'offline-analyst',
      portfolio_id: portfolio.id,
      web_search_enabled: false,
    });
  });

  it('traces each figure to its tool result or passage, cites, and stores it all', async () => {
    const id = await start(alice, { portfolio_id: portfolio.id });
    const frames = framesOf(await ask(alice, id, 'How concentrated am I, and what does that mean?'));
    const { data } = last(frames).data;
    const tokens = frames.filter(({ event }) => event === 'token').map((frame) => frame.data.data.delta as string);
    expect(tokens.join('')).toBe(data.final_text);
    expect(data.final_text).toContain('5,021');
    expect(data.final_text).toContain('[1]');
    expect(data.citations[0]).toMatchObject({ index: 1, source_key: 'concentration-hhi' });
    const result = frames.find(({ event }) => event === 'tool_result')!.data.data.tool_result;
    expect(data.figures.find(({ text }: { text: string }) => text === '5,021')).toMatchObject({
      traced: true,
      source: { result_id: result.meta.result_id, tool_name: 'get_concentration_metrics', path: 'hhi' },
    });
    expect(data).toMatchObject({ untraced_count: 0, tool_calls_count: 1, model_used: 'offline-analyst' });
    const [question, stored] = await messages(alice, id);
    expect(question).toMatchObject({ sequence: 1, role: 'user', status: 'complete' });
    expect(stored).toMatchObject({
      id: frames[0]!.data.assistant_message_id,
      ...{ sequence: 2, role: 'assistant', status: 'complete', model: 'offline-analyst', error: null },
      content: data.final_text,
      citations: data.citations,
      figures: data.figures,
      tool_calls: [{ tool_name: 'get_concentration_metrics', tool_result: result }],
    });
  });

  it('takes the other path and body as the same request, and remembers the conversation', async () => {
    const id = await start(alice, { portfolio_id: portfolio.id });
    await ask(alice, id, 'How concentrated am I?');
    const body = { conversation_id: id, text: 'And what is the net asset value?', ui_context: { page_hint: 'x' } };
    const frames = framesOf(await app.post('/api/v1/chat/send', { as: alice, body }));
    const { final_text } = last(frames).data.data;
    expect(final_text).not.toContain('not a language model');
    // 100 × 239.59 + 50 × 430.98 + 12,345.67
    expect(final_text).toContain('57,854');
    expect((await messages(alice, id)).map(({ sequence }: { sequence: number }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it('cites nothing where the knowledge base has nothing', async () => {
    const id = await start(alice, { portfolio_id: portfolio.id });
    const { data } = last(framesOf(await ask(alice, id, 'Who won the world cup?'))).data;
    expect(data).toMatchObject({ citations: [], figures: [] });
  });
});

describe('refusals come before the stream', () => {
  it.each([
    ['no text', ''],
    ['blank text', '   '],
    ['text that is too long', 'x'.repeat(4001)],
  ])('%s', async (_, content) => {
    const id = await start(alice);
    expect(await ask(alice, id, content)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
  });

  it("another user's conversation and portfolio are missing", async () => {
    const id = await start(alice);
    for (const missing of [id, randomUUID()]) {
      expect(await ask(bob, missing, 'Hi')).toMatchObject({ status: 404, body: { code: 'conversation.not_found' } });
    }
    const own = await start(bob);
    const body = { conversation_id: own, text: 'Hi', ui_context: { portfolio_id: portfolio.id } };
    expect(await app.post('/api/v1/chat/send', { as: bob, body })).toMatchObject({
      status: 404,
      body: { code: 'portfolio.not_found' },
    });
    expect(await messages(bob, own)).toEqual([]);
  });

  it('a second question has to wait for the first answer, but not for ever', async () => {
    const id = await start(alice);
    await app.sql(
      'core',
      `INSERT INTO agent_messages (conversation_id, sequence, role, status, content)
       VALUES ($1, 1, 'user', 'complete', 'Hi'), ($1, 2, 'assistant', 'pending', '')`,
      [id],
    );
    expect(await ask(alice, id, 'Hello?')).toMatchObject({
      status: 409,
      body: { code: 'conversation.answer_pending' },
    });
    await app.sql(
      'core',
      `UPDATE agent_messages SET created_at = now() - interval '3 minutes' WHERE conversation_id = $1`,
      [id],
    );
    // Nobody waits for it any more, and nobody has to ask again to learn that.
    expect(await messages(alice, id)).toMatchObject([{}, { status: 'failed', error: { code: 'chat.abandoned' } }]);
    expect((await ask(alice, id, 'Hello?')).status).toBe(200);
    expect(await messages(alice, id)).toMatchObject([
      {},
      { status: 'failed', error: { code: 'chat.abandoned' } },
      { role: 'user' },
      { status: 'complete' },
    ]);
  });
});
