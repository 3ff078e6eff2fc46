// One night and the backfill of the demo portfolios, as the run itself reports them (start-up of the process left out),
// on the databases that BENCH_DATABASE_URL names or embedded ones. The results are taken away before each, so that every
// run writes its rows.
import {
  fixed,
  makeInstallation,
  median,
  removeResults,
  run,
  secondsOf,
  serve,
  sessionsOf,
  table,
} from './support.mjs';

const RUNS = Number(process.argv[2] ?? 3);
const installation = await makeInstallation({ SKIP_BATCH_SCHEDULE: 'true' });

/** Embedded databases are open while a program runs. */
async function takeAway(of) {
  const server = installation.kind === 'embedded' ? await serve(installation.env) : null;
  await removeResults(installation, of);
  await server?.stop();
}

// Makes the demo.
await (await serve(installation.env)).stop();

const nights = [];
const backfills = [];
const steps = { backfill: 0, night: 0 };
for (let i = 0; i < RUNS; i += 1) {
  await takeAway('all');
  const backfill = await run(installation.env, 'scripts/run.mjs', ['cli', 'batch', 'run']);
  backfills.push(secondsOf(backfill.output));
  steps.backfill = sessionsOf(backfill.output);
  await takeAway('last session');
  const night = await run(installation.env, 'scripts/run.mjs', ['cli', 'batch', 'run']);
  nights.push(secondsOf(night.output));
  steps.night = sessionsOf(night.output);
}
console.log(
  table([
    { databases: installation.kind, what: 'one night, demo portfolios', 'median s': fixed(median(nights)) },
    {
      databases: installation.kind,
      what: 'backfill, demo portfolios',
      'median s': fixed(median(backfills)),
    },
  ]),
);
console.log(`\nThe backfill computes ${steps.backfill} sessions of portfolios, one night ${steps.night}.`);
console.log(`backfill / night = ${fixed(median(backfills) / median(nights), 1)}`);
await installation.remove();
