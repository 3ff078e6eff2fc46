// One night and the 260-session backfill of the demo portfolios, as the run itself reports them (start-up of the
// process left out), on the databases that BENCH_DATABASE_URL names or embedded ones.
import { fixed, makeInstallation, median, run, serve, signIn, table } from './support.mjs';

const RUNS = Number(process.argv[2] ?? 3);
const installation = await makeInstallation();
const server = await serve(installation.env);
const headers = { authorization: `Bearer ${await signIn(server.address)}` };
const last = (await (await fetch(`${server.address}/api/v1/data/portfolios`, { headers })).json())[0].as_of;
await server.stop();

const secondsOf = (output) =>
  [...output.matchAll(/ ([\d.]+) s$/gm)].reduce((sum, [, seconds]) => sum + Number(seconds), 0);
const sessionsOf = (output) => Number(/sessions\s+(\d+) computed/.exec(output)?.[1]);
const nights = [];
const backfills = [];
let steps = 0;
for (let i = 0; i < RUNS; i += 1) {
  const night = await run(installation.env, 'dist/cli.js', ['batch', 'run', '--date', last]);
  nights.push(secondsOf(night.output));
  const backfill = await run(installation.env, 'dist/cli.js', ['batch', 'run', '--from', '2000-01-03']);
  backfills.push(secondsOf(backfill.output));
  steps = sessionsOf(backfill.output);
}
console.log(
  table([
    { databases: installation.kind, what: 'one night, demo portfolios', 'median s': fixed(median(nights)) },
    {
      databases: installation.kind,
      what: '260-session backfill, demo portfolios',
      'median s': fixed(median(backfills)),
    },
  ]),
);
console.log(`\nThe backfill is ${steps} sessions of portfolios; one night computes 2.`);
console.log(`backfill / night = ${fixed(median(backfills) / median(nights), 1)}`);
await installation.remove();
