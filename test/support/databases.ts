import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { attachedDatabases, type Databases } from '../../src/shared/database/databases.js';
import { socketAddress } from '../../src/shared/database/database-address.js';
import { EmbeddedDatabase } from '../../src/shared/database/embedded/embedded-database.js';
import { serverUrls, templateFolder, templateName } from './templates.js';

export interface TestDatabases extends Databases {
  readonly kind: 'embedded' | 'server';
  /** Ends one database, as a failing machine would; for tests of degraded operation. */
  stop(name: 'core' | 'ai'): Promise<void>;
  /** Brings a stopped database back at the same address, with what it held. */
  restart(name: 'core' | 'ai'): Promise<void>;
}

/**
 * A fresh, migrated, empty pair of databases: copies of a migrated folder when embedded, databases made from a migrated
 * template on the servers that `TEST_CORE_DATABASE_URL` and `TEST_AI_DATABASE_URL` name otherwise.
 */
export async function freshDatabases(): Promise<TestDatabases> {
  return serverUrls() === null ? freshEmbedded() : freshOnServers();
}

/** By the system's own program where there is one: a thousand files, four calls each, take Node most of a second. */
async function copyFolder(from: string, to: string): Promise<void> {
  if (process.platform === 'win32') await cp(from, to, { recursive: true });
  else await promisify(execFile)('cp', ['-R', from, to]);
}

async function freshEmbedded(): Promise<TestDatabases> {
  const folder = await mkdtemp(join(tmpdir(), 'sgt-'));
  const open = (name: 'core' | 'ai'): Promise<EmbeddedDatabase> =>
    EmbeddedDatabase.start({ dataFolder: join(folder, name), socketFolder: join(folder, `s-${name}`) });
  const start = async (name: 'core' | 'ai'): Promise<EmbeddedDatabase> => {
    await copyFolder(join(templateFolder(), name), join(folder, name));
    return open(name);
  };
  const [core, ai] = await Promise.all([start('core'), start('ai')]);
  const running = { core, ai };
  return {
    ...attachedDatabases('embedded', { core: socketAddress(core.socketFolder), ai: socketAddress(ai.socketFolder) }),
    kind: 'embedded',
    stop: (name) => running[name].close(),
    restart: async (name) => {
      running[name] = await open(name);
    },
    close: async () => {
      await Promise.all([running.core.close(), running.ai.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface ServerDatabase {
  readonly url: string;
  readonly hide: () => Promise<void>;
  readonly show: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

async function freshOnServers(): Promise<TestDatabases> {
  const urls = serverUrls()!;
  const suffix = randomUUID().slice(0, 8);
  const make = async (name: 'core' | 'ai'): Promise<ServerDatabase> => {
    const database = `sgt_${name}_${suffix}`;
    await admin(urls[name], `CREATE DATABASE ${database} TEMPLATE ${templateName(name)}`);
    const url = new URL(urls[name]);
    url.pathname = `/${database}`;
    const away = `${database}_away`;
    return {
      url: url.toString(),
      // Nobody can connect to a name that is not there, and what it held is kept.
      hide: async () => {
        await admin(urls[name], `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS false`);
        await admin(urls[name], `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`);
        await admin(urls[name], `ALTER DATABASE ${database} RENAME TO ${away}`);
      },
      show: async () => {
        await admin(urls[name], `ALTER DATABASE ${away} RENAME TO ${database}`);
        await admin(urls[name], `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS true`);
      },
      drop: async () => {
        for (const either of [database, away]) await dropDatabase(urls[name], either);
      },
    };
  };
  const core = await make('core');
  const ai = await make('ai');
  const made = { core, ai };
  return {
    ...attachedDatabases('server', { core: core.url, ai: ai.url }),
    kind: 'server',
    stop: (name) => made[name].hide(),
    restart: (name) => made[name].show(),
    close: async () => {
      await core.drop();
      await ai.drop();
    },
  };
}

const LEAVING_MS = 5_000;

/**
 * A pool says that it has ended before its connections have: one that is cut off meanwhile throws into the test run. So
 * they are waited for, and only what a test left open is cut off.
 */
export async function dropDatabase(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const until = Date.now() + LEAVING_MS;
    const isUsed = async (): Promise<boolean> => {
      const { rows } = await client.query(
        "SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' LIMIT 1",
        [database],
      );
      return rows.length > 0;
    };
    while ((await isUsed()) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    await client.end();
  }
  await admin(url, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
}

/** One statement on the server's maintenance database. CREATE DATABASE from one template does not run twice at once. */
export async function admin(url: string, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end();
    }
  }
}
