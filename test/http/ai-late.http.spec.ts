import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { asOwner } from '../support/empty-database.js';
import { framesOf } from '../support/read-stream.js';
import { SeededPortfolio } from '../support/seed-figures.js';

/* A program that starts while the AI database is away, and finds one that is not migrated when it comes. */

const CHATS = '/api/v1/chat/conversations';

let app: TestApp;
let user: TestUser;
let newest: { id: number; timestamp: string; name: string };

beforeAll(async () => {
  app = await TestApp.start({
    before: async (databases) => {
      [newest] = (await asOwner(
        databases.addresses.ai,
        `DELETE FROM ai_migrations WHERE id = (SELECT max(id) FROM ai_migrations) RETURNING id, timestamp, name`,
      )) as [typeof newest];
      await databases.stop('ai');
    },
  });
  user = await app.user();
});
afterAll(() => app.close());

const health = async (): Promise<{ status: string; ai: unknown }> => {
  const { body } = await app.get('/api/v1/health');
  return {
    status: body.status as string,
    ai: body.components.find(({ name }: { name: string }) => name === 'ai') as unknown,
  };
};
const down = (error: string) => ({
  status: 'degraded',
  ai: { name: 'ai', status: 'down', is_vital: false, detail: { database: app.databases.kind, error } },
});

/** It is tried again every few seconds. */
const eventually = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 100_000, interval: 200 });

describe('a program that starts without its AI database', () => {
  it('says so, and serves every figure', async () => {
    expect(await health()).toEqual(down('does not answer'));
    expect((await app.get('/api/v1/health/ready')).status).toBe(200);
    const portfolio = await SeededPortfolio.create(app, user);
    expect((await app.get(portfolio.complete, { as: user })).status).toBe(200);
  });

  it('answers, and takes feedback for later', async () => {
    const { id } = (await app.post(CHATS, { as: user })).body as { id: string };
    const frames = framesOf(await app.post(`${CHATS}/${id}/send`, { as: user, body: { content: 'Hello' } }));
    expect(frames.at(-1)!.event).toBe('done');
    const message = frames[0]!.data.assistant_message_id as string;
    const feedback = `/api/v1/chat/messages/${message}/feedback`;
    expect((await app.post(feedback, { as: user, body: { rating: 'up' } })).status).toBe(202);
    expect(await app.get(feedback, { as: user })).toMatchObject({ status: 503, body: { code: 'ai.unavailable' } });
  });

  it('refuses one whose schema is not its own', { timeout: 120_000 }, async () => {
    await app.databases.restart('ai');
    await eventually(async () => {
      expect(await health()).toEqual(down('its schema is not the one of this program'));
    });
  });

  it('takes it up once it is migrated', { timeout: 120_000 }, async () => {
    await app.sql('ai', 'INSERT INTO ai_migrations (id, timestamp, name) VALUES ($1, $2, $3)', [
      newest.id,
      newest.timestamp,
      newest.name,
    ]);
    await eventually(async () => {
      expect(await health()).toMatchObject({ status: 'healthy', ai: { status: 'up' } });
    });
  });
});
