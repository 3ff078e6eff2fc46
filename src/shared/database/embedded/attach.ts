import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { errorText } from '../../errors/error-text.js';
import { connectionOptions } from '../database-address.js';
import { type DatabaseAddresses, EmbeddedDatabases } from './embedded-databases.js';

/** A first start makes and migrates both databases; on a slow machine that takes this long. */
const PATIENCE_MS = 60_000;
/** After core answers. Its databases start together: one that still does not answer has died, and core goes on without. */
const AI_PATIENCE_MS = 30_000;
const RETRY_MS = 100;

/** Somebody holds the data folder, and does not let others in. */
export class DatabasesNotReady extends Error {
  constructor(dataFolder: string, reason: string) {
    super(
      `The SigmaSight process that holds ${dataFolder} is starting or ending: its databases do not answer (${reason}). Try again in a moment.`,
    );
  }
}

/**
 * The databases of the program that holds the folder, as soon as they accept connections: it has the folder before it
 * has started them. Null when nobody holds it, or nobody does any more.
 * @throws DatabasesNotReady
 */
export async function attachToRunning(
  dataFolder: string,
  patienceMs: number = PATIENCE_MS,
): Promise<DatabaseAddresses | null> {
  const until = performance.now() + patienceMs;
  let aiUntil = Infinity;
  for (;;) {
    const addresses = await EmbeddedDatabases.findRunning(dataFolder);
    if (!addresses) return null;
    const core = await refusal(addresses.core, until);
    if (core === null) {
      aiUntil = Math.min(aiUntil, until, performance.now() + AI_PATIENCE_MS);
      if ((await refusal(addresses.ai, aiUntil)) === null || performance.now() >= aiUntil) return addresses;
    } else if (performance.now() >= until) {
      throw new DatabasesNotReady(dataFolder, core);
    }
    await pause(RETRY_MS);
  }
}

/** Why nobody can connect, or null. A database that is busy migrating lets others in when that is done. */
async function refusal(address: string, until: number): Promise<string | null> {
  const connectionTimeoutMillis = Math.max(1, Math.round(until - performance.now()));
  const client = new pg.Client({ ...connectionOptions(address), connectionTimeoutMillis });
  client.on('error', () => undefined); // the database went away again
  try {
    await client.connect();
    return null;
  } catch (error) {
    return errorText(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
