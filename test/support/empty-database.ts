import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectionOptions, socketAddress } from '../../src/shared/database/database-address.js';
import { EmbeddedDatabase } from '../../src/shared/database/embedded/embedded-database.js';
import { admin, dropDatabase } from './databases.js';
import { serverUrls } from './templates.js';

export interface TestDatabase {
  readonly address: string;
  close(): Promise<void>;
}

/** A database in which nothing has happened yet: embedded, or on the server that tests were told to use. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const urls = serverUrls();
  if (urls === null) return emptyEmbedded();
  const name = `sgt_empty_${randomUUID().slice(0, 8)}`;
  // The AI server has pgvector, which the chains need when they share a database.
  await admin(urls.ai, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(urls.ai);
  url.pathname = `/${name}`;
  return { address: url.toString(), close: () => dropDatabase(urls.ai, name) };
}

async function emptyEmbedded(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sgt-'));
  const database = await EmbeddedDatabase.start({ dataFolder: join(folder, 'data'), socketFolder: join(folder, 's') });
  return {
    address: socketAddress(database.socketFolder),
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** SQL as the owner of the database, past both walls, on a connection of its own. */
export async function asOwner<T = unknown>(address: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client(connectionOptions(address));
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}
