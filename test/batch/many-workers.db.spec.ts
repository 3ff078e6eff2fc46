import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BatchRunner } from '../../src/core/batch/batch.runner.js';
import { sessionsBetween } from '../../src/shared/time/trading-calendar.kernel.js';
import { RESULT_TABLES, tableHashes } from '../support/table-hash.js';
import { serverUrls } from '../support/templates.js';
import { BatchFixture, LAST_SESSION } from './fixture.js';
import { makeBooks } from './many-books.js';
import { WorkerProcess } from './worker-processes.js';

const areServers = serverUrls() !== null;
/** Embedded databases take several times as long for each, and have one worker however many there are. */
const PORTFOLIOS = areServers ? 50 : 10;
const FROM = '2024-10-04';
const DAYS = sessionsBetween(FROM, LAST_SESSION);
const STEPS = PORTFOLIOS * DAYS.length;
const A_PIECE = 5;
/** Steps of a piece. */
const WHOLE = A_PIECE * DAYS.length;
const LEASE_SECONDS = 5;

if (!areServers)
  console.log(
    'many-workers: ten portfolios and no worker processes, which cannot attach to embedded databases; see TEST_CORE_DATABASE_URL',
  );

interface PieceRow {
  readonly [column: string]: unknown;
  readonly number: number;
  readonly status: string;
  readonly owner: string | null;
  readonly attempts: number;
  /** Sessions of its portfolios that have their results. */
  readonly stored: number;
}

describe(`${PORTFOLIOS} portfolios of ${DAYS.length} sessions`, () => {
  let fixture: BatchFixture;
  /** What one process makes of it in one piece. */
  let expected: Record<string, string>;
  const programs: INestApplicationContext[] = [];
  const processes: WorkerProcess[] = [];

  beforeAll(async () => {
    fixture = await BatchFixture.start();
    await makeBooks(fixture, { count: PORTFOLIOS, from: FROM });
    expect(await fixture.run()).toMatchObject({ status: 'completed', total: STEPS, completed: STEPS, blocked: 0 });
    expected = await hashes();
  }, 300_000);
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.close()));
    await Promise.all(processes.splice(0).map((worker) => worker.kill()));
  });
  afterAll(() => fixture.close());

  const hashes = (): Promise<Record<string, string>> => tableHashes(fixture.databases.addresses.core);
  const takeAway = async (): Promise<void> => {
    await fixture.sql(`TRUNCATE ${RESULT_TABLES.join(', ')}`);
    await fixture.sql('UPDATE portfolios SET stale_from = NULL');
    await fixture.sql('DELETE FROM batch_run_tracking');
  };
  const runnerOf = async (portfolios = A_PIECE): Promise<BatchRunner> => {
    const program = await BatchFixture.over(fixture, { BATCH_PIECE_PORTFOLIOS: portfolios });
    programs.push(program);
    return program.get(BatchRunner);
  };
  const queued = async (request: object = {}): Promise<string> =>
    (await fixture.service.enqueue({ triggeredBy: 'test', ...request })).id;
  const pieces = (id: string): Promise<PieceRow[]> =>
    fixture.sql<PieceRow>(
      `SELECT piece_number AS number, status, lease_owner AS owner, attempts,
              (SELECT count(*)::int FROM portfolio_snapshots s WHERE s.portfolio_id = ANY (portfolio_ids)) AS stored
         FROM batch_pieces WHERE run_id = $1 ORDER BY piece_number`,
      [id],
    );

  it('leave rows in every table of results', () => {
    const empty = Object.entries(expected).filter(([, hash]) => hash.startsWith('0:'));
    expect(empty).toEqual([]);
    expect(Object.keys(expected)).toEqual(RESULT_TABLES);
  });

  it('have the same results when they are computed twice', async () => {
    const runner = await runnerOf();
    expect(await runner.execute(await queued(), 'worker:a')).toMatchObject({ status: 'completed', total: 0 });
    expect(await hashes()).toEqual(expected);
    const some = DAYS.slice(-10);
    const again = await runner.execute(await queued({ from: some[0]!, isForced: true }), 'worker:a');
    expect(again).toMatchObject({ status: 'completed', completed: PORTFOLIOS * some.length });
    expect(await hashes()).toEqual(expected);
  }, 200_000);

  it('have the same results when the run is interrupted twice', async () => {
    await takeAway();
    const id = await queued();
    for (const stopAt of [STEPS / 4, STEPS / 2]) {
      const runner = await runnerOf();
      const ending: Promise<void>[] = [];
      await runner.execute(id, `worker:${stopAt}`, ({ completed }) => {
        if (completed >= stopAt && ending.length === 0) ending.push(runner.interrupt());
      });
      expect(ending).toHaveLength(1);
      await Promise.all(ending);
      expect((await fixture.service.get(id)).status).toBe('queued');
    }
    // What was done before is not done again, and not counted.
    const last = await (await runnerOf()).execute(id, 'worker:last');
    expect(last).toMatchObject({ status: 'completed', completed: last!.total, blocked: 0 });
    expect(last!.total).toBeLessThan(STEPS);
    expect(await hashes()).toEqual(expected);
  }, 200_000);

  it('have the same results date by date as in one backfill', async () => {
    await takeAway();
    const runner = await runnerOf(PORTFOLIOS);
    for (const day of DAYS)
      expect(await runner.execute(await queued({ to: day }), 'worker:a')).toMatchObject({ completed: PORTFOLIOS });
    expect(await hashes()).toEqual(expected);
  }, 300_000);

  it.skipIf(!areServers)(
    'have the same results by three worker processes of which one is killed',
    async () => {
      await takeAway();
      const env = { BATCH_LEASE_SECONDS: String(LEASE_SECONDS), BATCH_PIECE_PORTFOLIOS: String(A_PIECE) };
      const start = async (): Promise<WorkerProcess> => {
        const worker = await WorkerProcess.start(fixture.databases, env);
        processes.push(worker);
        return worker;
      };
      const [first, second] = await Promise.all([start(), start()]);
      const id = await queued();
      const inTheMiddle = async ({ owner }: WorkerProcess): Promise<PieceRow | undefined> =>
        (await pieces(id)).find(
          (piece) => piece.owner === owner && piece.status === 'running' && piece.stored > 0 && piece.stored < WHOLE,
        );
      const wait = { timeout: 60_000, interval: 20 };
      await expect.poll(() => inTheMiddle(first), wait).toBeDefined();
      // The third comes when the run is under way.
      const third = await start();
      // It is looked at while it stands still, and killed there: not a moment before its piece or after.
      let left: PieceRow | undefined;
      for (;;) {
        await expect.poll(() => inTheMiddle(first), wait).toBeDefined();
        first.signal('SIGSTOP');
        left = await inTheMiddle(first);
        if (left) break;
        first.signal('SIGCONT');
      }
      await first.kill();
      await expect
        .poll(async () => (await fixture.service.get(id)).status, { timeout: 150_000, interval: 100 })
        .toBe('completed');
      const done = await pieces(id);
      expect(done.every(({ status }) => status === 'done')).toBe(true);
      const taken = done.find(({ number }) => number === left.number)!;
      expect([second.owner, third.owner]).toContain(taken.owner);
      expect(taken.attempts).toBe(2);
      expect(done.filter(({ attempts }) => attempts > 1)).toEqual([taken]);
      expect(await hashes()).toEqual(expected);
      const shares = [first, second, third].map(({ owner }) => done.filter((piece) => piece.owner === owner).length);
      expect(Math.min(shares[1]!, shares[2]!)).toBeGreaterThan(0);
      console.log(`many-workers: pieces of three processes ${shares.join(', ')}; the first was killed over one more`);
      expect(await Promise.all([second.end(), third.end()])).toEqual([0, 0]);
    },
    300_000,
  );
});
