// One night of a thousand distinct books of thirty lots over 1,250 symbols, options among them, and of half of them; then
// twenty of them once more, each by itself, which has to come to the same figures. BENCH_DATABASE_URL names the server.
import { LAST_SESSION, makeBooks, makeMarket } from './market.mjs';
import { watched } from './processor.mjs';
import {
  begin,
  fixed,
  makeInstallation,
  onCore,
  removeResults,
  run,
  secondsOf,
  sessionsOf,
  table,
} from './support.mjs';

const [BOOKS = 1_000, POSITIONS = 30, SYMBOLS = 1_250, ALONE = 20] = process.argv.slice(2).map(Number);
const installation = await makeInstallation({ SKIP_DEMO: 'true' });
if (installation.kind === 'embedded') throw new Error('BENCH_DATABASE_URL must name a PostgreSQL server');

const NIGHT = ['batch', 'run', '--date', LAST_SESSION];
const ids = await onCore(installation, async (client) => {
  const market = await makeMarket(client, SYMBOLS);
  return makeBooks(client, market, { count: BOOKS, positions: POSITIONS, days: 20 });
});

const only = (some) =>
  onCore(installation, (client) => client.query('UPDATE portfolios SET is_active = id = ANY ($1::uuid[])', [some]));

async function night(some) {
  await only(some);
  await removeResults(installation);
  return onCore(installation, async (client) => {
    const { pid, ended } = begin(installation.env, 'dist/bundle/cli.mjs', NIGHT);
    const { result, programs, server, peak } = await watched([pid], client, () => ended);
    if (sessionsOf(result.output) !== some.length) throw new Error(result.output);
    return { books: some.length, seconds: secondsOf(result.output), processor: programs[0], server, peak };
  });
}

const half = await night(ids.slice(0, BOOKS / 2));
const whole = await night(ids);
console.log(
  table(
    [half, whole].map(({ books, seconds, processor, server, peak }) => ({
      books,
      'phases s': fixed(seconds, 1),
      'processor of the program s': fixed(processor, 1),
      'of PostgreSQL s': fixed(server, 1),
      'peak MiB': fixed(peak, 0),
    })),
  ),
);
console.log(`\nTwice the books take ${fixed(whole.seconds / half.seconds)} times the seconds,`);
console.log(
  `${fixed((whole.processor + whole.server) / (half.processor + half.server))} times the processor, start of the program included.`,
);

const alone = Array.from({ length: ALONE }, (_, i) => ids[Math.floor((i * BOOKS) / ALONE)]);
const differing = await onCore(installation, async (client) => {
  const tables = await resultTables(client);
  for (const name of tables) await client.query(`CREATE TABLE stash_${name} AS SELECT * FROM ${name}`);
  await only(alone);
  await removeResults(installation);
  await run({ ...installation.env, BATCH_PIECE_PORTFOLIOS: '1' }, 'dist/bundle/cli.mjs', NIGHT);
  let rows = 0;
  const other = [];
  for (const name of tables) {
    const said = (from) => `SELECT to_jsonb(t) - '{run_id,created_at,updated_at}'::text[] FROM ${from} t`;
    rows += Number((await client.query(`SELECT count(*) FROM ${name}`)).rows[0].count);
    const { count } = (await client.query(`SELECT count(*) FROM (${said(name)} EXCEPT ${said(`stash_${name}`)}) d`))
      .rows[0];
    if (Number(count) > 0) other.push(`${name}: ${count}`);
  }
  console.log(
    `\n${ALONE} books, each by itself: ${rows} rows of ${tables.length} tables, ${other.length} tables differ`,
  );
  return other;
});
await installation.remove();
if (differing.length > 0) throw new Error(differing.join(', '));

/** Of symbols, and what hangs on the snapshots of books. */
async function resultTables(client) {
  const { rows } = await client.query(
    `SELECT DISTINCT relname FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND (relname IN ('portfolio_snapshots', 'factor_correlations') OR relname LIKE 'symbol\\_%'
             OR oid IN (SELECT conrelid FROM pg_constraint WHERE confrelid = 'portfolio_snapshots'::regclass))`,
  );
  return rows.map(({ relname }) => relname);
}
