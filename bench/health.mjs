// Latency of the health endpoint while the worker thread computes a backfill, against the same server at rest. The
// results are taken away before each backfill, so that it writes its rows.
import { fixed, makeInstallation, quantile, removeResults, serve, table } from './support.mjs';

const SECONDS = Number(process.argv[2] ?? 20);
const installation = await makeInstallation({ SKIP_BATCH_SCHEDULE: 'true' });

async function probe(address, until) {
  const samples = [];
  while (!until()) {
    const began = performance.now();
    const response = await fetch(`${address}/api/v1/health`);
    await response.arrayBuffer();
    samples.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return samples;
}

const server = await serve(installation.env);
// What a first start leaves for later, such as the embedding of the knowledge base, is neither rest nor the batch.
while ((await (await fetch(`${server.address}/api/v1/health`)).json()).status === 'starting')
  await new Promise((resolve) => setTimeout(resolve, 250));
const started = performance.now();
const rest = await probe(server.address, () => performance.now() - started > 5_000);

let done = false;
const token = /Admin\s+(\S+)\s+(\S+)/.exec(server.output());
const admin = await (
  await fetch(`${server.address}/api/v1/admin/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: token[1], password: token[2] }),
  })
).json();
const headers = { authorization: `Bearer ${admin.access_token}`, 'content-type': 'application/json' };
let runs = 0;
const batches = (async () => {
  const until = performance.now() + SECONDS * 1_000;
  while (performance.now() < until) {
    await removeResults(installation);
    const started = await fetch(`${server.address}/api/v1/admin/batch/run`, {
      method: 'POST',
      headers,
      body: '{}',
    });
    if (started.status !== 202) throw new Error(`batch run answered ${started.status}: ${await started.text()}`);
    const { poll_url: poll } = await started.json();
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const current = await (await fetch(server.address + poll, { headers })).json();
      if (current.status === 'idle') break;
    }
    runs += 1;
  }
  done = true;
})();
const busy = await probe(server.address, () => done);
await batches;

const row = (what, values) => ({
  'GET /api/v1/health': what,
  samples: values.length,
  'p50 ms': fixed(quantile(values, 0.5)),
  'p99 ms': fixed(quantile(values, 0.99)),
});
console.log(table([row('at rest', rest), row(`while ${runs} backfills run`, busy)]));
console.log(
  `\np99 while a batch runs = ${fixed(quantile(busy, 0.99))} ms (must be at most 50); ${fixed(quantile(busy, 0.99) / quantile(rest, 0.99), 1)} times the p99 at rest`,
);
await server.stop();
await installation.remove();
