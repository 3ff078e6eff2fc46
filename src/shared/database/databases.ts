import { resolve } from 'node:path';
import type { Env } from '../config/env.js';
import { normaliseUrl } from './database-address.js';
import { attachToRunning } from './embedded/attach.js';
import { DataFolderInUse } from './embedded/data-folder-lock.js';
import { type DatabaseAddresses, EmbeddedDatabases } from './embedded/embedded-databases.js';

export type DatabaseMode = 'server' | 'embedded';

/** Where both databases are, and how to let go of them. */
export interface Databases {
  readonly mode: DatabaseMode;
  readonly addresses: DatabaseAddresses;
  /** Set when this process runs them itself. */
  readonly embedded: EmbeddedDatabases | null;
  close(): Promise<void>;
}

export const DATABASES = Symbol('Databases');

/** Databases that somebody else runs: servers, or embedded ones of another process. */
export function attachedDatabases(mode: DatabaseMode, addresses: DatabaseAddresses): Databases {
  return { mode, addresses, embedded: null, close: () => Promise.resolve() };
}

/** The server's databases: those of `DATABASE_URL`, or embedded ones that it alone may hold. */
export async function holdDatabases(env: Env): Promise<Databases> {
  const configured = configuredAddresses(env);
  if (configured) return attachedDatabases('server', configured);
  const embedded = await EmbeddedDatabases.start(resolve(env.DATA_DIR));
  return { mode: 'embedded', addresses: embedded.addresses, embedded, close: () => embedded.close() };
}

/**
 * A command's databases: as the server's, but while a server runs it connects to the server's embedded ones.
 * @throws DatabasesNotReady when that server does not let it in.
 */
export async function openDatabases(env: Env): Promise<Databases> {
  const configured = configuredAddresses(env);
  if (configured) return attachedDatabases('server', configured);
  for (;;) {
    const running = await attachToRunning(resolve(env.DATA_DIR));
    if (running) return attachedDatabases('embedded', running);
    try {
      return await holdDatabases(env);
    } catch (error) {
      // Somebody was faster, and lets others in.
      if (!(error instanceof DataFolderInUse)) throw error;
    }
  }
}

/** The servers that the environment names, for tools that know no embedded databases. */
export function serverAddresses(env: Env): DatabaseAddresses {
  const configured = configuredAddresses(env);
  if (configured) return configured;
  throw new Error(
    'DATABASE_URL is not set. The embedded databases are migrated by `npm run migration:core` and `npm run migration:ai`.',
  );
}

function configuredAddresses(env: Env): DatabaseAddresses | null {
  if (env.DATABASE_URL === undefined) return null;
  const core = normaliseUrl(env.DATABASE_URL);
  return { core, ai: env.AI_DATABASE_URL === undefined ? core : normaliseUrl(env.AI_DATABASE_URL) };
}
