// The same night with one worker process and with two, in turns. Workers live for many nights: what is compared is their
// second, after a first that compiles and is told beside it. BENCH_DATABASE_URL names the server, whose processes are counted
// where it is on this machine.
import { LAST_SESSION, makeBooks, makeMarket } from './market.mjs';
import { watched } from './processor.mjs';
import {
  fixed,
  makeInstallation,
  median,
  onCore,
  removeResults,
  run,
  serve,
  signIn,
  start,
  table,
} from './support.mjs';

const [ROUNDS = 3, BOOKS = 1_000, POSITIONS = 30, SYMBOLS = 1_250] = process.argv.slice(2).map(Number);
const installation = await makeInstallation({
  SKIP_DEMO: 'true',
  SKIP_BATCH_SCHEDULE: 'true',
  SKIP_BATCH_THREAD: 'true',
});
if (installation.kind === 'embedded') throw new Error('BENCH_DATABASE_URL must name a PostgreSQL server');
await onCore(installation, async (client) => {
  const market = await makeMarket(client, SYMBOLS);
  await makeBooks(client, market, { count: BOOKS, positions: POSITIONS, days: 20 });
});
const { output } = await run(
  installation.env,
  'dist/bundle/cli.mjs',
  'users create --email admin@example.com --name Admin --admin'.split(' '),
);
const server = await serve(installation.env);
const token = await signIn(server.address, 'admin@example.com', /[Pp]assword[^:]*:\s*(\S+)/.exec(output)[1]);

async function ask() {
  const response = await fetch(`${server.address}/api/v1/admin/batch/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ start_date: LAST_SESSION, end_date: LAST_SESSION, force_rerun: true }),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()).batch_run_id;
}

async function nightsOf(count) {
  await removeResults(installation);
  const workers = await Promise.all(
    Array.from({ length: count }, () =>
      start(installation.env, 'dist/bundle/worker.mjs', (said) => said.includes('Worker ready')),
    ),
  );
  const first = await night(workers);
  await removeResults(installation);
  const second = await night(workers);
  await Promise.all(workers.map((worker) => worker.stop()));
  return { ...second, first: first.seconds };
}

async function night(workers) {
  const pids = workers.map(({ pid }) => pid);
  const measured = await onCore(installation, (client) =>
    watched(pids, client, async () => endOf(client, await ask())),
  );
  if (measured.result.steps !== BOOKS) throw new Error(`${measured.result.steps} books were computed`);
  const busiest = Math.max(...measured.programs);
  return {
    seconds: measured.result.seconds,
    workers: measured.programs.reduce((a, b) => a + b, 0),
    server: measured.server,
    // Each worker waits for its own part of the server, one after the other.
    alone: busiest + measured.server / workers.length,
  };
}

async function endOf(client, id) {
  for (;;) {
    const { rows } = await client.query(
      `SELECT status, completed_steps AS steps, extract(epoch FROM completed_at - started_at)::float8 AS seconds
         FROM batch_run_tracking WHERE id = $1`,
      [id],
    );
    if (rows[0].status === 'completed') return rows[0];
    if (!['queued', 'running'].includes(rows[0].status)) throw new Error(`the run is ${rows[0].status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const nights = { 1: [], 2: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const count of round % 2 === 0 ? [1, 2] : [2, 1]) nights[count].push(await nightsOf(count));
}
const of = (count, figure) => median(nights[count].map((one) => one[figure]));
console.log(
  table(
    [1, 2].map((count) => ({
      workers: count,
      'first night s': fixed(of(count, 'first'), 1),
      'night s': fixed(of(count, 'seconds'), 1),
      'processor of the workers s': fixed(of(count, 'workers'), 1),
      'of PostgreSQL s': fixed(of(count, 'server'), 1),
      'of the busiest with its part of PostgreSQL s': fixed(of(count, 'alone'), 1),
    })),
  ),
);
console.log(`\n${BOOKS} books of ${POSITIONS} lots over ${SYMBOLS} symbols, medians of ${ROUNDS}.`);
console.log(
  `two workers / one = ${fixed(of(2, 'seconds') / of(1, 'seconds'))} by the clock (${fixed(of(2, 'first') / of(1, 'first'))} in the first night),`,
);
console.log(`${fixed(of(2, 'alone') / of(1, 'alone'))} by the processor, on cores of their own`);
await server.stop();
await installation.remove();
