// Import of holdings by CSV over HTTP: 10,000 rows against 1,000, on a running server. Must stay below 5 s.
import { fixed, makeInstallation, median, run, serve, signIn, table } from './support.mjs';

const RUNS = Number(process.argv[2] ?? 3);
const installation = await makeInstallation({ SKIP_DEMO: 'true' });
const server = await serve(installation.env);
const { output } = await run(installation.env, 'dist/bundle/cli.mjs', [
  'users',
  'create',
  '--email',
  'bench@example.com',
  '--name',
  'Bench',
  '--admin',
]);
const token = await signIn(server.address, 'bench@example.com', /[Pp]assword[^:]*:\s*(\S+)/.exec(output)[1]);

const csv = (rows) =>
  ['Symbol,Quantity,Entry Price Per Share,Entry Date']
    .concat(
      Array.from(
        { length: rows },
        (_, i) =>
          `S${i % 1250}X${Math.floor(i / 1250)},${1 + (i % 90)},${10 + (i % 400)}.25,2024-0${1 + (i % 9)}-1${i % 9}`,
      ),
    )
    .join('\n');

async function importRows(rows, name) {
  const form = new FormData();
  form.set('portfolio_name', name);
  form.set('account_name', name);
  form.set('account_type', 'taxable');
  form.set('equity_balance', '100000000');
  form.set('csv_file', new Blob([csv(rows)]), 'holdings.csv');
  const began = performance.now();
  const response = await fetch(`${server.address}/api/v1/onboarding/create-portfolio`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  if (response.status !== 201) throw new Error(`${response.status}: ${(await response.text()).slice(0, 400)}`);
  await response.arrayBuffer();
  return (performance.now() - began) / 1000;
}

await importRows(100, 'warm-up');
const small = [];
const large = [];
for (let i = 0; i < RUNS; i += 1) {
  small.push(await importRows(1_000, `small ${i}`));
  large.push(await importRows(10_000, `large ${i}`));
}
console.log(
  table([
    { databases: installation.kind, rows: '1,000', 'median s': fixed(median(small)) },
    { databases: installation.kind, rows: '10,000', 'median s': fixed(median(large)) },
  ]),
);
console.log(`\n10,000 rows = ${fixed(median(large) / median(small), 1)} times 1,000 rows`);
await server.stop();
await installation.remove();
