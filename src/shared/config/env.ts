import 'reflect-metadata';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  validateSync,
} from 'class-validator';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BatchEnv } from './batch-env.js';
import {
  crossProblems,
  DATABASE_KEYS,
  InvalidEnvironment,
  isNetwork,
  OPTIONAL_KEYS,
  POSTGRES_URL,
  SMTP_URL_PATTERN,
  toBoolean,
  toList,
  WEB_URL,
} from './env-values.js';

/** Everything the environment can say. `.env.example` documents each key; `env.spec.ts` keeps the two equal. */
export class Env extends BatchEnv {
  @IsIn(['development', 'test', 'production'], { message: 'NODE_ENV must be development, test or production' })
  NODE_ENV: 'development' | 'test' | 'production' = 'development';

  @Type(() => Number)
  @IsInt({ message: 'PORT must be a whole number' })
  @Min(0)
  @Max(65_535)
  PORT = 3000;

  /** Loopback when the databases are embedded, every interface otherwise. */
  @IsOptional()
  @IsString()
  HOST?: string;

  @IsOptional()
  @Matches(POSTGRES_URL, { message: 'DATABASE_URL must look like postgresql://user:password@host:5432/name' })
  DATABASE_URL?: string;

  @ValidateIf(
    (env: Env) => (env.DATABASE_URL !== undefined && !env.AI_SHARES_CORE_DATABASE) || env.AI_DATABASE_URL !== undefined,
  )
  @Matches(POSTGRES_URL, { message: 'AI_DATABASE_URL must look like postgresql://user:password@host:5432/name' })
  // The lowest decorator speaks first: what is missing is said to be missing, not to be malformed.
  @IsNotEmpty({
    message:
      'AI_DATABASE_URL is required beside DATABASE_URL: the AI side never falls back to the core database by itself (set AI_SHARES_CORE_DATABASE=true to share one outside production)',
  })
  AI_DATABASE_URL?: string;

  @Transform(toBoolean)
  @IsBoolean({ message: 'AI_SHARES_CORE_DATABASE must be true or false' })
  AI_SHARES_CORE_DATABASE = false;

  @IsString()
  @IsNotEmpty()
  DATA_DIR = '.data';

  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(500)
  CORE_POOL_SIZE = 30;

  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(500)
  AI_POOL_SIZE = 15;

  /** Signs access tokens. Made and kept in DATA_DIR when the databases are embedded. */
  @ValidateIf((env: Env) => env.DATABASE_URL !== undefined || env.JWT_SECRET !== undefined)
  @MinLength(32, { message: 'JWT_SECRET must have at least 32 characters' })
  @IsNotEmpty({ message: 'JWT_SECRET is required beside DATABASE_URL: at least 32 random characters' })
  JWT_SECRET?: string;

  @Type(() => Number)
  @IsInt()
  @Min(60)
  ACCESS_TOKEN_TTL = 86_400;

  @Type(() => Number)
  @IsInt()
  @Min(300)
  REFRESH_TOKEN_TTL = 2_592_000;

  /** Comma-separated origins whose pages may call from a browser and sign people in. */
  @IsString()
  ALLOWED_ORIGINS = 'http://localhost:3000,http://localhost:3005,http://localhost:5173';

  /**
   * The proxies whose `X-Forwarded-For` is believed. Never everybody's: a caller writes the first entry himself, and throttling
   * counts by it. Nor a number of hops, which whoever reaches the program past its proxy could fill.
   */
  @Transform(toList)
  @ValidateBy(
    {
      name: 'trusted_proxies',
      validator: { validate: (value) => value === false || (Array.isArray(value) && value.every(isNetwork)) },
    },
    {
      message:
        'TRUST_PROXY must be false or the addresses of the proxies before this program, such as TRUST_PROXY=uniquelocal (private networks) or TRUST_PROXY=10.0.0.0/8,192.0.2.7: with true every caller could choose the address he is throttled by',
    },
  )
  TRUST_PROXY: false | string[] = false;

  /** Of one user, over all routes: above what any page asks for. 0 is none. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  RATE_LIMIT_PER_MINUTE = 1200;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
    message: 'LOG_LEVEL must be fatal, error, warn, info, debug or trace',
  })
  LOG_LEVEL: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' = 'info';

  /** Whoever knows it may register. Without one, registration is closed on servers and open where the databases are embedded. */
  @IsOptional()
  @MinLength(6, { message: 'INVITE_CODE must have at least 6 characters' })
  INVITE_CODE?: string;

  /** Lets `seed` make the demo users on a server, with this password. Refused in production. */
  @IsOptional()
  @MinLength(8, { message: 'DEMO_PASSWORD must have at least 8 characters' })
  DEMO_PASSWORD?: string;

  /** No demo users even when the databases are embedded. */
  @Transform(toBoolean)
  @IsBoolean({ message: 'SKIP_DEMO must be true or false' })
  SKIP_DEMO = false;

  /** Dataset whose prices value portfolios that people create. */
  @IsIn(['csv', 'simulated', 'yahoo', 'fmp'], { message: 'PRICE_DATASET must be csv, simulated, yahoo or fmp' })
  PRICE_DATASET: 'csv' | 'simulated' | 'yahoo' | 'fmp' = 'csv';

  /** Who is asked for profiles and fundamentals, the next one when one has nothing. Empty: the provider of PRICE_DATASET, if it is one. */
  @Transform(toList)
  @IsIn(['yahoo', 'fmp'], { each: true, message: 'FUNDAMENTALS_PROVIDERS must be yahoo, fmp or both, in order' })
  FUNDAMENTALS_PROVIDERS: ('yahoo' | 'fmp')[] = [];

  @ValidateIf(
    ({ PRICE_DATASET: prices, FUNDAMENTALS_PROVIDERS: others, FMP_API_KEY: key }: Env) =>
      [prices, ...others].includes('fmp') || key !== undefined,
  )
  @IsNotEmpty({ message: 'FMP_API_KEY is required where fmp is a provider' })
  FMP_API_KEY?: string;

  @Matches(WEB_URL, { message: 'FMP_BASE_URL must be an address, such as https://financialmodelingprep.com' })
  FMP_BASE_URL = 'https://financialmodelingprep.com';

  @Matches(WEB_URL, { message: 'YAHOO_BASE_URL must be an address, such as https://query2.finance.yahoo.com' })
  YAHOO_BASE_URL = 'https://query2.finance.yahoo.com';

  /** Gives the cookie that Yahoo's summaries ask for. */
  @Matches(WEB_URL, { message: 'YAHOO_COOKIE_URL must be an address, such as https://fc.yahoo.com' })
  YAHOO_COOKIE_URL = 'https://fc.yahoo.com';

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  FMP_REQUESTS_PER_MINUTE = 250;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  YAHOO_REQUESTS_PER_MINUTE = 120;

  /** Seconds for each request. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(300)
  PROVIDER_TIMEOUT = 15;

  /** With SMTP_FROM: the server that takes alerts by mail. Without both, there are webhooks alone. */
  @IsOptional()
  @Matches(SMTP_URL_PATTERN, { message: 'SMTP_URL must look like smtps://user:password@mail.example.com:465' })
  SMTP_URL?: string;

  @IsOptional()
  @Matches(/\S@\S/, { message: 'SMTP_FROM must be an address, such as SigmaSight <alerts@example.com>' })
  SMTP_FROM?: string;

  /** Webhooks may reach private networks. Where users are not trusted with these, it stays false. */
  @Transform(toBoolean)
  @IsBoolean({ message: 'WEBHOOK_PRIVATE_NETWORKS must be true or false' })
  WEBHOOK_PRIVATE_NETWORKS = false;

  @IsIn(['offline', 'openai-compatible', 'anthropic'], {
    message: 'LLM_PROVIDER must be offline, openai-compatible or anthropic',
  })
  LLM_PROVIDER: 'offline' | 'openai-compatible' | 'anthropic' = 'offline';

  @IsOptional()
  @IsString()
  LLM_BASE_URL?: string;

  @ValidateIf((env: Env) => env.LLM_PROVIDER === 'anthropic' || env.LLM_API_KEY !== undefined)
  @IsNotEmpty({ message: 'LLM_API_KEY is required for LLM_PROVIDER=anthropic' })
  LLM_API_KEY?: string;

  @ValidateIf((env: Env) => env.LLM_PROVIDER !== 'offline' || env.LLM_MODEL !== undefined)
  @IsNotEmpty({ message: 'LLM_MODEL is required for a hosted language model' })
  LLM_MODEL?: string;

  /** Seconds that an answer waits for the embedding of its question, and as long again for the passages. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(600)
  RECALL_TIMEOUT = 8;

  @IsIn(['local', 'openai-compatible'], { message: 'EMBEDDER must be local or openai-compatible' })
  EMBEDDER: 'local' | 'openai-compatible' = 'local';

  @ValidateIf((env: Env) => env.EMBEDDER !== 'local' || env.EMBEDDER_BASE_URL !== undefined)
  @IsNotEmpty({ message: 'EMBEDDER_BASE_URL is required for EMBEDDER=openai-compatible' })
  EMBEDDER_BASE_URL?: string;

  @IsOptional()
  @IsString()
  EMBEDDER_API_KEY?: string;

  /** Of a hosted embedder. Each has an index of its own, made by a migration. */
  @IsIn(['text-embedding-3-small'], { message: 'EMBEDDER_MODEL must be text-embedding-3-small' })
  EMBEDDER_MODEL = 'text-embedding-3-small' as const;

  /** Seconds that start-up waits for what is computed behind, before it serves what is ready. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  STARTUP_TIMEOUT = 60;
}

export const ENV = Symbol('Env');
export { InvalidEnvironment };

/**
 * Reads and checks the environment once.
 * @throws InvalidEnvironment with all problems together, by name.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return read(source, [...Object.keys(new Env()), ...OPTIONAL_KEYS]);
}

/** For tools that only need the databases: migrating takes no secret and no model. Other keys have their defaults. */
export function readDatabaseEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return read(source, DATABASE_KEYS);
}

function read(source: NodeJS.ProcessEnv, keys: readonly string[]): Env {
  const given = Object.fromEntries(
    keys.flatMap((key) => {
      const value = source[key];
      return value === undefined || value === '' ? [] : [[key, value]];
    }),
  );
  const env = plainToInstance(Env, given, { exposeDefaultValues: true });
  const problems = validateSync(env, { forbidUnknownValues: true, stopAtFirstError: true })
    .filter(({ property }) => keys.includes(property))
    .flatMap((error) =>
      Object.values(error.constraints ?? {}).map((message) =>
        message.includes(error.property) ? message : `${error.property}: ${message}`,
      ),
    );
  problems.push(...crossProblems(env));
  if (problems.length > 0) throw new InvalidEnvironment(problems);
  return env;
}

/** Loads `.env` of the working folder, if there is one, below what the environment already says. */
export function loadEnvFile(): void {
  const file = resolve('.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
