import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const configPath = join(root, '.dependency-cruiser.cjs');
const broken = join(import.meta.dirname, 'broken');

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** The command that people run, in the folder that holds a `src`. It ends with 1 when a rule is broken. */
async function cruise(folder: string): Promise<Cruise> {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const child = spawn(process.execPath, [command, '--config', configPath, '--output-type', 'json', 'src'], {
    cwd: folder,
    // What Node has to say of itself is no finding.
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const [output, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(problems).toBe('');
  return JSON.parse(output) as Cruise;
}

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const breaches = ({ summary }: Cruise): string[] =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|mjs)$/.test(name));

const ruleNames = (): string[] => {
  const config = createRequire(import.meta.url)(configPath) as { forbidden: { name: string; severity: string }[] };
  expect(config.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
  return config.forbidden.map(({ name }) => name).sort();
};

describe('boundaries', () => {
  it('are kept by src, all of which was read', async () => {
    const result = await cruise(root);
    expect(breaches(result)).toEqual([]);

    const read = result.modules.filter(({ source }) => source.startsWith('src/'));
    // Not all: other hands may add a file between the two counts.
    expect(read.length).toBeGreaterThanOrEqual(sourcesIn(root).length * 0.9);
    expect(read.length).toBeGreaterThan(0);
  });

  it('can each be broken, once, in the file that says so', async () => {
    const result = await cruise(broken);
    expect(result.summary.violations.map(({ rule }) => rule.name).sort()).toEqual(ruleNames());
    for (const { rule, from } of result.summary.violations) {
      expect(readFileSync(join(broken, from), 'utf8'), from).toContain(`// ${rule.name}`);
    }
  });
});
