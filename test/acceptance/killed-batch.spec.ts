import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, Installation } from './support/program.js';
import { writeSyntheticPrices } from './support/synthetic-market.js';
import { weekdaySessions } from './support/sessions.js';

/*
 * A batch that is killed again and again ends with the very tables of one that was left alone. The processes are real,
 * and so is SIGKILL. Every run resumes: none is forced to compute again what is done.
 */

const FROM = '2023-09-01';
const MIDDLE = '2024-04-15';
const TO = '2024-11-29';
const SESSIONS = weekdaySessions(FROM, TO).length;
const SYMBOLS = ['SPY', 'AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG'];
const RESULTS: Record<string, string> = {
  portfolio_snapshots: "- 'run_id' - 'created_at' - 'updated_at'",
  snapshot_positions: '',
  symbol_market_betas: "- 'updated_at'",
  symbol_volatility: "- 'updated_at'",
};

/** What there is to do from a session on: a backfill of what is missing, a restatement of what is wrong. */
const SET_BACK = {
  missing: (from: string) => [
    `DELETE FROM portfolio_snapshots WHERE snapshot_date >= '${from}'`,
    `DELETE FROM symbol_market_betas WHERE as_of_date >= '${from}'`,
    `DELETE FROM symbol_volatility WHERE as_of_date >= '${from}'`,
  ],
  stale: (from: string) => [
    `UPDATE portfolio_snapshots SET num_positions = 0, cumulative_pnl = 0 WHERE snapshot_date >= '${from}'`,
    `UPDATE snapshot_positions SET market_value = 0 WHERE snapshot_date >= '${from}'`,
    `UPDATE portfolios SET stale_from = '${from}'`,
  ],
} as const;
const RIGHT = 'SELECT count(*)::int AS count FROM portfolio_snapshots WHERE num_positions > 0';

/** A run is killed when it has done so many sessions: within, at the end of and after a group. No clock decides. */
const KILLED_AFTER = [1, 7, 20, 40, 60];

describe('a batch that is killed', () => {
  let installation: Installation;

  /** Order-independent fingerprint of every result table, without run ids and times. */
  async function fingerprint(client: pg.Client): Promise<Record<string, string>> {
    const hashes: Record<string, string> = {};
    for (const [table, without] of Object.entries(RESULTS)) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT (to_jsonb(t) ${without})::text AS row FROM ${table} t`,
      );
      const hash = createHash('sha256');
      for (const { row } of rows.sort((a, b) => (a.row < b.row ? -1 : 1))) hash.update(row);
      hashes[table] = `${rows.length} rows ${hash.digest('hex')}`;
    }
    return hashes;
  }

  async function setBack(client: pg.Client, kind: keyof typeof SET_BACK, from: string): Promise<void> {
    for (const statement of SET_BACK[kind](from)) await client.query(statement);
  }

  /** On the core database, of a server that runs or, embedded, of one that is started for it. */
  async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const server = installation.isOnServers ? null : await installation.serve();
    const client = new pg.Client(installation.coreConnection());
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
      await server?.stop();
    }
  }

  const isRefused = ({ code, stderr }: Finished): boolean => code !== 0 && /already|running/i.test(stderr);

  /** A run that finds the lease of a killed one alive waits until it has run out. */
  async function runToTheEnd(): Promise<void> {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const finished = await installation.cli('batch', 'run', '--to', TO);
      if (finished.code === 0) return;
      if (!isRefused(finished)) throw new Error(finished.stderr);
      await setTimeout(1_000);
    }
    throw new Error('the lease of a killed run never ran out');
  }

  /** @returns the sessions that are right when it was killed; null when it ended first. */
  async function killAfter(sessions: number): Promise<number | null> {
    for (;;) {
      const run = new WatchedRun(installation, ['batch', 'run', '--to', TO]);
      const killed = await run.killAfter(sessions);
      const finished = await run.ended;
      if (killed !== null) return killed;
      if (finished.code === 0) return null;
      if (!isRefused(finished)) throw new Error(finished.stderr);
      await setTimeout(1_000);
    }
  }

  beforeAll(async () => {
    installation = await Installation.make({ SKIP_BATCH_SCHEDULE: 'true' });
    const prices = writeSyntheticPrices(installation.folder, weekdaySessions('2022-06-01', TO), SYMBOLS);
    const server = await installation.serve();
    await installation.cliWithInput(
      'a long enough password\n',
      'users',
      'create',
      '--email',
      'k@example.com',
      '--name',
      'K',
      '--password-stdin',
    );
    expect(await installation.cli('prices', 'import', prices)).toMatchObject({ code: 0 });
    const token = await server.signIn('k@example.com', 'a long enough password');
    const holdings = SYMBOLS.slice(1).map(
      (symbol, i) => `${symbol},${i === 2 ? -120 : 100 + 10 * i},${50 + i},${FROM}`,
    );
    const form = new FormData();
    form.set('portfolio_name', 'Killed');
    form.set('account_name', 'Killed');
    form.set('account_type', 'taxable');
    form.set('equity_balance', '500000');
    form.set(
      'csv_file',
      new Blob([['Symbol,Quantity,Entry Price Per Share,Entry Date', ...holdings].join('\n')]),
      'h.csv',
    );
    const { status, text } = await server.call('POST', '/api/v1/onboarding/create-portfolio', { token, form });
    expect(status, text).toBe(201);
    await server.stop();
  });

  afterAll(() => installation.remove());

  it('ends with the same tables as one that is not', async () => {
    await runToTheEnd();
    const expected = await withDatabase(async (client) => {
      const tables = await fingerprint(client);
      await setBack(client, 'missing', FROM);
      return tables;
    });
    expect(Number(expected.portfolio_snapshots!.split(' ')[0])).toBe(SESSIONS);

    for (const kind of ['missing', 'stale'] as const) {
      const killedAt: number[] = [];
      while (killedAt.length < KILLED_AFTER.length) {
        const killed = await killAfter(KILLED_AFTER[killedAt.length]!);
        if (killed === null) await withDatabase((client) => setBack(client, kind, MIDDLE));
        else killedAt.push(killed);
      }
      console.log(`killed-batch: ${kind}, killed at ${killedAt.join(', ')} of ${SESSIONS} sessions`);
      for (const count of killedAt) expect(count).toBeLessThan(SESSIONS);
      await runToTheEnd();
      await withDatabase(async (client) => {
        expect(await fingerprint(client)).toEqual(expected);
        const { rows } = await client.query<{ steps: number }>(
          `SELECT total_steps AS steps FROM batch_run_tracking WHERE status = 'completed' ORDER BY completed_at DESC LIMIT 1`,
        );
        expect(rows[0]!.steps).toBeLessThan(SESSIONS);
        if (kind === 'missing') await setBack(client, 'stale', FROM);
      });
    }
  }, 1_500_000);
});

/** A command whose progress is read from the database, past the program. */
class WatchedRun {
  readonly ended: Promise<Finished>;
  private readonly child: ChildProcess;
  private hasEnded = false;

  constructor(
    private readonly installation: Installation,
    args: string[],
  ) {
    this.child = installation.spawnCli(...args);
    let stdout = '';
    let stderr = '';
    this.child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    this.ended = new Promise((resolve) =>
      this.child.on('close', (code) => {
        this.hasEnded = true;
        resolve({ code, stdout, stderr });
      }),
    );
  }

  /**
   * Kills it as soon as so many more sessions are right, if some are left to do.
   * @returns how many were right then; null when it ended first.
   */
  async killAfter(sessions: number): Promise<number | null> {
    let before: number | null = null;
    let client: pg.Client | null = null;
    while (!this.hasEnded) {
      try {
        client ??= await this.connect();
        const count = (await client.query<{ count: number }>(RIGHT)).rows[0]!.count;
        before ??= count;
        if (count >= before + sessions && count < SESSIONS) {
          // So that the next run need not wait for the lease to run out; where a heartbeat comes after this, it waits.
          await client.query(`UPDATE batch_run_tracking SET heartbeat_at = now() - interval '1 hour'`);
          if (this.child.kill('SIGKILL')) return count;
        }
      } catch {
        // The databases are not open yet, or not any more.
        client = null;
      }
      await setTimeout(10);
    }
    await client?.end().catch(() => undefined);
    return null;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client(this.installation.coreConnection());
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
}
