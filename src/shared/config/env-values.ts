import { isIP } from 'node:net';

//! How the texts of the environment are read.

export const toBoolean = ({ value }: { value: unknown }): unknown => {
  if (value === undefined || value === '') return false;
  if (value === 'true' || value === '1' || value === true) return true;
  if (value === 'false' || value === '0' || value === false) return false;
  return value;
};

export const toList = ({ value }: { value: unknown }): unknown => {
  if (typeof value !== 'string') return value;
  return /^(false|0)$/.test(value) ? false : value.split(',').map((entry) => entry.trim());
};
/** An address, a network as `10.0.0.0/8`, or a name that Fastify has for some. */
export function isNetwork(entry: unknown): boolean {
  if (entry === 'loopback' || entry === 'linklocal' || entry === 'uniquelocal') return true;
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(String(entry)) ?? [];
  const longest = { 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const length = Number(bits ?? longest);
  return length >= 1 && length <= longest;
}

export const POSTGRES_URL = /^postgres(ql)?(\+[a-z0-9]+)?:\/\/\S+$/i;
export const WEB_URL = /^https?:\/\/[^\s/]+\S*$/i;
export const SMTP_URL_PATTERN = /^smtps?:\/\/[^\s/]+\S*$/i;

function sameDatabase(core: string | undefined, ai: string | undefined): boolean {
  if (core === undefined || ai === undefined || !URL.canParse(core) || !URL.canParse(ai)) return false;
  const place = ({ hostname, port, pathname }: URL): string => `${hostname}:${port || '5432'}${pathname}`;
  return place(new URL(core)) === place(new URL(ai));
}

/** They have no default. */
export const OPTIONAL_KEYS = [
  'HOST',
  'DATABASE_URL',
  'AI_DATABASE_URL',
  'JWT_SECRET',
  'INVITE_CODE',
  'DEMO_PASSWORD',
  'FMP_API_KEY',
  'SMTP_URL',
  'SMTP_FROM',
  'BATCH_PIECE_PORTFOLIOS',
  'BATCH_THREADS',
  'LLM_BASE_URL',
  'LLM_API_KEY',
  'LLM_MODEL',
  'EMBEDDER_BASE_URL',
  'EMBEDDER_API_KEY',
];

/** What it takes to reach the databases. */
export const DATABASE_KEYS = [
  'NODE_ENV',
  'DATABASE_URL',
  'AI_DATABASE_URL',
  'AI_SHARES_CORE_DATABASE',
  'DATA_DIR',
  'CORE_POOL_SIZE',
  'AI_POOL_SIZE',
];

export class InvalidEnvironment extends Error {
  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

interface CombinedKeys {
  readonly NODE_ENV: string;
  readonly DATABASE_URL?: string;
  readonly AI_DATABASE_URL?: string;
  readonly AI_SHARES_CORE_DATABASE: boolean;
  readonly DEMO_PASSWORD?: string;
  readonly SMTP_URL?: string;
  readonly SMTP_FROM?: string;
}

/** Problems that need more than one key. Values are never printed. */
export function crossProblems(env: CombinedKeys): string[] {
  const problems: string[] = [];
  if (env.AI_DATABASE_URL !== undefined && env.DATABASE_URL === undefined) {
    problems.push('DATABASE_URL is required beside AI_DATABASE_URL');
  }
  if ((env.SMTP_URL === undefined) !== (env.SMTP_FROM === undefined))
    problems.push('SMTP_URL and SMTP_FROM are needed together: a server, and the sender of its mails');
  if (env.NODE_ENV === 'production') {
    if (env.AI_SHARES_CORE_DATABASE)
      problems.push('AI_SHARES_CORE_DATABASE is refused in production: give AI_DATABASE_URL a database of its own');
    if (env.DEMO_PASSWORD !== undefined)
      problems.push('DEMO_PASSWORD is refused in production: there are no demo users there');
    if (sameDatabase(env.DATABASE_URL, env.AI_DATABASE_URL))
      problems.push('AI_DATABASE_URL names the database of DATABASE_URL, which is refused in production');
  }
  return problems;
}
