import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';
import { SeededPortfolio } from '../support/seed-figures.js';

describe('the calculation of a new portfolio over HTTP', () => {
  let app: TestApp;
  let ann: TestUser;
  let bob: TestUser;
  let admin: TestUser;
  let book: SeededPortfolio;
  let runId: string;

  const urlOf = (id: string) => `/api/v1/onboarding/status/${id}`;
  const status = async () => (await app.get(urlOf(book.id), { as: ann })).body;
  const update = (assignments: string) =>
    app.sql('core', `UPDATE batch_run_tracking SET ${assignments} WHERE id = $1`, [runId]);

  beforeAll(async () => {
    app = await TestApp.start();
    ann = await app.user();
    bob = await app.user();
    admin = await app.user({ role: 'admin' });
    book = await SeededPortfolio.create(app, ann);
  });
  afterAll(() => app.close());

  it('has not been asked for', async () => {
    expect(await status()).toMatchObject({
      portfolio_id: book.id,
      status: 'not_found',
      started_at: null,
      elapsed_seconds: 0,
      overall_progress: { phases_completed: 0, phases_total: 3, percent_complete: 0 },
      activity_log: [],
      mode: 'instant',
    });
    const logs = await app.get(`${urlOf(book.id)}/logs`, { as: ann });
    expect(logs).toMatchObject({ status: 404, body: { code: 'no_logs_available', error: 'no_logs_available' } });
  });

  it('runs through its phases', async () => {
    const [run] = await app.sql<{ id: string }>(
      'core',
      `INSERT INTO batch_run_tracking (triggered_by, portfolio_id, to_date, status, created_at, started_at, heartbeat_at)
       VALUES ('ann', $1, '2024-11-29', 'running', '2024-12-02T22:29:00Z', '2024-12-02T22:29:30Z', now()) RETURNING id`,
      [book.id],
    );
    runId = run!.id;
    await update(`current_phase = 'portfolio results', total_steps = 4, completed_steps = 1`);
    await app.sql(
      'core',
      `INSERT INTO batch_jobs (run_id, job_name, status, duration_seconds)
       VALUES ($1, 'prices', 'completed', 2), ($1, 'symbol results', 'completed', 1)`,
      [runId],
    );
    const body = await status();
    expect(body).toMatchObject({
      status: 'running',
      started_at: '2024-12-02T22:29:30.000Z',
      elapsed_seconds: 30,
      overall_progress: { current_phase: 'phase_3', phases_completed: 2, percent_complete: 25 },
      current_phase_progress: { current: 1, total: 4, unit: 'sessions' },
    });
    expect(body.phases.map((phase: { phase_id: string; status: string }) => [phase.phase_id, phase.status])).toEqual([
      ['phase_1', 'completed'],
      ['phase_1_75', 'completed'],
      ['phase_3', 'running'],
    ]);
  });

  it('fails without figures, and is complete with them', async () => {
    const problems = JSON.stringify([
      { portfolioId: book.id, date: '2024-11-29', reason: 'no-price', detail: 'AAPL' },
      { portfolioId: randomUUID(), date: '2024-11-29', reason: 'no-price', detail: 'SECRET' },
    ]);
    await update(
      `status = 'partial', completed_at = '2024-12-02T22:29:40Z', current_phase = NULL, problems = '${problems}'`,
    );
    expect((await status()).status).toBe('failed');
    await book.snapshot({ date: '2024-11-29', cash: 1, lots: [] });
    const body = await status();
    expect(body).toMatchObject({ status: 'partial', elapsed_seconds: 10, overall_progress: { percent_complete: 100 } });
    expect(JSON.stringify(body)).toContain('AAPL');
    expect(JSON.stringify(body)).not.toContain('SECRET');
  });

  it('has a log to download', async () => {
    const text = await app.get(`${urlOf(book.id)}/logs`, { as: ann });
    expect(text.headers['content-type']).toContain('text/plain');
    expect(text.headers['content-disposition']).toContain('attachment');
    expect(text.text).toContain('WARNING 2024-11-29 could not be computed: no-price (AAPL).');
    const json = await app.get(`${urlOf(book.id)}/logs?format=json`, { as: ann });
    expect(json.body).toMatchObject({
      portfolio_id: book.id,
      final_status: 'partial',
      activity_log: expect.any(Array),
    });
  });

  it('is nobody else’s business', async () => {
    for (const url of [urlOf(book.id), `${urlOf(book.id)}/logs`]) {
      expect(await app.get(url, { as: bob })).toMatchObject({ status: 404, body: { code: 'portfolio_not_found' } });
      expect((await app.get(url)).status).toBe(401);
    }
    expect(await app.get(urlOf('1'), { as: ann })).toMatchObject({
      status: 400,
      body: { code: 'invalid_portfolio_id' },
    });
  });

  it('is summed up for administrators, with a log of each run', async () => {
    await update(
      `created_at = now() - interval '1 day', started_at = now() - interval '1 day', completed_at = now() - interval '1 day' + interval '10 seconds'`,
    );
    const summary = await app.get('/api/v1/admin/batch/history/summary?days=7', { as: admin });
    expect(summary.body).toEqual({
      period_days: 7,
      total_runs: 1,
      status_breakdown: { completed: 0, failed: 0, partial: 1, running: 0 },
      success_rate_percent: 0,
      avg_duration_seconds: 10,
      most_recent: { batch_run_id: runId, status: 'partial', started_at: expect.any(String) },
    });
    const logs = `/api/v1/admin/batch/history/${runId}/logs`;
    const json = await app.get(logs, { as: admin });
    expect(json.body).toMatchObject({
      batch_run_id: runId,
      status: 'partial',
      log_entry_count: json.body.activity_log.length,
    });
    const count = await app.get(`${logs}?count_only=true`, { as: admin });
    expect(count.body).toEqual({ batch_run_id: runId, log_entry_count: json.body.log_entry_count });
    expect((await app.get(`${logs}?format=txt`, { as: admin })).text).toContain('The calculation is complete');
    expect(await app.get(`${logs}?format=xml`, { as: admin })).toMatchObject({
      status: 400,
      body: { code: 'batch.log_format' },
    });
    expect((await app.get(`/api/v1/admin/batch/history/${randomUUID()}/logs`, { as: admin })).status).toBe(404);
    expect((await app.get(logs, { as: ann })).status).toBe(403);
  });
});
