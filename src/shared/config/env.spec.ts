import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Env, InvalidEnvironment, readDatabaseEnv, readEnv } from './env.js';

const example = readFileSync(resolve(import.meta.dirname, '../../../.env.example'), 'utf8');

const CORE_URL = 'postgresql://me:hunter2hunter2@core.example:5432/sigmasight';
const AI_URL = 'postgresql://me:hunter2hunter2@ai.example:5432/sigmasight';
const JWT_SECRET = 'a-secret-of-more-than-thirty-two-characters';
const ON_SERVERS = { DATABASE_URL: CORE_URL, AI_DATABASE_URL: AI_URL, JWT_SECRET };

function problemsOf(source: NodeJS.ProcessEnv): string {
  try {
    readEnv(source);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidEnvironment);
    return (error as Error).message;
  }
  return 'none';
}

/** Names of the class's members, read off its source: optional ones have no value before they are set. */
function keysOfEnv(): string[] {
  const source = readFileSync(resolve(import.meta.dirname, 'env.ts'), 'utf8');
  const own = source.slice(source.indexOf('export class Env '), source.indexOf("export const ENV = Symbol('Env')"));
  const body = own + readFileSync(resolve(import.meta.dirname, 'batch-env.ts'), 'utf8');
  return [...body.matchAll(/^ {2}([A-Z][A-Z0-9_]*)\??(?=:| =)/gm)].map(([, key]) => key!);
}

describe('.env.example', () => {
  const documented = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, key]) => key!);

  it('documents every key of the environment, once', () => {
    expect(keysOfEnv().length).toBeGreaterThan(20);
    expect([...documented].sort()).toEqual([...keysOfEnv()].sort());
  });

  it('says what the defaults are', () => {
    expect(readEnv(parseEnv(example))).toEqual(new Env());
  });

  it('explains every key', () => {
    const lines = example.split('\n');
    const bare = documented.filter((key) => {
      // A comment stands above the key, or above the lines that it shares it with.
      const block = lines
        .slice(
          0,
          lines.findIndex((line) => line.startsWith(`${key}=`)),
        )
        .reverse();
      return !block.slice(0, block.indexOf('')).some((line) => line.startsWith('# '));
    });
    expect(bare.filter((key) => key !== 'PORT')).toEqual([]);
  });
});

describe('readEnv', () => {
  it('needs nothing', () => {
    expect(readEnv({})).toEqual(new Env());
    expect(readEnv({})).toMatchObject({ PORT: 3000, DATA_DIR: '.data', CORE_POOL_SIZE: 30, AI_POOL_SIZE: 15 });
  });

  it('reads every key that it documents', () => {
    const given = Object.fromEntries(keysOfEnv().map((key) => [key, '']));
    const values = {
      ...given,
      ...ON_SERVERS,
      HOST: 'h',
      DEMO_PASSWORD: 'demo-password',
      LLM_BASE_URL: 'http://x',
      FMP_API_KEY: 'k',
    };
    const env = readEnv({ ...values, LLM_PROVIDER: 'anthropic', LLM_API_KEY: 'key', LLM_MODEL: 'model', PORT: '8080' });
    expect(Object.entries(env).filter(([, value]) => value === undefined || value === '')).toEqual([]);
    expect(env).toMatchObject({ PORT: 8080, HOST: 'h', LLM_MODEL: 'model' });
  });

  it('takes an empty value for an absent one', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', AI_SHARES_CORE_DATABASE: '' })).toEqual(new Env());
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('reads SKIP_DEMO=%s as %s', (text, value) => {
    expect(readEnv({ SKIP_DEMO: text }).SKIP_DEMO).toBe(value);
  });

  it.each<[string, false | string[]]>([
    ['false', false],
    ['0', false],
    ['', false],
    ['uniquelocal', ['uniquelocal']],
    ['192.0.2.7', ['192.0.2.7']],
    ['10.0.0.0/8, 2001:db8::/32', ['10.0.0.0/8', '2001:db8::/32']],
  ])('reads TRUST_PROXY=%s', (text, value) => {
    expect(readEnv({ TRUST_PROXY: text }).TRUST_PROXY).toEqual(value);
  });

  it.each(['true', '1', 'yes', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1,', 'proxy.example'])(
    'refuses TRUST_PROXY=%s and says what to write instead',
    (text) => {
      expect(problemsOf({ TRUST_PROXY: text })).toContain('TRUST_PROXY=uniquelocal');
    },
  );

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['CORE_POOL_SIZE', '1'],
    ['BATCH_THREADS', '65'],
    ['SKIP_DEMO', 'maybe'],
    ['NODE_ENV', 'staging'],
    ['LOG_LEVEL', 'loud'],
    ['PRICE_DATASET', 'oracle'],
    ['FUNDAMENTALS_PROVIDERS', 'yahoo,oracle'],
    ['FMP_BASE_URL', 'ftp://example'],
    ['YAHOO_REQUESTS_PER_MINUTE', '0'],
    ['LLM_PROVIDER', 'crystal-ball'],
    ['JWT_SECRET', 'too-short-a-secret'],
    ['DEMO_PASSWORD', 'brief'],
    ['DATABASE_URL', 'mysql://me:hunter2@host/name'],
    ['ACCESS_TOKEN_TTL', '5'],
  ])('refuses %s=%s by name, without its value', (key, value) => {
    const problems = problemsOf({ [key]: value });
    expect(problems).toMatch(new RegExp(`^ {2}- ${key}\\b`, 'm'));
    if (value.length > 4) expect(problems).not.toContain(value);
  });
});

describe('the addresses of the databases', () => {
  it.each(['postgresql://h/core', 'postgres://me:pw@h:5433/core', 'postgresql+asyncpg://me:pw@h/core'])(
    'may be written as %s',
    (url) => {
      expect(readEnv({ ...ON_SERVERS, DATABASE_URL: url }).DATABASE_URL).toBe(url);
    },
  );

  it('never fall back from AI to core', () => {
    expect(problemsOf({ DATABASE_URL: CORE_URL, JWT_SECRET })).toContain('AI_DATABASE_URL is required');
  });

  it('may be shared outside production, when it is said', () => {
    const shared = { DATABASE_URL: CORE_URL, JWT_SECRET, AI_SHARES_CORE_DATABASE: 'true' };
    expect(problemsOf(shared)).toBe('none');
    expect(problemsOf({ ...shared, NODE_ENV: 'production' })).toContain('AI_SHARES_CORE_DATABASE is refused');
  });

  it('are two in production, however the second is written', () => {
    const twice = CORE_URL.replace('postgresql:', 'postgres:').replace(':5432', '');
    expect(problemsOf({ ...ON_SERVERS, AI_DATABASE_URL: twice })).toBe('none');
    expect(problemsOf({ ...ON_SERVERS, AI_DATABASE_URL: twice, NODE_ENV: 'production' })).toContain('AI_DATABASE_URL');
    expect(problemsOf({ ...ON_SERVERS, NODE_ENV: 'production' })).toBe('none');
  });

  it('are given together', () => {
    expect(problemsOf({ AI_DATABASE_URL: AI_URL })).toContain('DATABASE_URL is required beside AI_DATABASE_URL');
  });
});

describe('rules across keys', () => {
  it('needs the mail server and the sender of its mails together', () => {
    const both = {
      SMTP_URL: 'smtps://me:hunter2hunter2@mail.example:465',
      SMTP_FROM: 'SigmaSight <alerts@example.com>',
    };
    expect(readEnv(both)).toMatchObject(both);
    for (const key of ['SMTP_URL', 'SMTP_FROM'] as const) {
      const problems = problemsOf({ [key]: both[key] });
      expect(problems).toContain('SMTP_URL and SMTP_FROM are needed together');
      expect(problems).not.toContain('hunter2');
    }
  });

  it('ask for a secret on servers', () => {
    expect(problemsOf({ ...ON_SERVERS, JWT_SECRET: '' })).toContain('JWT_SECRET is required beside DATABASE_URL');
  });

  it('ask for a model and a key where a hosted model is wanted', () => {
    expect(problemsOf({ LLM_PROVIDER: 'openai-compatible' })).toContain('LLM_MODEL is required');
    const problems = problemsOf({ LLM_PROVIDER: 'anthropic' });
    expect(problems).toContain('LLM_MODEL is required');
    expect(problems).toContain('LLM_API_KEY is required');
  });

  it('ask for an address and a known model where embeddings are hosted', () => {
    expect(problemsOf({ EMBEDDER: 'openai-compatible' })).toContain('EMBEDDER_BASE_URL is required');
    const hosted = { EMBEDDER: 'openai-compatible', EMBEDDER_BASE_URL: 'http://localhost:11434/v1' };
    expect(problemsOf(hosted)).toBe('none');
    expect(problemsOf({ ...hosted, EMBEDDER_MODEL: 'made-up' })).toContain('EMBEDDER_MODEL must be');
  });

  it('refuse a demo password in production', () => {
    const demo = { ...ON_SERVERS, DEMO_PASSWORD: 'demo-password' };
    expect(problemsOf(demo)).toBe('none');
    expect(problemsOf({ ...demo, NODE_ENV: 'production' })).toContain('DEMO_PASSWORD is refused in production');
  });

  it('are reported together with everything else, and no value is printed', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: 'port-value',
      DATABASE_URL: CORE_URL,
      AI_SHARES_CORE_DATABASE: 'true',
      DEMO_PASSWORD: 'demo-password',
      LLM_PROVIDER: 'anthropic',
    });
    for (const key of ['PORT', 'JWT_SECRET', 'AI_SHARES_CORE_DATABASE', 'DEMO_PASSWORD', 'LLM_API_KEY', 'LLM_MODEL'])
      expect(problems).toContain(key);
    for (const value of ['port-value', 'hunter2', 'core.example', 'demo-password'])
      expect(problems).not.toContain(value);
  });
});

describe('readDatabaseEnv', () => {
  it('asks for what reaches the databases, and for nothing else', () => {
    const env = readDatabaseEnv({ DATABASE_URL: CORE_URL, AI_DATABASE_URL: AI_URL, PORT: 'x', LLM_PROVIDER: 'x' });
    expect(env).toMatchObject({ DATABASE_URL: CORE_URL, AI_DATABASE_URL: AI_URL, PORT: 3000 });
    expect(() => readDatabaseEnv({ DATABASE_URL: CORE_URL })).toThrow('AI_DATABASE_URL is required');
    expect(() =>
      readDatabaseEnv({ DATABASE_URL: CORE_URL, AI_SHARES_CORE_DATABASE: 'true', NODE_ENV: 'production' }),
    ).toThrow('AI_SHARES_CORE_DATABASE is refused');
  });
});
