// Compiles src to dist, joins it to a few files that are read quickly, and marks when that was.
import { spawnSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const started = new Date();
const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
for (const script of [[nest, 'build'], [join(root, 'scripts', 'bundle.mjs')]]) {
  const { status } = spawnSync(process.execPath, script, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
const marker = join(root, 'dist', '.built');
writeFileSync(marker, '');
utimesSync(marker, started, started); // what changed while it was building is newer
