// `GET /data/portfolio/{id}/complete` against a bare Fastify + pg handler that runs the same SQL in the same kind of
// transaction, in turn, in one run; each is a process of its own beside the load generator. Needs BENCH_DATABASE_URL for figures on native PostgreSQL.
import autocannon from 'autocannon';
import { fixed, makeInstallation, median, serve, signIn, start, table } from './support.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
const SECONDS = 4;
const CONNECTIONS = 16;

const installation = await makeInstallation();
const server = await serve(installation.env);
const token = await signIn(server.address);
const headers = { authorization: `Bearer ${token}` };
const [portfolio] = await (await fetch(`${server.address}/api/v1/data/portfolios`, { headers })).json();
const path = `/api/v1/data/portfolio/${portfolio.id}/complete`;

const { statementFor } = await import('../dist/core/data/complete.repository.js');
const sql = statementFor({ holdings: true, tags: true, timeseries: false, attribution: false });
const me = await (await fetch(`${server.address}/api/v1/auth/me`, { headers })).json();

if (!installation.env.DATABASE_URL)
  throw new Error('set BENCH_DATABASE_URL to a PostgreSQL server that may make databases');
const bare = await start(
  {
    ...installation.env,
    BARE_SQL: sql,
    BARE_PARAMETERS: JSON.stringify([portfolio.id, me.id, null]),
    BARE_USER: me.id,
  },
  'bench/bare.mjs',
);

const fire = async (url, extra = {}) => {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, ...extra });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} answers were not 2xx`);
  return result.requests.average;
};
await fire(server.address + path, { headers, duration: 2 });
await fire(`${bare.address}/bare`, { duration: 2 });
const ours = [];
const theirs = [];
for (let i = 0; i < ROUNDS; i += 1) {
  ours.push(await fire(server.address + path, { headers }));
  theirs.push(await fire(`${bare.address}/bare`));
}
console.log(
  table([
    { handler: '/data/portfolio/{id}/complete', 'requests/s (median)': fixed(median(ours), 0) },
    { handler: 'bare Fastify + pg, same SQL and transaction', 'requests/s (median)': fixed(median(theirs), 0) },
  ]),
);
console.log(`\nratio = ${fixed(median(ours.map((value, i) => value / theirs[i])))} (must reach 0.6)`);
await bare.stop();
await server.stop();
await installation.remove();
