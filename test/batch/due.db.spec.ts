import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BatchDueService } from '../../src/core/batch/batch-due.service.js';
import { BatchRunRepository } from '../../src/core/batch/batch-run.repository.js';
import { BatchScheduleRepository } from '../../src/core/batch/batch-schedule.repository.js';
import { BatchWorkRepository } from '../../src/core/batch/batch-work.repository.js';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { ENV, type Env } from '../../src/shared/config/env.js';
import { BatchFixture, LAST_SESSION, type Trade } from './fixture.js';

const START = '2024-11-25';
const cash: Trade = { kind: 'deposit', date: START, amount: '1000' };

describe('what is due', () => {
  let fixture: BatchFixture;
  let due: BatchDueService;

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    await fixture.instrument('NOPE');
  });
  afterAll(() => fixture.close());

  /** Each test begins as a server that starts over an empty installation. */
  const server = (env: Partial<Env> = {}): BatchDueService => {
    const { app, service } = fixture;
    const [tx, runs, work] = [app.get(CoreTransactions), app.get(BatchRunRepository), app.get(BatchWorkRepository)];
    const schedules = app.get(BatchScheduleRepository);
    return new BatchDueService(tx, runs, work, schedules, service, Object.assign({}, app.get<Env>(ENV), env));
  };
  beforeEach(async () => {
    await fixture.sql('DELETE FROM portfolios');
    await fixture.sql('DELETE FROM batch_run_tracking');
    await fixture.sql('UPDATE batch_job_schedules SET is_active = true, delay_minutes = 30, last_run_at = NULL');
    due = server();
  });

  const queued = () =>
    fixture.sql<{ id: string }>(`SELECT id FROM batch_run_tracking WHERE status = 'queued' ORDER BY created_at`);
  /** What the worker does with the run that was asked for. */
  const work = async () => {
    const [run] = await queued();
    return run && (await fixture.runner.take(run.id, 'worker:x'));
  };
  const fail = async (completedAgo: string): Promise<void> => {
    const [run] = await queued();
    await fixture.sql(
      `UPDATE batch_run_tracking SET status = 'failed', error = 'no', completed_at = now() - $2::interval WHERE id = $1`,
      [run!.id, completedAgo],
    );
  };
  const blockedPortfolio = () =>
    fixture.portfolio([
      { ...cash, amount: '100000' },
      { kind: 'buy', date: START, symbol: 'NOPE', quantity: '100', price: '50' },
    ]);

  it('is asked for again when a night has failed, with some patience', async () => {
    await fixture.portfolio([cash]);
    await fixture.sql('UPDATE portfolios SET stale_from = NULL');
    await due.catchUp();
    await fail('1 minute');
    await due.catchUp();
    expect(await queued()).toEqual([]);
    await fixture.sql(`UPDATE batch_run_tracking SET completed_at = now() - interval '11 minutes'`);
    await due.catchUp();
    expect(await queued()).toHaveLength(1);
  });

  it('is down after a failure until a run makes up for it', async () => {
    await fixture.portfolio([cash]);
    await due.catchUp();
    await fail('1 hour');
    expect(await due.health()).toMatchObject({ status: 'down', detail: { lacking: 1, failed: true } });
    await due.catchUp();
    expect(await due.health()).toMatchObject({ status: 'down', detail: { run: 'queued' } });
    await work();
    expect(await due.health()).toMatchObject({ status: 'up', detail: { lacking: 0, failed: false } });
  });

  it('is being worked on from the start until nothing lacks, and never again', async () => {
    await fixture.portfolio([cash]);
    expect(await due.health()).toMatchObject({ status: 'working', detail: { lacking: 1, run: 'idle' } });
    await due.catchUp();
    expect(await due.health()).toMatchObject({ status: 'working', detail: { lacking: 1, run: 'queued' } });
    await work();
    expect(await due.health()).toMatchObject({ status: 'up', detail: { lacking: 0 } });
    await fixture.portfolio([cash]);
    expect(await due.health()).toMatchObject({ status: 'up', detail: { lacking: 1 } });
  });

  it('is not waited for where nobody computes it', async () => {
    await fixture.portfolio([cash]);
    expect(await server({ SKIP_BATCH_SCHEDULE: true }).health()).toMatchObject({
      status: 'up',
      detail: { lacking: 1 },
    });
  });

  it('is computed once when two servers look at the same time', async () => {
    await fixture.portfolio([cash]);
    await Promise.all([server().catchUp(), server().catchUp()]);
    expect(await fixture.sql('SELECT FROM batch_run_tracking')).toHaveLength(1);
    await work();
    await Promise.all([server().catchUp(), server().catchUp()]);
    expect(await fixture.sql('SELECT FROM batch_run_tracking')).toHaveLength(1);
  });

  it('starts nothing while the schedule is paused, and is caught up with afterwards', async () => {
    await fixture.portfolio([cash]);
    await fixture.sql('UPDATE batch_job_schedules SET is_active = false');
    await due.catchUp();
    expect(await queued()).toEqual([]);
    expect(await due.health()).toMatchObject({ status: 'up', detail: { lacking: 1, schedule: 'paused' } });
    expect(await fixture.sql('SELECT last_run_at, next_run_at FROM batch_job_schedules')).toEqual([
      { last_run_at: null, next_run_at: null },
    ]);
    await fixture.sql('UPDATE batch_job_schedules SET is_active = true');
    await due.catchUp();
    expect(await queued()).toHaveLength(1);
    expect(await fixture.sql('SELECT last_run_at, next_run_at FROM batch_job_schedules')).toEqual([
      { last_run_at: expect.any(Date), next_run_at: new Date('2024-12-02T21:30:00Z') },
    ]);
    expect(await due.health()).toMatchObject({ detail: { schedule: 'active' } });
  });

  it('waits as long after the close as the schedule says', async () => {
    await fixture.portfolio([cash]);
    await fixture.run();
    const before = fixture.clock.now();
    await fixture.sql('UPDATE batch_job_schedules SET delay_minutes = 120');
    fixture.clock.set('2024-12-02T22:59:00Z');
    await due.catchUp();
    expect(await queued()).toEqual([]);
    fixture.clock.set('2024-12-02T23:00:00Z');
    await due.catchUp();
    expect(await queued()).toHaveLength(1);
    fixture.clock.set(before.toISOString());
  });

  it('leaves what is blocked alone once it was seen to, whatever runs of other portfolios find', async () => {
    const blocked = await blockedPortfolio();
    const other = await fixture.portfolio([cash]);
    await due.catchUp();
    expect(await work()).toMatchObject({ status: 'partial', blocked: 4 });
    await due.catchUp();
    expect(await queued()).toEqual([]);
    await fixture.run({ portfolioId: other });
    expect(await due.health()).toMatchObject({ detail: { lacking: 0, blocked: 1 } });
    await due.catchUp();
    expect(await queued()).toEqual([]);
    await fixture.run({ portfolioId: blocked });
    expect(await due.health()).toMatchObject({ detail: { lacking: 0, blocked: 1 } });
  });

  it('counts every portfolio that is blocked, however many there are', async () => {
    const first = await blockedPortfolio();
    await fixture.sql(
      `WITH copies AS (
         INSERT INTO portfolios (user_id, name, account_name, price_dataset)
         SELECT user_id, name, 'copy ' || n, price_dataset FROM portfolios, generate_series(1, 104) n WHERE id = $1
         RETURNING id)
       INSERT INTO transactions (id, portfolio_id, kind, trade_date, instrument_id, quantity, price, amount, source)
       SELECT gen_random_uuid(), copies.id, kind, $2::date, instrument_id, quantity, price, amount, source
         FROM transactions, copies WHERE portfolio_id = $1`,
      [first, LAST_SESSION],
    );
    const report = await fixture.run();
    expect(report.problems.filter(({ date }) => date === LAST_SESSION)).toHaveLength(105);
    expect(await due.health()).toMatchObject({ detail: { lacking: 0, blocked: 105 } });
  });

  it.each(['with snapshots', 'without any'])('settles a ledger that was reversed whole, %s', async (kind) => {
    const portfolio = await fixture.portfolio([]);
    const line = await fixture.post(portfolio, cash);
    if (kind === 'with snapshots') await fixture.run();
    await fixture.sql(
      `INSERT INTO transactions (id, portfolio_id, kind, trade_date, amount, reverses_id, source)
       VALUES ($1, $2, 'deposit', $3, -1000, $4, 'reversal')`,
      [randomUUID(), portfolio, START, line],
    );
    await fixture.sql('UPDATE portfolios SET stale_from = $2 WHERE id = $1', [portfolio, START]);
    expect(await due.health()).toMatchObject({ detail: { portfolios: 0, lacking: 0, stale: 1 } });
    await due.catchUp();
    expect(await work()).toMatchObject({ status: 'completed', total: 0 });
    expect(await due.health()).toMatchObject({ detail: { stale: 0 } });
    expect(await fixture.sql('SELECT FROM portfolio_snapshots')).toEqual([]);
    await due.catchUp();
    expect(await queued()).toEqual([]);
  });
});
