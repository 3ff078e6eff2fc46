import { transformFileSync } from '@swc/core';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** What the children of `embedded-child.mjs` import, compiled, since Node cannot start TypeScript by itself. */
const SOURCES = ['src/shared/config', 'src/shared/database', 'src/shared/errors'];

/** Compiles those sources into a folder inside the project, where their packages are found. */
export function compileForChildren(): { folder: string; remove: () => void } {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'test-children-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const source of SOURCES) {
    for (const file of readdirSync(join(root, source), { recursive: true, encoding: 'utf8' })) {
      const from = join(root, source, file);
      const to = join(folder, source.replace(/^src\//, ''), file);
      mkdirSync(dirname(to), { recursive: true });
      if (file.endsWith('.mjs')) copyFileSync(from, to);
      else if (file.endsWith('.ts') && !file.endsWith('.spec.ts'))
        writeFileSync(to.replace(/\.ts$/, '.js'), transformFileSync(from).code);
    }
  }
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
