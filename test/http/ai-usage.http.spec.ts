import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { framesOf } from '../support/read-stream.js';
import { SeededPortfolio } from '../support/seed-figures.js';

describe('the account of what is asked of the language model', () => {
  let app: TestApp;
  let ann: TestUser;
  let admin: TestUser;
  let conversation: string;

  const ask = (content: string) =>
    app.post(`/api/v1/chat/conversations/${conversation}/send`, { as: ann, body: { content } });
  const limits = async () => (await app.get('/api/v1/auth/me', { as: ann })).body.limits;
  const admins = async (path: string) => (await app.get(`/api/v1/admin/ai/${path}`, { as: admin })).body;

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    admin = await app.user({ role: 'admin' });
    const book = await SeededPortfolio.create(app, ann);
    await book.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await book.snapshot({
      date: '2024-11-29',
      cash: 1000,
      lots: [{ lot: 'aapl', price: 200 }],
      columns: { hhi: 10_000 },
    });
    conversation = (await app.post('/api/v1/chat/conversations', { as: ann, body: { portfolio_id: book.id } })).body.id;
  });
  afterAll(() => app.close());

  it('has nothing to tell before the first question', async () => {
    expect(await admins('metrics')).toMatchObject({ total_requests: 0, error_rate: null, avg_latency_ms: null });
    expect(await admins('latency')).toMatchObject({ sample_count: 0, p50_ms: null });
  });

  it('charges an answer, and keeps what it took', async () => {
    expect(await limits()).toMatchObject({ ai_messages_used: 0, ai_messages_remaining: 100 });
    expect(framesOf(await ask('How concentrated am I?')).at(-1)!.event).toBe('done');
    expect(await limits()).toMatchObject({ ai_messages_used: 1, ai_messages_remaining: 99 });
    expect(await admins('metrics')).toMatchObject({
      total_requests: 1,
      successful_requests: 1,
      failed_requests: 0,
      error_rate: 0,
      avg_latency_ms: expect.any(Number),
      avg_input_tokens: null,
      total_tool_calls: 1,
    });
    expect(await admins('tools')).toMatchObject({
      requests_with_tools: 1,
      tools: [{ tool_name: 'get_concentration_metrics', call_count: 1, percentage: 100 }],
    });
    expect(await admins('models')).toMatchObject({
      models: [{ model: 'offline-analyst', request_count: 1, percentage: 100 }],
    });
    expect((await admins('latency')).sample_count).toBe(1);
  });

  it('does not charge a failed answer', async () => {
    await app.sql(
      'core',
      `INSERT INTO ai_request_metrics (user_id, kind, model, state, error_type, error_message, input_tokens, output_tokens, created_at)
       VALUES ($1, 'chat', 'hosted', 'failed', 'model.unavailable', 'It does not answer.', 100, 10, '2024-12-02T10:00:00Z')`,
      [ann.id],
    );
    expect(await limits()).toMatchObject({ ai_messages_used: 1 });
    expect(await admins('errors')).toMatchObject({
      total_errors: 1,
      error_rate: 50,
      breakdown: [
        { error_type: 'model.unavailable', count: 1, percentage: 100, sample_messages: ['It does not answer.'] },
      ],
    });
    expect(await admins('tokens')).toMatchObject({
      total_input_tokens: 100,
      daily: [{ date: '2024-12-02', total_tokens: 110, request_count: 2 }],
    });
  });

  it('refuses the message after the last of the month, before anything is stored', async () => {
    await app.sql(
      'core',
      `INSERT INTO ai_request_metrics (user_id, kind, model, state, created_at)
       SELECT $1, 'chat', 'offline-analyst', 'answered', '2024-12-01T00:00:00Z' FROM generate_series(1, 98)`,
      [ann.id],
    );
    expect(framesOf(await ask('What is my beta?')).at(-1)!.event).toBe('done');
    const stored = async () => (await app.get(`/api/v1/chat/conversations/${conversation}/messages`, { as: ann })).text;
    const before = await stored();
    const { status, body } = await ask('One more?');
    expect(status).toBe(429);
    expect(body).toMatchObject({
      code: 'ai_limit_reached',
      error: 'ai_limit_reached',
      limit: 100,
      used: 100,
      tier: 'free',
    });
    expect(await stored()).toBe(before);
    expect(await limits()).toMatchObject({ ai_messages_used: 100, ai_messages_remaining: 0 });
  });

  it('is for administrators', async () => {
    for (const path of ['metrics', 'latency', 'tokens', 'errors', 'tools', 'models']) {
      expect((await app.get(`/api/v1/admin/ai/${path}`, { as: ann })).status).toBe(403);
      expect((await app.get(`/api/v1/admin/ai/${path}`)).status).toBe(401);
      expect((await app.get(`/api/v1/admin/ai/${path}?days=0`, { as: admin })).status).toBe(422);
    }
  });
});
