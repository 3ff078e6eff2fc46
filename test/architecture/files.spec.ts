import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../../src');

/** The boundary rules read these, so a new role is a decision: add it here and, where it needs one, a rule. */
const ROLES = new Set(
  [
    ['entity', 'repository', 'service', 'controller', 'dto', 'errors', 'adapter', 'module', 'kernel', 'calculation'],
    ['tool', 'provider', 'guard', 'filter', 'pipe', 'events', 'scheduler', 'command', 'worker', 'job', 'runner'],
    [
      'loader',
      'registry',
      'data-source',
      'transactions',
      'language-model',
      'embedder',
      'error',
      'strategy',
      'interceptor',
    ],
  ].flat(),
);
const SPECS = /\.spec\.ts$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names that say nothing about what is inside. */
const EMPTY_WORDS = /(^|[-.])(utils?|helpers?|common|managers?|processors?|base|misc|v\d+)([-.]|$)/;
const BARRELS = ['migrations-ai/index.ts', 'migrations-core/index.ts'];

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(src.length + 1));
const sources = files.filter((file) => /\.(ts|mjs)$/.test(file));

/** The role of `position-csv.kernel.ts` and of its spec is `kernel`; `clock.ts` has none. */
function nameAndRoles(file: string): { name: string; roles: string[] } {
  const [name = '', ...roles] = basename(file)
    .replace(SPECS, '')
    .replace(/\.(ts|mjs)$/, '')
    .split('.');
  return { name, roles };
}

describe('files of src', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it('have at most one role, from the closed list', () => {
    const strange = sources.filter((file) => {
      const { roles } = nameAndRoles(file);
      return roles.length > 1 || roles.some((role) => !ROLES.has(role));
    });
    expect(strange).toEqual([]);
  });

  it('are named in kebab case, for what they hold', () => {
    const strange = sources.filter((file) => {
      const { name } = nameAndRoles(file);
      return !KEBAB.test(name) || file.split('/').some((part) => EMPTY_WORDS.test(part));
    });
    expect(strange).toEqual([]);
  });

  it('are no barrels: only the two migration lists are an index', () => {
    const barrels = sources.filter((file) => basename(file).startsWith('index.'));
    expect(barrels.filter((file) => !BARRELS.includes(file))).toEqual([]);
  });

  it('are TypeScript, but for worker entries, which Node starts as they are', () => {
    expect(sources.filter((file) => file.endsWith('.mjs') && !file.endsWith('.worker.mjs'))).toEqual([]);
    expect(files.filter((file) => /\.(js|cjs|jsx|tsx|cts|mts)$/.test(file))).toEqual([]);
  });
});
