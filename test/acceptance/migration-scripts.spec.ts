import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AI_MIGRATIONS } from '../../src/migrations-ai/index.js';
import { CORE_MIGRATIONS } from '../../src/migrations-core/index.js';
import { emptyDatabase, type TestDatabase } from '../support/empty-database.js';
import { serverUrls } from '../support/templates.js';

const root = resolve(import.meta.dirname, '../..');
const LISTS = { core: CORE_MIGRATIONS, ai: AI_MIGRATIONS } as const;

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly problems: string;
}

/** `npm run -s SCRIPT` as a person would type it. Empty variables keep a `.env` of this machine out. */
async function npm(script: string, env: Record<string, string>, ...args: string[]): Promise<Run> {
  const child = spawn('npm', ['run', '-s', script, ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: '', AI_DATABASE_URL: '', AI_SHARES_CORE_DATABASE: '', JWT_SECRET: '', ...env },
  });
  const read = async (stream: AsyncIterable<Buffer>): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  };
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const [output, problems, code] = await Promise.all([read(child.stdout), read(child.stderr), ended]);
  return { code, output, problems };
}

const names = (chain: 'core' | 'ai'): string[] => LISTS[chain].map(({ name }) => name);
const count = (text: string, mark: string): number => text.split(mark).length - 1;

describe('the migration scripts', () => {
  let folder: string;
  let env: Record<string, string>;
  const made: TestDatabase[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sgt-'));
    env = { DATA_DIR: folder };
    if (serverUrls()) {
      made.push(await emptyDatabase(), await emptyDatabase());
      env = { ...env, DATABASE_URL: made[0]!.address, AI_DATABASE_URL: made[1]!.address };
    }
  });
  afterAll(async () => {
    for (const database of made) await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['core', 'ai'] as const)('show, run, take back and run again the %s chain', async (chain) => {
    const all = names(chain);
    const newest = all.at(-1)!;
    const before = await npm(`migration:${chain}:show`, env);
    expect(before.problems.replace(/^Building …\n/, '')).toBe('');
    expect(before.code).toBe(0);
    expect(count(before.output, '[ ]')).toBe(all.length);

    const run = await npm(`migration:${chain}`, env);
    expect(run.code, run.problems).toBe(0);
    for (const name of all) expect(run.output).toContain(`ran ${name}`);
    expect((await npm(`migration:${chain}`, env)).output).toContain('already at head');

    const reverted = await npm(`migration:${chain}:revert`, env);
    expect(reverted.output).toContain(`reverted ${newest}`);
    const between = await npm(`migration:${chain}:show`, env);
    expect(between.output).toContain(`[ ] ${newest}`);
    expect(count(between.output, '[x]')).toBe(all.length - 1);
    const early = await npm(`migration:${chain}:generate`, env, 'too-early');
    expect(early).toMatchObject({ code: 1, output: expect.any(String) });
    expect(early.problems).toContain('1 pending migration');

    expect((await npm(`migration:${chain}`, env)).output).toContain(`ran ${newest}`);
    const generated = await npm(`migration:${chain}:generate`, env, 'nothing-to-do');
    expect(generated.output).toContain('No changes');
    expect(generated.code).toBe(0);
  });

  it('refuse a server without a second one for AI, by name and without the address', async () => {
    const { code, problems, output } = await npm('migration:core', {
      DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/nowhere',
    });
    expect(code).toBe(1);
    expect(problems).toContain('AI_DATABASE_URL is required beside DATABASE_URL');
    expect(problems + output).not.toContain('hunter2');
  });

  it('fail when no server answers, and do not say the password', async () => {
    const url = 'postgresql://me:hunter2@127.0.0.1:1/nowhere';
    const { code, problems, output } = await npm('migration:ai', { DATABASE_URL: url, AI_DATABASE_URL: url });
    expect(code).toBe(1);
    expect(problems).toContain('127.0.0.1:1');
    expect(problems + output).not.toContain('hunter2');
  });

  it('say what is wrong with each address of a host that has two', async () => {
    const url = 'postgresql://me:hunter2@localhost:1/nowhere';
    const { code, problems } = await npm('migration:core', { DATABASE_URL: url, AI_DATABASE_URL: url });
    expect(code).toBe(1);
    expect(problems).toMatch(/migration failed: connect ECONNREFUSED \S+:1/);
  });
});
