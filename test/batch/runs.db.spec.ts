import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRun } from '../../src/core/batch/batch-run.entity.js';
import { BatchDueService } from '../../src/core/batch/batch-due.service.js';
import { BatchFixture, LAST_SESSION } from './fixture.js';

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
    await expect(fixture.run()).rejects.toMatchObject({ code: 'batch.already_running' });
    await fixture.sql(`UPDATE batch_run_tracking SET heartbeat_at = now() - interval '16 seconds' WHERE id = $1`, [
      dead,
    ]);
    expect(await fixture.run()).toMatchObject({ status: 'completed', total: 4 });
    expect(await status(dead)).toBe('abandoned');
  });

  it('belong to one process at a time', async () => {
    const id = await fixture.service.begin({ triggeredBy: 'test' }, 'first');
    expect(await fixture.runner.execute(id, 'second')).toBeNull();
    expect(await fixture.runner.execute(id, 'first')).toMatchObject({ status: 'completed' });
    expect(await fixture.runner.execute(id, 'first')).toBeNull();
  });

  it('of a dead worker are put into the queue again', async () => {
    const id = await fixture.service.begin({ triggeredBy: 'test' }, 'worker:dead');
    await fixture.sql(`UPDATE batch_run_tracking SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`, [id]);
    await due().catchUp();
    const jobs = await fixture.sql(`SELECT id FROM pgboss.job WHERE data->>'runId' = $1`, [id]);
    expect(jobs).toHaveLength(1);
    expect(await fixture.runner.execute(id, 'worker:next')).toMatchObject({ status: 'completed' });
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
    expect(await status(id)).toBe('queued');
    expect(await fixture.runner.execute(id, 'worker:b')).toMatchObject({ status: 'completed', completed: 4 });
  });
});
