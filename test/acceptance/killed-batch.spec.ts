import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from './support/program.js';
import { writeSyntheticPrices } from './support/synthetic-market.js';
import { weekdaySessions } from './support/sessions.js';

/*
 * A backfill that is killed again and again ends with the very tables of one that was left alone. The processes are
 * real, and so is SIGKILL.
 */

const KILLS = 10;
const FROM = '2023-09-01';
const TO = '2024-11-29';
const SYMBOLS = ['SPY', 'AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG'];
const RESULTS: Record<string, string> = {
  portfolio_snapshots: "- 'run_id' - 'created_at' - 'updated_at'",
  snapshot_positions: '',
  symbol_market_betas: "- 'updated_at'",
  symbol_volatility: "- 'updated_at'",
};

describe('a backfill that is killed', () => {
  let installation: Installation;
  let seconds: number;

  /** Order-independent fingerprint of every result table, without run ids and times. */
  async function fingerprint(): Promise<Record<string, string>> {
    return withDatabase(async (client) => {
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
    });
  }

  const clear = (): Promise<void> =>
    withDatabase(async (client) => {
      for (const table of ['portfolio_snapshots', 'symbol_market_betas', 'symbol_volatility'])
        await client.query(`DELETE FROM ${table}`);
      await client.query('DELETE FROM batch_run_tracking');
    });

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

  /** A run that finds the lease of a killed one waits until it has run out. */
  async function runToTheEnd(): Promise<void> {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const { code, stderr } = await installation.cli('batch', 'run', '--from', FROM, '--to', TO);
      if (code === 0) return;
      if (!/already|running/i.test(stderr)) throw new Error(stderr);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    throw new Error('the lease of a killed run never ran out');
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
    const began = performance.now();
    await runToTheEnd();
    seconds = (performance.now() - began) / 1_000;
    const expected = await fingerprint();
    expect(Number(expected.portfolio_snapshots!.split(' ')[0])).toBe(weekdaySessions(FROM, TO).length);

    await clear();
    const outcomes: string[] = [];
    while (outcomes.filter((outcome) => outcome === 'SIGKILL').length < KILLS && outcomes.length < 4 * KILLS) {
      const child = installation.spawnCli('batch', 'run', '--from', FROM, '--to', TO);
      const ended = new Promise<string>((resolve) =>
        child.once('exit', (code, signal) => {
          resolve(signal ?? `exit ${String(code)}`);
        }),
      );
      const timer = setTimeout(() => child.kill('SIGKILL'), (0.4 + 0.4 * Math.random()) * seconds * 1_000);
      outcomes.push(await ended);
      clearTimeout(timer);
      // Until the dead run's lease has run out, so that the next one gets to work before it is killed.
      await new Promise((resolve) => setTimeout(resolve, 8_500));
    }
    console.log(`killed-batch: ${outcomes.join(', ')}; an undisturbed run takes ${seconds.toFixed(1)} s`);
    expect(outcomes.filter((outcome) => outcome === 'SIGKILL')).toHaveLength(KILLS);
    await runToTheEnd();
    expect(await fingerprint()).toEqual(expected);
  }, 1_500_000);
});
