import type { INestApplicationContext } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BatchJobs } from '../../src/core/batch/batch.job.js';
import { BatchRunner, type RunReport } from '../../src/core/batch/batch.runner.js';
import { DeadLetterService } from '../../src/core/batch/pieces/dead-letter.service.js';
import { CORE } from '../../src/core/core.data-source.js';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { asSystem } from '../../src/shared/database/transactions.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { RESULT_TABLES, tableHashes } from '../support/table-hash.js';
import { BatchFixture, LAST_SESSION, SYMBOLS } from './fixture.js';

const PORTFOLIOS = 12;
const START = '2024-11-04';
const SESSIONS = sessionsBetween(START, LAST_SESSION).length;
const STEPS = PORTFOLIOS * SESSIONS;
const A_PIECE = 2;
const PIECES = PORTFOLIOS / A_PIECE;

interface PieceRow {
  readonly [column: string]: unknown;
  readonly status: string;
  readonly owner: string | null;
  readonly attempts: number;
  readonly completed: number;
  readonly error: string | null;
}

describe('a run that is shared out', () => {
  let fixture: BatchFixture;
  /** What one worker makes of it in one piece. */
  let expected: Record<string, string>;
  const programs: INestApplicationContext[] = [];

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    for (let i = 0; i < PORTFOLIOS; i += 1) {
      const symbols = SYMBOLS.filter((_, place) => (place * 7 + i) % 3 !== 0);
      await fixture.portfolio([
        { kind: 'deposit', date: START, amount: '500000' },
        ...symbols.map((symbol, place) => ({
          ...{ kind: 'buy' as const, date: START, symbol, quantity: String(10 + i + 3 * place), price: '90' },
        })),
      ]);
    }
    expect(await fixture.run()).toMatchObject({ status: 'completed', completed: STEPS });
    expected = await hashes();
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.close()));
    await fixture.sql(`DELETE FROM batch_run_tracking`);
  });
  afterAll(() => fixture.close());

  const hashes = (): Promise<Record<string, string>> => tableHashes(fixture.databases.addresses.core);
  const takeAway = async (): Promise<void> => {
    await fixture.sql(`TRUNCATE ${RESULT_TABLES.join(', ')}`);
    await fixture.sql('UPDATE portfolios SET stale_from = NULL');
  };
  /** Another process on the same databases, as far as its memory goes. */
  const worker = async (portfolios = A_PIECE): Promise<INestApplicationContext> => {
    const program = await BatchFixture.over(fixture, { BATCH_PIECE_PORTFOLIOS: portfolios });
    programs.push(program);
    return program;
  };
  const runnerOf = (program: INestApplicationContext): BatchRunner => program.get(BatchRunner);
  const queued = async (request: object = {}): Promise<string> =>
    (await fixture.service.enqueue({ triggeredBy: 'test', ...request })).id;
  const pieces = (id: string): Promise<PieceRow[]> =>
    fixture.sql<PieceRow>(
      `SELECT status, lease_owner AS owner, attempts, completed_steps AS completed, error FROM batch_pieces
        WHERE run_id = $1 ORDER BY piece_number`,
      [id],
    );
  /** Leases of the dead run out at once: no test waits for a clock. */
  const letLeasesRunOut = async (owner: string): Promise<void> => {
    for (const table of ['batch_run_tracking', 'batch_pieces'])
      await fixture.sql(
        `UPDATE ${table} SET heartbeat_at = now() - interval '1 minute' WHERE lease_owner = $1 AND status = 'running'`,
        [owner],
      );
  };
  /** Its connections end under its hands, so it writes nothing from then on: neither results nor a last word. */
  const killAfter = async (steps: number, id: string, owner: string): Promise<void> => {
    const program = await worker();
    const dataSource = program.get<DataSource>(getDataSourceToken(CORE));
    const gone: Promise<void>[] = [];
    await runnerOf(program)
      .execute(id, owner, ({ completed }) => {
        if (completed >= steps && gone.length === 0) gone.push(dataSource.destroy());
      })
      .catch(() => undefined);
    expect(gone).toHaveLength(1);
    await gone[0];
  };
  /** Comes back as long as the run is under way, as a worker does that is invited. */
  const helpUntilItEnds = async (program: INestApplicationContext, id: string, owner: string): Promise<number> => {
    let count = 0;
    for (;;) {
      count += await runnerOf(program).help(id, owner);
      const { status } = await fixture.service.get(id);
      if (status !== 'running' && status !== 'queued') return count;
      await sleep(20);
    }
  };

  it('has the tables of one worker when three compute it and one of them is killed', async () => {
    await takeAway();
    const id = await queued();
    await killAfter(A_PIECE * SESSIONS + 5, id, 'worker:dead');
    const left = await pieces(id);
    expect(left.map(({ status }) => status)).toEqual(['done', 'running', ...Array(PIECES - 2).fill('waiting')]);
    await letLeasesRunOut('worker:dead');
    const [first, second] = [await worker(), await worker()];
    const coordinating = runnerOf(first).execute(id, 'worker:first');
    const helped = await helpUntilItEnds(second, id, 'worker:second');
    expect(await coordinating).toMatchObject({ status: 'completed', error: null, blocked: 0 });
    const done = await pieces(id);
    expect(done.every(({ status }) => status === 'done')).toBe(true);
    expect(new Set(done.map(({ owner }) => owner))).toEqual(new Set(['worker:dead', 'worker:first', 'worker:second']));
    expect(done[1]).toMatchObject({ attempts: 2 });
    expect(helped).toBeGreaterThan(0);
    expect(await hashes()).toEqual(expected);
  });

  it('is ended by those who help when the worker that began it has died over its piece', async () => {
    await takeAway();
    const id = await queued();
    await killAfter(3, id, 'worker:dead');
    // The run itself is still leased: nobody coordinates, and its heartbeat is that of the helper.
    await fixture.sql(`UPDATE batch_pieces SET heartbeat_at = now() - interval '1 minute' WHERE status = 'running'`);
    expect(await runnerOf(await worker()).help(id, 'worker:helper')).toBe(PIECES);
    expect(await fixture.service.get(id)).toMatchObject({ status: 'completed', leaseOwner: 'worker:dead' });
    expect(await hashes()).toEqual(expected);
  });

  it('counts every step of every worker once', async () => {
    await takeAway();
    const id = await queued();
    const [first, second] = [await worker(), await worker()];
    const coordinating = runnerOf(first).execute(id, 'worker:first');
    await helpUntilItEnds(second, id, 'worker:second');
    expect(await coordinating).toMatchObject({ status: 'completed', total: STEPS, completed: STEPS, blocked: 0 });
    const { jobs } = await fixture.service.get(id);
    const recordsOf = (name: string) => jobs.find(({ jobName }) => jobName === name)?.recordsProcessed;
    expect([recordsOf('inputs'), recordsOf('portfolio results')]).toEqual([PORTFOLIOS, STEPS]);
    expect(jobs.every(({ status }) => status === 'completed')).toBe(true);
  });

  it('changes no row when it is computed again', async () => {
    const rows = (): Promise<unknown[]> =>
      fixture.sql(
        RESULT_TABLES.map((table) => `SELECT '${table}' AS t, xmin::text, ctid::text FROM ${table}`).join(
          ' UNION ALL ',
        ) + ' ORDER BY 1, 2, 3',
      );
    const before = await rows();
    const runner = runnerOf(await worker());
    expect(await runner.execute(await queued(), 'worker:a')).toMatchObject({ status: 'completed', total: 0 });
    const forced = await queued({ from: START, isForced: true });
    expect(await runner.execute(forced, 'worker:a')).toMatchObject({ status: 'completed', completed: STEPS });
    expect(await rows()).toEqual(before);
  });

  it('has the same tables date by date as in one backfill', async () => {
    await takeAway();
    const runner = runnerOf(await worker(5));
    for (const day of sessionsBetween('2024-11-22', LAST_SESSION).reverse())
      await runner.execute(await queued({ from: day, to: day, isForced: true }), 'worker:a');
    for (const day of sessionsBetween(START, '2024-11-08')) await runner.execute(await queued({ to: day }), 'worker:a');
    await runner.execute(await queued(), 'worker:a');
    expect(await hashes()).toEqual(expected);
  });

  it('goes on elsewhere when its worker is told to end, and the attempt does not count', async () => {
    await takeAway();
    const id = await queued();
    const first = runnerOf(await worker());
    const ending: Promise<void>[] = [];
    const report = await first.execute(id, 'worker:a', ({ completed }) => {
      if (completed >= SESSIONS && ending.length === 0) ending.push(first.interrupt());
    });
    await Promise.all(ending);
    expect(report?.error).toMatch(/interrupted/);
    expect((await fixture.service.get(id)).status).toBe('queued');
    expect(await pieces(id)).toMatchObject([{ status: 'waiting', attempts: 0 }, ...Array(PIECES - 1).fill({})]);
    expect(await runnerOf(await worker()).execute(id, 'worker:b')).toMatchObject({ status: 'completed' });
    expect(await hashes()).toEqual(expected);
  });

  it('keeps one piece in hand a process, however often it is asked', async () => {
    await takeAway();
    const id = await queued();
    const program = await worker();
    const runner = runnerOf(program);
    const inHand: number[] = [];
    const look = async (): Promise<void> => {
      inHand.push((await pieces(id)).filter(({ status }) => status === 'running').length);
    };
    let looking: Promise<void> = Promise.resolve();
    const working = runner.execute(id, 'worker:a', () => {
      looking = looking.then(look);
    });
    await Promise.all([working, helpUntilItEnds(program, id, 'worker:a'), helpUntilItEnds(program, id, 'worker:a')]);
    await looking;
    expect(Math.max(...inHand)).toBe(1);
    expect(await hashes()).toEqual(expected);
  });

  it('has one invitation in the queue at most', async () => {
    const program = await worker();
    const jobs = program.get(BatchJobs);
    await jobs.ready();
    // On servers the runs of other tests have left theirs.
    await fixture.sql(`DELETE FROM pgboss.job WHERE name = 'batch-pieces'`);
    const [id, other] = ['a', 'b'];
    const invite = (runId: string) => program.get(CoreTransactions).run(asSystem('batch'), () => jobs.invite(runId));
    for (const runId of [id, id, other, id]) await invite(runId);
    const waiting = await fixture.sql<{ run: string }>(
      `SELECT data->>'runId' AS run FROM pgboss.job WHERE name = 'batch-pieces' ORDER BY 1`,
    );
    expect(waiting.map(({ run }) => run)).toEqual([id, other]);
    const taken: string[] = [];
    const helping = jobs.help(
      () => taken.length < 1,
      (runId) => Promise.resolve(void taken.push(runId)),
    );
    await expect.poll(() => taken, { timeout: 20_000 }).toHaveLength(1);
    await sleep(1_500);
    expect(taken).toHaveLength(1);
    await jobs.stopTaking();
    await helping;
  });

  describe('with a piece that fails', () => {
    const BREAK = `
      CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER break_it BEFORE INSERT ON portfolio_snapshots FOR EACH ROW
        WHEN (NEW.portfolio_id = '%') EXECUTE FUNCTION break_it()`;
    const mend = (): Promise<unknown> => fixture.sql('DROP FUNCTION IF EXISTS break_it() CASCADE');
    const restAtOnce = (): Promise<unknown> => fixture.sql('UPDATE batch_pieces SET not_before = now()');
    afterEach(mend);

    const failing = async (): Promise<{ id: string; report: RunReport | null }> => {
      await takeAway();
      const [portfolio] = await fixture.sql<{ id: string }>('SELECT id FROM portfolios ORDER BY id LIMIT 1');
      for (const statement of BREAK.replace('%', portfolio!.id).split(/;\s+(?=CREATE TRIGGER)/))
        await fixture.sql(statement);
      const id = await queued();
      const timer = setInterval(() => void restAtOnce(), 300);
      const report = await runnerOf(await worker()).execute(id, 'worker:a');
      clearInterval(timer);
      return { id, report };
    };

    it('tries it three times, does the others meanwhile, and leaves it as a dead letter', async () => {
      const { id, report } = await failing();
      expect(report).toMatchObject({ status: 'partial', error: `1 of ${PIECES} pieces failed: the disk is full` });
      expect(report!.completed).toBeGreaterThanOrEqual(STEPS - A_PIECE * SESSIONS);
      const dead = (await pieces(id)).filter(({ status }) => status === 'dead');
      expect(dead).toMatchObject([{ attempts: 3, error: 'the disk is full' }]);
      const { items, total } = await fixture.app.get(DeadLetterService).list(10, null);
      expect(total).toBe(1);
      expect(items).toMatchObject([{ runId: id, attempts: 3, error: 'the disk is full' }]);
    });

    it('computes it when it is asked to, within the same run', async () => {
      const { id } = await failing();
      await mend();
      const letters = fixture.app.get(DeadLetterService);
      const [letter] = (await letters.list(10, null)).items;
      expect(await letters.retry(letter!.id)).toMatchObject({ id, status: 'queued', completedAt: null, error: null });
      await expect(letters.retry(letter!.id)).rejects.toMatchObject({ code: 'batch.dead_letter_not_found' });
      expect(await runnerOf(await worker()).take(id, 'worker:b')).toMatchObject({ status: 'completed', error: null });
      expect(await letters.list(10, null)).toEqual({ items: [], nextCursor: null, total: 0 });
      expect(await hashes()).toEqual(expected);
    });

    it('gives up a piece over which three workers have died', async () => {
      await takeAway();
      const id = await queued();
      await killAfter(1, id, 'worker:dead');
      await fixture.sql(`UPDATE batch_pieces SET attempts = 3 WHERE status = 'running'`);
      await letLeasesRunOut('worker:dead');
      const report = await runnerOf(await worker()).execute(id, 'worker:a');
      expect(report).toMatchObject({ status: 'partial', error: expect.stringMatching(/ended without a word/) });
      expect((await pieces(id)).map(({ status }) => status)).toEqual(['dead', ...Array(PIECES - 1).fill('done')]);
    });
  });
});
