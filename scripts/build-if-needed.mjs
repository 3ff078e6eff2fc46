// Builds when the sources are newer than the build.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function newest(folder) {
  let time = 0;
  for (const item of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (item.isFile()) time = Math.max(time, statSync(join(item.parentPath ?? item.path, item.name)).mtimeMs);
  }
  return time;
}

export function buildIfNeeded() {
  const built = join(root, 'dist', '.built');
  const configs = ['nest-cli.json', '.swcrc', 'package.json', 'scripts/bundle.mjs'].map(
    (file) => statSync(join(root, file)).mtimeMs,
  );
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(newest(join(root, 'src')), ...configs)) return;
  process.stderr.write('Building …\n');
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}`);
    process.exit(status ?? 1);
  }
}
