import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRun } from '../../src/core/batch/batch-run.entity.js';
import { BatchDueService } from '../../src/core/batch/batch-due.service.js';
import { BatchFixture, LAST_SESSION } from './fixture.js';

const PHASES = ['prices', 'events', 'inputs', 'symbol results', 'portfolio results'];

describe('batch runs', () => {
  let fixture: BatchFixture;
  let portfolio: string;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    portfolio = await fixture.portfolio([{ kind: 'deposit', date: '2024-11-25', amount: '1000' }]);
  });
  afterAll(() => fixture.close());

  const status = async (id: string): Promise<string> => (await fixture.service.get(id)).status;
  const live = (): Promise<BatchRun> => fixture.service.enqueue({ triggeredBy: 'test' });
  const jobsOf = async (id: string): Promise<number> =>
    (await fixture.sql(`SELECT FROM pgboss.job WHERE data->>'runId' = $1`, [id])).length;
  /** Tests do not depend on how long a call takes: a lease is as old as they say. */
  const beat = (id: string, at: string): Promise<unknown> =>
    fixture.sql(`UPDATE batch_run_tracking SET heartbeat_at = now() + $2::interval WHERE id = $1`, [id, at]);
  const keepAlive = (id: string): Promise<unknown> => beat(id, '1 hour');
  const kill = (id: string): Promise<unknown> => beat(id, '-1 minute');
  const end = (id: string): Promise<unknown> =>
    fixture.sql(`UPDATE batch_run_tracking SET status = 'completed', completed_at = now() WHERE id = $1`, [id]);
  const due = () => fixture.app.get(BatchDueService);

  it('are queued together with their job', async () => {
    const run = await live();
    expect(run).toMatchObject({ status: 'queued', toDate: LAST_SESSION, fromDate: null, isForced: false });
    const jobs = await fixture.sql(`SELECT data FROM pgboss.job WHERE name = 'batch'`);
    expect(jobs).toEqual([{ data: { runId: run.id } }]);
    await end(run.id);
  });

  it('are refused while another one works on the same portfolios', async () => {
    const run = await live();
    const refusal = { code: 'batch.already_running', details: { batch_run_id: run.id } };
    await expect(live()).rejects.toMatchObject(refusal);
    await expect(fixture.service.begin({ triggeredBy: 'test', portfolioId: portfolio }, 'me')).rejects.toMatchObject(
      refusal,
    );
    const second = await fixture.service.enqueue({ triggeredBy: 'test', mayWait: true });
    for (const { id } of [run, second]) await end(id);
  });

  it('make room when their process has died', async () => {
    const dead = await fixture.service.begin({ triggeredBy: 'test' }, 'cli:dead');
    await keepAlive(dead);
    await expect(fixture.run()).rejects.toMatchObject({ code: 'batch.already_running' });
    await kill(dead);
    expect(await fixture.run()).toMatchObject({ status: 'completed', total: 4 });
    expect(await status(dead)).toBe('abandoned');
  });

  it('belong to one process at a time', async () => {
    const id = await fixture.service.begin({ triggeredBy: 'test' }, 'first');
    await keepAlive(id);
    expect(await fixture.runner.execute(id, 'second')).toBeNull();
    expect(await fixture.runner.execute(id, 'first')).toMatchObject({ status: 'completed' });
    expect(await fixture.runner.execute(id, 'first')).toBeNull();
  });

  it('of a dead worker are put into the queue again', async () => {
    const id = await fixture.service.begin({ triggeredBy: 'test' }, 'worker:dead');
    await kill(id);
    await due().catchUp();
    expect(await jobsOf(id)).toBe(1);
    expect(await status(id)).toBe('queued');
    await fixture.sql(`UPDATE batch_run_tracking SET created_at = now() - interval '2 minutes' WHERE id = $1`, [id]);
    await due().catchUp();
    expect(await jobsOf(id)).toBe(1);
    expect(await fixture.runner.execute(id, 'worker:next')).toMatchObject({ status: 'completed' });
  });

  it('of a dead worker are given up only for one that does all of it', async () => {
    const forced = { triggeredBy: 'test', from: '2024-11-25', isForced: true };
    const dead = await fixture.service.begin(forced, 'worker:dead');
    await kill(dead);
    for (const less of [{ portfolioId: portfolio }, { portfolioId: null }, { ...forced, from: '2024-11-26' }]) {
      await end(await fixture.service.begin({ triggeredBy: 'test', ...less }, 'cli:x'));
      expect(await status(dead)).toBe('running');
    }
    await end(await fixture.service.begin(forced, 'cli:x'));
    expect(await status(dead)).toBe('abandoned');
  });

  it('that may wait stay in the queue until the run before them has ended', async () => {
    const first = await fixture.service.begin({ triggeredBy: 'test' }, 'cli:first');
    await keepAlive(first);
    const { id } = await fixture.service.enqueue({ triggeredBy: 'test', portfolioId: portfolio, mayWait: true });
    expect(await jobsOf(id)).toBe(1);
    expect(await fixture.runner.take(id, 'worker:a')).toBeNull();
    expect([await status(id), await jobsOf(id)]).toEqual(['queued', 2]);
    await end(first);
    expect(await fixture.runner.take(id, 'worker:a')).toMatchObject({ status: 'completed' });
    expect(await jobsOf(id)).toBe(2);
  });

  it('are asked for when something is stale, and not twice', async () => {
    const queued = () => fixture.sql<{ id: string }>(`SELECT id FROM batch_run_tracking WHERE status = 'queued'`);
    await due().catchUp();
    expect(await queued()).toEqual([]);
    await fixture.post(portfolio, { kind: 'deposit', date: '2024-11-26', amount: '5' });
    await due().catchUp();
    await due().catchUp();
    const runs = await queued();
    expect(runs).toHaveLength(1);
    expect(await due().health()).toMatchObject({ status: 'up', detail: { lacking: 0, stale: 1, run: 'queued' } });
    expect(await fixture.runner.execute(runs[0]!.id, 'worker:x')).toMatchObject({ total: 3, status: 'completed' });
    expect(await due().health()).toMatchObject({
      status: 'up',
      detail: { lacking: 0, stale: 0, run: 'idle', progress: null },
    });
  });

  it.each([
    [{ to: '2024-11-28' }, /not a session/],
    [{ to: '2024-12-02' }, /has not been completed/],
    [{ from: '2024-11-29', to: '2024-11-27' }, /later than/],
    [{ from: '1999-01-04' }, /not a session/],
  ])('refuse %j', async (dates, message) => {
    await expect(fixture.service.enqueue({ triggeredBy: 'test', ...dates })).rejects.toThrow(message);
  });

  it('refuse a portfolio that does not exist', async () => {
    await expect(fixture.service.begin({ triggeredBy: 'test', portfolioId: randomUUID() }, 'me')).rejects.toMatchObject(
      {
        code: 'portfolio.not_found',
      },
    );
  });

  it('that are interrupted go back into the queue', async () => {
    const id = await fixture.service.begin({ triggeredBy: 'test', from: '2024-11-25', isForced: true }, 'worker:a');
    let asked = false;
    const running = fixture.runner.execute(id, 'worker:a', ({ completed }) => {
      if (completed > 0 && !asked) {
        asked = true;
        void fixture.runner.interrupt();
      }
    });
    await running;
    expect([await status(id), await jobsOf(id)]).toEqual(['queued', 1]);
    expect(await fixture.runner.execute(id, 'worker:b')).toMatchObject({ status: 'completed', completed: 4 });
  });

  it('leave a row for each of their phases', async () => {
    const { runId } = await fixture.run({ from: '2024-11-25', isForced: true });
    const { jobs } = await fixture.service.get(runId);
    expect(jobs.map(({ jobName }) => jobName)).toEqual(PHASES);
    for (const job of jobs)
      expect(job).toMatchObject({ status: 'completed', completedAt: expect.any(Date), errorMessage: null });
    expect(jobs.find(({ jobName }) => jobName === 'portfolio results')).toMatchObject({ recordsProcessed: 4 });
    expect(jobs.find(({ jobName }) => jobName === 'inputs')).toMatchObject({ recordsProcessed: 1 });
  });

  it('go on with the rows of the attempt that was killed', async () => {
    const id = await fixture.service.begin({ triggeredBy: 'test', from: '2024-11-25', isForced: true }, 'worker:dead');
    await fixture.sql(
      `INSERT INTO batch_jobs (run_id, job_name, status, started_at, duration_seconds, records_processed)
       VALUES ($1, 'prices', 'completed', '2024-12-01T00:00:00Z', 100, 7), ($1, 'inputs', 'running', '2024-12-01T00:02:00Z', 50, NULL)`,
      [id],
    );
    await kill(id);
    expect(await fixture.runner.execute(id, 'worker:next')).toMatchObject({ status: 'completed' });
    const { jobs } = await fixture.service.get(id);
    expect(jobs.map(({ jobName }) => jobName).sort()).toEqual([...PHASES].sort());
    const [prices, inputs] = ['prices', 'inputs'].map((name) => jobs.find(({ jobName }) => jobName === name)!);
    expect(prices).toMatchObject({ startedAt: new Date('2024-12-01T00:00:00Z'), recordsProcessed: 7 });
    expect(prices!.durationSeconds).toBeGreaterThanOrEqual(100);
    expect(inputs).toMatchObject({ status: 'completed', startedAt: new Date('2024-12-01T00:02:00Z') });
    expect(inputs!.durationSeconds).toBeGreaterThanOrEqual(50);
  });

  it('fail with what they were at when they are given up', async () => {
    const dead = await fixture.service.begin({ triggeredBy: 'test' }, 'cli:dead');
    await fixture.sql(`INSERT INTO batch_jobs (run_id, job_name, status) VALUES ($1, 'prices', 'running')`, [dead]);
    await kill(dead);
    await fixture.run();
    expect((await fixture.service.get(dead)).jobs).toMatchObject([
      { status: 'failed', errorMessage: 'its process ended without finishing it' },
    ]);
  });
});
