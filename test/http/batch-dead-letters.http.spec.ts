import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type TestUser } from '../support/app.js';

const LETTERS = '/api/v1/admin/batch/dead-letters';

describe('dead letters of the batch over HTTP', () => {
  let app: TestApp;
  let admin: TestUser;
  let alice: TestUser;

  beforeAll(async () => {
    app = await TestApp.start();
    [admin, alice] = await Promise.all([app.user({ role: 'admin' }), app.user()]);
  });
  afterAll(() => app.close());

  /** A run that ended with a piece that was given up so many minutes ago. */
  async function givenUp(minutes = 0): Promise<{ run: string; letter: string; portfolio: string }> {
    const [run, letter, portfolio] = [randomUUID(), randomUUID(), randomUUID()];
    await app.sql(
      'core',
      `INSERT INTO batch_run_tracking (id, triggered_by, to_date, status, error, split_at, started_at, completed_at)
       VALUES ($1, 'test', '2024-11-29', 'partial', 'one piece failed', now(), now(), now())`,
      [run],
    );
    await app.sql(
      'core',
      `INSERT INTO batch_pieces (id, run_id, piece_number, dataset, portfolio_ids, status, attempts, total_steps,
                                 completed_steps, error, completed_at)
       VALUES ($1, $2, 2, 'csv', ARRAY[$3::uuid], 'dead', 3, 40, 12, 'the disk is full', now() - make_interval(mins => $4))`,
      [letter, run, portfolio, minutes],
    );
    return { run, letter, portfolio };
  }

  it('are for administrators only', async () => {
    const { letter } = await givenUp(60);
    expect(await app.get(LETTERS)).toMatchObject({ status: 401 });
    expect(await app.get(LETTERS, { as: alice })).toMatchObject({ status: 403 });
    expect(await app.post(`${LETTERS}/${letter}/retry`)).toMatchObject({ status: 401 });
    expect(await app.post(`${LETTERS}/${letter}/retry`, { as: alice })).toMatchObject({ status: 403 });
  });

  it('are listed with what they were to compute and why they were not, the newest first', async () => {
    const { run, letter, portfolio } = await givenUp();
    const { status, body } = await app.get(`${LETTERS}?limit=1`, { as: admin });
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 2 });
    expect(body.dead_letters).toEqual([
      {
        ...{ id: letter, batch_run_id: run, piece_number: 2, dataset: 'csv', portfolio_ids: [portfolio] },
        ...{ attempts: 3, total_steps: 40, completed_steps: 12, error: 'the disk is full' },
        failed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
    ]);
  });

  it.each(['0', '201', 'many'])('refuse a limit of %s', async (limit) => {
    const answer = await app.get(`${LETTERS}?limit=${limit}`, { as: admin });
    expect(answer.status).toBe(422);
    expect(new Set(answer.body.errors.map(({ field }: { field: string }) => field))).toEqual(new Set(['limit']));
  });

  it('go back into their run, which is queued again, once', async () => {
    const { run, letter } = await givenUp();
    const url = `${LETTERS}/${letter}/retry`;
    const answer = await app.post(url, { as: admin });
    expect(answer).toMatchObject({ status: 202, body: { status: 'started', batch_run_id: run } });
    const listed = await app.get(LETTERS, { as: admin });
    expect(listed.body.dead_letters.map(({ id }: { id: string }) => id)).not.toContain(letter);
    const jobs = await app.sql('core', `SELECT FROM pgboss.job WHERE name = 'batch' AND data->>'runId' = $1`, [run]);
    expect(jobs).toHaveLength(1);
    const [piece] = await app.sql('core', 'SELECT status, attempts FROM batch_pieces WHERE id = $1', [letter]);
    expect(piece).toEqual({ status: 'waiting', attempts: 0 });
    expect(await app.get(`/api/v1/admin/batch/history/${run}`, { as: admin })).toMatchObject({
      body: { status: 'running', completed_at: null, error_summary: null },
    });
    expect(await app.post(url, { as: admin })).toMatchObject({
      status: 404,
      body: { code: 'batch.dead_letter_not_found' },
    });
  });

  it('do not exist where nothing was given up', async () => {
    const url = `${LETTERS}/${randomUUID()}/retry`;
    expect(await app.post(url, { as: admin })).toMatchObject({ status: 404 });
    expect(await app.post(`${LETTERS}/nonsense/retry`, { as: admin })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'id', code: 'is_uuid' }] },
    });
  });
});
