// What the benchmarks share: an installation of the built program, and honest arithmetic over several runs.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { nodeFlags } from '../scripts/node-flags.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Embedded databases, or servers when BENCH_DATABASE_URL names one that may make databases. */
export async function makeInstallation(extra = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sgb-'));
  const env = {
    ...process.env,
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    LOG_LEVEL: 'error',
    RATE_LIMIT_PER_MINUTE: '0',
    ...extra,
  };
  const drops = [];
  const server = process.env.BENCH_DATABASE_URL;
  if (server) {
    for (const [key, name] of [
      ['DATABASE_URL', 'core'],
      ['AI_DATABASE_URL', 'ai'],
    ]) {
      const database = `sgb_${name}_${randomUUID().slice(0, 8)}`;
      await statement(server, `CREATE DATABASE ${database}`);
      drops.push(() => statement(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
      const url = new URL(server);
      url.pathname = `/${database}`;
      env[key] = url.toString();
    }
    Object.assign(env, { JWT_SECRET: randomUUID() + randomUUID(), DEMO_PASSWORD: 'demo12345' });
    for (const chain of ['core', 'ai']) await run(env, 'scripts/run.mjs', ['migrate', chain, 'run']);
  }
  const remove = async () => {
    for (const drop of drops) await drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { kind: server ? 'native' : 'embedded', env, folder, remove };
}

async function statement(url, text) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

/** Work on the core database past the program: a server's own, or embedded ones of a program that runs. */
export async function onCore({ env }, work) {
  const { DATABASE_URL: connectionString } = env;
  const socket = () => JSON.parse(readFileSync(join(env.DATA_DIR, 'server.lock.json'), 'utf8')).socketFolder;
  const client = new pg.Client(
    connectionString
      ? { connectionString }
      : { host: join(socket(), 'core'), user: 'postgres', database: 'postgres', password: 'unused' },
  );
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Takes the results away, all or those of the last session, so that a run has rows to write: equal ones are skipped. */
export async function removeResults(installation, of = 'all') {
  const tables = [
    ['symbol_market_betas', 'as_of_date'],
    ['symbol_volatility', 'as_of_date'],
    ['symbol_factor_exposures', 'as_of_date'],
    ['factor_correlations', 'as_of_date'],
    ['symbol_greeks', 'as_of_date'],
    ['symbol_option_terms', 'as_of_date'],
    ['portfolio_snapshots', 'snapshot_date'],
  ];
  await onCore(installation, async (client) => {
    if (of === 'all') await client.query(`TRUNCATE ${tables.map(([name]) => name).join(', ')} CASCADE`);
    else {
      for (const [name, day] of tables)
        await client.query(`DELETE FROM ${name} WHERE ${day} = (SELECT max(${day}) FROM ${name})`);
    }
  });
}

export async function run(env, entry, args) {
  const began = performance.now();
  const { output } = await begin(env, entry, args).ended;
  return { seconds: (performance.now() - began) / 1000, output };
}

/** BENCH_PROFILE names a folder for profiles of the processor, one of each program that ends by itself. */
const { BENCH_PROFILE } = process.env;
const PROFILE = BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', BENCH_PROFILE] : [];

/** As `npm run` starts it. */
const flagsOf = (entry) => nodeFlags(basename(entry, '.mjs'));

/** Starts a program that ends by itself; `ended` has what it said, and is an error unless it ended well. */
export function begin(env, entry, args) {
  const child = spawn(process.execPath, [...flagsOf(entry), ...PROFILE, join(root, entry), ...args], {
    env,
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve, reject) =>
    child.on('close', (code) =>
      code === 0 ? resolve({ output }) : reject(new Error(`${entry} ${args.join(' ')} ended with ${code}:\n${output}`)),
    ),
  );
  return { pid: child.pid, ended };
}

/** What a run of the batch says of its phases, without the start of the process. */
export const secondsOf = (output) =>
  [...output.matchAll(/ ([\d.]+) s$/gm)].reduce((sum, [, seconds]) => sum + Number(seconds), 0);
export const sessionsOf = (output) => Number(/sessions\s+(\d+) computed/.exec(output)?.[1]);

/** Starts the server and waits until it says that it is ready. */
export const serve = (env) => start(env, 'dist/bundle/main.mjs');

/** Starts a process that goes on, and waits until it says that it is ready: a server by `Address http://…`, then `Health …`. */
export async function start(env, entry, isReady = (output) => output.includes('Health ')) {
  const began = performance.now();
  const child = spawn(process.execPath, [...flagsOf(entry), join(root, entry)], {
    env,
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const address = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const found = /Address\s+(http:\S+)/.exec(output)?.[1] ?? '';
      if (isReady(output)) resolve(found.replace('localhost', '127.0.0.1'));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${entry} ended with ${code}:\n${output}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return { address, output: () => output, seconds: (performance.now() - began) / 1000, stop, pid: child.pid };
}

export async function signIn(address, email = 'demo_hnw@sigmasight.com', password = 'demo12345') {
  const response = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
  return (await response.json()).access_token;
}

export const median = (values) => quantile(values, 0.5);

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

export const fixed = (value, digits = 2) => value.toFixed(digits);

export function table(rows) {
  const columns = Object.keys(rows[0]);
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => columns.map((column) => String(row[column])))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
