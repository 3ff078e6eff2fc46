// First and later starts of the embedded demo, from process start to the line that says it is ready.
import { fixed, makeInstallation, median, serve, table } from './support.mjs';

const RUNS = Number(process.argv[2] ?? 3);
const first = [];
const later = [];
for (let i = 0; i < RUNS; i += 1) {
  const installation = await makeInstallation();
  for (const list of [first, later]) {
    const server = await serve(installation.env);
    list.push(server.seconds);
    await server.stop();
  }
  await installation.remove();
}
const row = (what, values) => ({
  start: what,
  'median s': fixed(median(values)),
  'min s': fixed(Math.min(...values)),
  'max s': fixed(Math.max(...values)),
});
console.log(table([row('first (migrates, seeds, computes the newest session)', first), row('later', later)]));
console.log(`\nfirst / later = ${fixed(median(first) / median(later), 1)}`);
