// `node scripts/run.mjs main|cli|migrate …`: builds when the sources are newer than the build, then runs it.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build-if-needed.mjs';
import { nodeFlags } from './node-flags.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, ...args] = process.argv.slice(2);

buildIfNeeded();
const target =
  entry === 'migrate' ? join(root, 'scripts', 'migrate.mjs') : join(root, 'dist', 'bundle', `${entry}.mjs`);
// No source maps: reading those of every package costs a start most of a second. NODE_OPTIONS=--enable-source-maps asks for them.
const child = spawn(process.execPath, [...nodeFlags(entry), target, ...args], {
  stdio: 'inherit',
  // Node 22 and later keep what they compiled of the program for the next start; Node 20 does not look at it.
  env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), ...process.env },
});
const handlers = {
  // Ctrl-C reaches the child as well: it is in the same group of processes. This one only has to outlive it.
  SIGINT: () => undefined,
  SIGTERM: () => child.kill('SIGTERM'),
  SIGHUP: () => child.kill('SIGHUP'),
};
for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
// A signal to npm ends the shell between npm and this process, which hears nothing of it: being orphaned tells.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500).unref();
}
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  // Ends as the child did, which a handler of the signal would prevent.
  for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
  process.exitCode = 1;
  process.kill(process.pid, signal);
});
