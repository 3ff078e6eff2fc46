import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RetentionService } from '../../src/core/retention/retention.service.js';
import { TestApp, type TestUser } from '../support/app.js';

/** The clock of the tests stands in December 2024: 400 days before it is the end of October 2023. */
const [OLD, YOUNG] = ['2023-10-01', '2023-12-01'];

describe('what is written about events', () => {
  let app: TestApp;
  let ann: TestUser;

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    for (const table of ['user_activity_events', 'ai_request_metrics', 'outbox_events', 'batch_run_tracking'])
      await app.sql('core', `DELETE FROM ${table}`);
  });

  const prune = () => app.app.get(RetentionService, { strict: false }).prune();
  const left = async (table: string, column = 'created_at'): Promise<string[]> => {
    const rows = await app.sql<{ day: string | null }>(
      'core',
      `SELECT to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM ${table} ORDER BY 1`,
    );
    return rows.map(({ day }) => day ?? 'none');
  };
  const activity = (day: string) =>
    app.sql('core', `INSERT INTO user_activity_events (event_type, created_at) VALUES ('onboarding.login_error', $1)`, [
      day,
    ]);
  const run = (day: string, status: string, portfolio: string | null = null) =>
    app.sql(
      'core',
      `INSERT INTO batch_run_tracking (triggered_by, to_date, status, portfolio_id, created_at) VALUES ('test', $1::date, $2, $3, $1::date)`,
      [day, status, portfolio],
    );

  it('is taken away after 400 days, and what is younger stays', async () => {
    for (const day of [OLD, YOUNG]) {
      await activity(day);
      await app.sql(
        'core',
        `INSERT INTO ai_request_metrics (user_id, kind, model, state, created_at) VALUES ($1, 'insight', 'm', 'answered', $2)`,
        [ann.id, day],
      );
    }
    expect(await prune()).toMatchObject({ user_activity_events: 1, ai_request_metrics: 1 });
    expect(await left('user_activity_events')).toEqual([YOUNG]);
    expect(await left('ai_request_metrics')).toEqual([YOUNG]);
    expect(await prune()).toMatchObject({ user_activity_events: 0, ai_request_metrics: 0 });
  });

  it('goes however much of it there is', async () => {
    await app.sql(
      'core',
      `INSERT INTO user_activity_events (event_type, created_at)
       SELECT 'onboarding.login_error', $1 FROM generate_series(1, 12000)`,
      [OLD],
    );
    expect(await prune()).toMatchObject({ user_activity_events: 12_000 });
  });

  it('goes for sessions by their end, and a session that lives stays', async () => {
    const session = (expires: string, revoked: string | null) =>
      app.sql(
        'core',
        `INSERT INTO user_sessions (user_id, refresh_hash, created_at, expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5)`,
        [ann.id, randomUUID(), OLD, expires, revoked],
      );
    const before = await app.sql('core', 'SELECT FROM user_sessions');
    await session(OLD, null);
    await session('2025-06-01', OLD);
    await session('2025-06-01', null);
    await session(YOUNG, null);
    expect(await prune()).toMatchObject({ user_sessions: 2 });
    expect(await app.sql('core', 'SELECT FROM user_sessions')).toHaveLength(before.length + 2);
  });

  it('stays in the outbox until it is delivered', async () => {
    for (const delivered of [OLD, YOUNG, null])
      await app.sql(
        'core',
        `INSERT INTO outbox_events (type, aggregate_id, occurred_at, delivered_at) VALUES ('user.erased', $1, $2, $3)`,
        [randomUUID(), OLD, delivered],
      );
    expect(await prune()).toMatchObject({ outbox_events: 1 });
    expect(await left('outbox_events', 'delivered_at')).toEqual([YOUNG, 'none']);
  });

  it('goes for runs with their pieces, but not for one under way, nor for the newest', async () => {
    const { body } = await app.post('/api/v1/portfolios', { as: ann, body: { name: 'Growth', account_name: 'Main' } });
    await run('2023-09-01', 'failed');
    await run('2023-09-02', 'running');
    await run(OLD, 'completed');
    await run('2023-08-01', 'completed', body.id as string);
    await app.sql(
      'core',
      `INSERT INTO batch_pieces (run_id, piece_number, dataset, portfolio_ids, status)
       SELECT id, 1, 'csv', '{}', 'dead' FROM batch_run_tracking`,
    );
    expect(await prune()).toMatchObject({ batch_run_tracking: 1 });
    expect(await left('batch_run_tracking')).toEqual(['2023-08-01', '2023-09-02', OLD]);
    expect(await app.sql('core', 'SELECT FROM batch_pieces')).toHaveLength(3);
  });

  it('stays for ever where RETENTION_DAYS is 0', async () => {
    const keeping = await TestApp.start({ env: { RETENTION_DAYS: 0 } });
    await keeping.sql(
      'core',
      `INSERT INTO user_activity_events (event_type, created_at) VALUES ('onboarding.login_error', $1)`,
      [OLD],
    );
    const gone = await keeping.app.get(RetentionService, { strict: false }).prune();
    expect(Object.values(gone).every((count) => count === 0)).toBe(true);
    await keeping.close();
  });
});
