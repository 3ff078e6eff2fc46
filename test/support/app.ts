import { hash } from '@node-rs/argon2';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { AppModule } from '../../src/app.module.js';
import { type Env, readEnv } from '../../src/shared/config/env.js';
import { connectionOptions } from '../../src/shared/database/database-address.js';
import { createHttpApp } from '../../src/shared/http/http-app.js';
import { createLog } from '../../src/shared/logging/logger.js';
import { Clock } from '../../src/shared/time/clock.js';
import { freshDatabases, type TestDatabases } from './databases.js';

/** A clock that stands still until a test moves it. */
export class FrozenClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  now(): Date {
    return new Date(this.instant);
  }

  set(instant: string): void {
    this.instant = new Date(instant);
  }
}

export interface TestUser {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  /** `{ authorization: 'Bearer …' }` */
  readonly headers: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read bodies freely
  readonly body: any;
  readonly headers: Record<string, string | string[] | number | undefined>;
  readonly text: string;
}

export interface Call {
  readonly as?: TestUser | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export const TEST_JWT_SECRET = 'test-secret-test-secret-test-secret';

/** The whole application on a fresh pair of databases, called without a socket. */
export class TestApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly databases: TestDatabases,
    readonly clock: FrozenClock,
  ) {}

  static async start(
    options: { now?: string; env?: Partial<Env>; before?: (databases: TestDatabases) => Promise<void> } = {},
  ): Promise<TestApp> {
    const databases = await freshDatabases();
    await options.before?.(databases);
    const clock = new FrozenClock(new Date(options.now ?? '2024-12-02T22:30:00Z'));
    // A busy machine is no reason to answer without the knowledge base.
    const quiet = { NODE_ENV: 'test', LOG_LEVEL: 'fatal', RECALL_TIMEOUT: '600', BATCH_THREADS: '0' };
    const env = Object.assign(readEnv(quiet), options.env);
    const app = await createHttpApp(AppModule.with({ env, databases, clock, jwtSecret: TEST_JWT_SECRET }), {
      log: createLog({ level: 'fatal' }),
      allowedOrigins: ['http://localhost:3005'],
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new TestApp(app, databases, clock);
  }

  async call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    { as, body, headers }: Call = {},
  ): Promise<Answer> {
    const response = await this.app.inject({
      method,
      url,
      headers: { ...as?.headers, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const type = String(response.headers['content-type'] ?? '');
    return {
      status: response.statusCode,
      body: type.includes('json') && response.body !== '' ? JSON.parse(response.body) : null,
      headers: response.headers,
      text: response.body,
    };
  }

  get(url: string, call?: Call): Promise<Answer> {
    return this.call('GET', url, call);
  }

  post(url: string, call?: Call): Promise<Answer> {
    return this.call('POST', url, call);
  }

  /** A multipart form, as a browser sends it. */
  upload(
    url: string,
    fields: Record<string, string>,
    file: { field: string; name: string; content: string | Buffer } | null,
    as: TestUser | null,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const boundary = `----test${randomUUID()}`;
    const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    );
    if (file) {
      parts.push(
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="${file.field}"; filename="${file.name}"\r\ncontent-type: text/csv\r\n\r\n`,
        ),
        Buffer.from(file.content),
        Buffer.from('\r\n'),
      );
    }
    parts.push(Buffer.from(`--${boundary}--\r\n`));
    return this.post(url, {
      as,
      body: Buffer.concat(parts),
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    });
  }

  /** A user of the database, signed in over HTTP. */
  async user(options: { email?: string; role?: 'user' | 'admin' } = {}): Promise<TestUser> {
    const email = options.email ?? `user-${randomUUID().slice(0, 8)}@example.com`;
    const password = 'correct horse battery';
    const id = randomUUID();
    const passwordHash = await hash(password, { memoryCost: 1024, timeCost: 1 });
    await this.sql(
      'core',
      'INSERT INTO users (id, email, password_hash, full_name, role) VALUES ($1, $2, $3, $4, $5)',
      [id, email, passwordHash, 'Test User', options.role ?? 'user'],
    );
    const { body, status } = await this.post('/api/v1/auth/login', { body: { email, password } });
    if (status !== 200) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
    return { id, email, password, headers: { authorization: `Bearer ${body.access_token as string}` } };
  }

  /** SQL as the owner of the database, past both walls. */
  async sql<T extends pg.QueryResultRow>(name: 'core' | 'ai', text: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client(connectionOptions(this.databases.addresses[name]));
    await client.connect();
    try {
      return (await client.query<T>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.databases.close();
  }
}
