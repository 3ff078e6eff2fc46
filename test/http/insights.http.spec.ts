import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

describe('insights over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let book: SeededPortfolio;
  let id: string;

  const generate = (body: Record<string, unknown> = {}, as = ann) =>
    app.post('/api/v1/insights/generate', {
      as,
      body: { portfolio_id: book.id, insight_type: 'concentration_risk', ...body },
    });
  const list = async (query = '') => (await app.get(`/api/v1/insights/portfolio/${book.id}${query}`, { as: ann })).body;
  const used = async () => (await app.get('/api/v1/auth/me', { as: ann })).body.limits.ai_messages_used;

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    bob = await app.user();
    book = await SeededPortfolio.create(app, ann);
    await book.lot('aapl', { symbol: 'AAPL', quantity: 100, entryPrice: 100 });
    await book.snapshot({
      date: '2024-11-29',
      cash: 1000,
      lots: [{ lot: 'aapl', price: 200 }],
      columns: { hhi: 10_000, effective_num_positions: 1, top_3_concentration: 1, top_10_concentration: 1 },
    });
  });
  afterAll(() => app.close());

  it('writes an analysis whose figures are traced', async () => {
    const { status, body } = await generate();
    expect(status).toBe(201);
    id = body.id;
    expect(body).toMatchObject({
      portfolio_id: book.id,
      insight_type: 'concentration_risk',
      title: 'Concentration: Growth, 2024-11-29',
      severity: 'elevated',
      recommendations: [],
      viewed: false,
      dismissed: false,
      user_rating: null,
      performance: { cost_usd: null, generation_time_ms: expect.any(Number), token_count: null },
    });
    expect(body.full_analysis).toContain('## Concentration');
    expect(body.key_findings.length).toBeGreaterThan(0);
    expect(body.figures.length).toBeGreaterThan(0);
    expect(body.figures.every(({ traced }: { traced: boolean }) => traced)).toBe(true);
    expect(await used()).toBe(1);
  });

  it('gives it again for a day, without a charge', async () => {
    expect((await generate()).body.id).toBe(id);
    expect(await used()).toBe(1);
    expect((await generate({ user_question: 'What is my beta?' })).body.id).not.toBe(id);
    expect(await used()).toBe(2);
  });

  it('is read without being marked, and marked by saying so', async () => {
    const url = `/api/v1/insights/${id}`;
    await app.get(url, { as: ann });
    expect((await app.get(url, { as: ann })).body.viewed).toBe(false);
    const marked = await app.call('PATCH', url, { as: ann, body: { viewed: true } });
    expect(marked).toMatchObject({ status: 200, body: { id, viewed: true, dismissed: false } });
  });

  it('is rated from 1 to 5', async () => {
    const rate = (body: unknown) => app.post(`/api/v1/insights/${id}/feedback`, { as: ann, body });
    expect(await rate({ rating: 4.5, feedback: 'good' })).toMatchObject({
      status: 200,
      body: { message: expect.any(String) },
    });
    expect((await app.get(`/api/v1/insights/${id}`, { as: ann })).body).toMatchObject({
      user_rating: 4.5,
      user_feedback: 'good',
    });
    for (const rating of [0.9, 5.1, 'x', undefined]) expect((await rate({ rating })).status).toBe(422);
  });

  it('is listed newest first, until it is dismissed', async () => {
    expect(await list('?limit=1')).toMatchObject({ total: 2, has_more: true });
    expect((await list('?insight_type=daily_summary')).insights).toEqual([]);
    expect((await app.get(`/api/v1/insights/portfolio/${book.id}?insight_type=x`, { as: ann })).status).toBe(422);
    await app.call('PATCH', `/api/v1/insights/${id}`, { as: ann, body: { dismissed: true } });
    const { insights, total, has_more } = await list();
    expect([insights.map((one: { id: string }) => one.id).includes(id), total, has_more]).toEqual([false, 1, false]);
  });

  it('takes from the plan, and nothing when there is none left', async () => {
    await app.sql(
      'core',
      `INSERT INTO ai_request_metrics (user_id, kind, model, state, created_at)
       SELECT $1, 'chat', 'offline-analyst', 'answered', '2024-12-01T00:00:00Z' FROM generate_series(1, 98)`,
      [ann.id],
    );
    expect(await generate({ insight_type: 'daily_summary' })).toMatchObject({
      status: 429,
      body: { code: 'ai_limit_reached' },
    });
  });

  it('is not there for a stranger, and closed to who is not signed in', async () => {
    const answers = [
      await generate({}, bob),
      await app.get(`/api/v1/insights/portfolio/${book.id}`, { as: bob }),
      await app.get(`/api/v1/insights/${id}`, { as: bob }),
      await app.call('PATCH', `/api/v1/insights/${id}`, { as: bob, body: { viewed: false } }),
      await app.post(`/api/v1/insights/${id}/feedback`, { as: bob, body: { rating: 1 } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await app.get(`/api/v1/insights/${id}`)).status).toBe(401);
    expect((await generate({ insight_type: 'horoscope' })).status).toBe(422);
    expect((await generate({ portfolio_id: '1' })).status).toBe(422);
  });
});
