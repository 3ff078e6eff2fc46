import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

const RUN = '/api/v1/admin/batch/run';

describe('the batch over HTTP', () => {
  let app: TestApp;
  let admin: TestUser;
  let alice: TestUser;
  let bob: TestUser;
  let portfolio: string;

  beforeAll(async () => {
    app = await TestApp.start();
    [admin, alice, bob] = await Promise.all([app.user({ role: 'admin' }), app.user(), app.user()]);
    portfolio = randomUUID();
    await app.sql(
      'core',
      `INSERT INTO portfolios (id, user_id, name, account_name, price_dataset) VALUES ($1, $2, 'P', 'A', 'csv')`,
      [portfolio, alice.id],
    );
  });
  afterAll(() => app.close());

  const end = (status = 'completed') =>
    app.sql('core', `UPDATE batch_run_tracking SET status = $1, started_at = now(), completed_at = now()`, [status]);

  it('is for administrators only', async () => {
    expect(await app.post(RUN, { as: alice })).toMatchObject({ status: 403 });
    expect(await app.post(RUN)).toMatchObject({ status: 401 });
    expect(await app.get('/api/v1/admin/batch/history', { as: alice })).toMatchObject({ status: 403 });
  });

  it('says that it is idle', async () => {
    expect(await app.get(`${RUN}/current`, { as: admin })).toMatchObject({
      status: 200,
      body: { status: 'idle', batch_run_id: null, message: expect.any(String) },
    });
  });

  it('answers 202 with a run to read', async () => {
    const { status, body, headers } = await app.post(RUN, { as: admin });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      status: 'started',
      portfolio_id: 'all',
      force_rerun: false,
      date_range: { start: 'first missing', end: '2024-12-02' },
      triggered_by: admin.email,
      poll_url: `${RUN}/current`,
    });
    const detail = await app.get(String(headers.location), { as: admin });
    expect(detail).toMatchObject({
      status: 200,
      body: { id: body.batch_run_id, status: 'running', jobs: { total: 0 } },
    });
    const current = await app.get(`${RUN}/current`, { as: admin });
    expect(current.body).toMatchObject({ status: 'running', batch_run_id: body.batch_run_id, current_job: 'queued' });
  });

  it('refuses a second run, and takes it with force', async () => {
    const refused = await app.post(RUN, { as: admin });
    expect(refused).toMatchObject({ status: 409, body: { code: 'batch.already_running' } });
    expect(refused.body.batch_run_id).toEqual(expect.any(String));
    expect(await app.post(`${RUN}?force=true`, { as: admin })).toMatchObject({ status: 202 });
    await end();
  });

  it('reads the dates from the body as from the query', async () => {
    const asQuery = await app.post(`${RUN}?force_rerun=true&start_date=2024-11-25&end_date=2024-11-29`, { as: admin });
    expect(asQuery.body).toMatchObject({ force_rerun: true, date_range: { start: '2024-11-25', end: '2024-11-29' } });
    await end();
    const body = { force_rerun: true, start_date: '2024-11-25', portfolio_id: portfolio };
    expect((await app.post(RUN, { as: admin, body })).body).toMatchObject({
      portfolio_id: portfolio,
      force_rerun: true,
    });
    await end();
  });

  it.each([
    [{ force_rerun: true }, 'start_date'],
    [{ start_date: '2024-11-25' }, 'force_rerun'],
    [{ force_rerun: true, start_date: '2024-11-28' }, 'start_date'],
    [{ force_rerun: true, start_date: '2024-11-25', end_date: '2024-11-28' }, 'end_date'],
    [{ force_rerun: true, start_date: '2024-11-29', end_date: '2024-11-25' }, 'start_date'],
    [{ force_rerun: true, start_date: 'yesterday' }, 'start_date'],
    [{ portfolio_id: 'mine' }, 'portfolio_id'],
  ])('refuses %j', async (body, field) => {
    const answer = await app.post(RUN, { as: admin, body });
    expect(answer.status).toBe(422);
    const fields = (answer.body.errors as { field: string }[]).map((error) => error.field);
    expect([...new Set(fields)]).toEqual([field]);
  });

  it('keeps a history', async () => {
    const all = await app.get('/api/v1/admin/batch/history?limit=2', { as: admin });
    expect(all.body).toMatchObject({ success: true, total_count: 2, days: 30, status_filter: null });
    const failed = await app.get('/api/v1/admin/batch/history?status=failed', { as: admin });
    expect(failed.body).toMatchObject({ total_count: 0, status_filter: 'failed', runs: [] });
    expect(await app.get(`/api/v1/admin/batch/history/${randomUUID()}`, { as: admin })).toMatchObject({ status: 404 });
  });

  it('computes a portfolio for its owner', async () => {
    const started = await app.post(`/api/v1/portfolios/${portfolio}/calculate`, { as: alice });
    expect(started).toMatchObject({ status: 202, body: { portfolio_id: portfolio, status: 'started' } });
    expect(await app.get(started.body.poll_url, { as: alice })).toMatchObject({
      status: 200,
      body: { status: 'running', batch_run_id: started.body.batch_run_id, triggered_by: alice.email },
    });
    expect(await app.post(`/api/v1/portfolios/${portfolio}/calculate`, { as: alice })).toMatchObject({ status: 409 });
    for (const [ended, polled, run] of [
      ['completed', 'completed', 'completed'],
      ['partial', 'completed', 'partial'],
      ['failed', 'idle', 'failed'],
      ['abandoned', 'idle', 'failed'],
    ]) {
      await end(ended);
      expect((await app.get(started.body.poll_url, { as: alice })).body).toMatchObject({
        status: polled,
        run_status: run,
      });
    }
  });

  it('has no rate of success where there was nothing to do', async () => {
    const { body } = await app.post(RUN, { as: admin });
    await end();
    expect(await app.get(`/api/v1/admin/batch/history/${body.batch_run_id}`, { as: admin })).toMatchObject({
      body: { status: 'completed', jobs: { total: 0, success_rate: null } },
    });
  });

  it('tells another user that there is no such portfolio', async () => {
    const { body } = await app.post(`/api/v1/portfolios/${portfolio}/calculate`, { as: alice });
    expect(await app.post(`/api/v1/portfolios/${portfolio}/calculate`, { as: bob })).toMatchObject({
      status: 404,
      body: { code: 'portfolio.not_found' },
    });
    expect(await app.get(body.poll_url, { as: bob })).toMatchObject({
      status: 404,
      body: { code: 'portfolio.not_found' },
    });
  });
});
