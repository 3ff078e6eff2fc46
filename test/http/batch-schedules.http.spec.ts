import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

const SCHEDULES = '/api/v1/admin/batch/schedules';
const NIGHTLY = `${SCHEDULES}/nightly-batch`;

describe('batch schedules over HTTP', () => {
  let app: TestApp;
  let admin: TestUser;
  let alice: TestUser;

  beforeAll(async () => {
    app = await TestApp.start();
    [admin, alice] = await Promise.all([app.user({ role: 'admin' }), app.user()]);
  });
  afterAll(() => app.close());

  const patch = (body: object, as: TestUser = admin, url = NIGHTLY) => app.call('PATCH', url, { as, body });

  it('are for administrators only', async () => {
    expect(await app.get(SCHEDULES)).toMatchObject({ status: 401 });
    expect(await app.get(SCHEDULES, { as: alice })).toMatchObject({ status: 403 });
    expect(await app.call('PATCH', NIGHTLY, { body: { is_active: false } })).toMatchObject({ status: 401 });
    expect(await patch({ is_active: false }, alice)).toMatchObject({ status: 403 });
  });

  it('begin as the nightly run, half an hour after the close', async () => {
    const { status, body } = await app.get(SCHEDULES, { as: admin });
    expect(status).toBe(200);
    expect(body.schedules).toMatchObject([
      { job_name: 'nightly-batch', is_active: true, delay_minutes: 30, last_run_at: null },
    ]);
  });

  it('can be moved, paused and resumed, a field at a time', async () => {
    const moved = await patch({ delay_minutes: 60 });
    expect(moved).toMatchObject({ status: 200, body: { is_active: true, delay_minutes: 60 } });
    expect(moved.body.next_run_at).toMatch(/^2024-12-0\dT22:00:00\.000Z$/);
    expect(await patch({ is_active: false })).toMatchObject({
      body: { is_active: false, delay_minutes: 60, next_run_at: null },
    });
    expect((await app.get(SCHEDULES, { as: admin })).body.schedules).toMatchObject([{ is_active: false }]);
    expect(await app.post('/api/v1/admin/batch/run', { as: admin })).toMatchObject({ status: 202 });
    expect(await patch({ is_active: true, delay_minutes: 30 })).toMatchObject({
      body: { is_active: true, next_run_at: expect.any(String) },
    });
  });

  it.each([
    [{ delay_minutes: 29 }, 'delay_minutes'],
    [{ delay_minutes: 721 }, 'delay_minutes'],
    [{ delay_minutes: 45.5 }, 'delay_minutes'],
    [{ delay_minutes: null }, 'delay_minutes'],
    [{ is_active: 'soon' }, 'is_active'],
    [{ is_active: null }, 'is_active'],
    [{ cron: '* * * * *' }, 'cron'],
  ])('refuse %j', async (body, field) => {
    const answer = await patch(body);
    expect(answer.status).toBe(422);
    const fields = answer.body.errors.map((error: { field: string }) => error.field);
    expect([...new Set(fields)]).toEqual([field]);
  });

  it('are not made by naming them', async () => {
    expect(await patch({ is_active: false }, admin, `${SCHEDULES}/hourly`)).toMatchObject({
      status: 404,
      body: { code: 'batch.schedule_not_found' },
    });
  });
});
