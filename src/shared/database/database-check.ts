import type { DataSource } from 'typeorm';
import { describeAddress } from './database-address.js';
import { migrationState } from './migrations.js';
import type { ComponentHealth } from '../health/health.registry.js';

const PATIENCE_MS = 3_000;

/** Asks the database a real question, and whether its schema is the one this program was built for. */
export async function databaseHealth(
  name: string,
  address: string,
  dataSource: DataSource,
  isVital: boolean,
): Promise<ComponentHealth> {
  const started = performance.now();
  try {
    const { executed, pending, unknown } = await withPatience(migrationState(dataSource));
    const atHead = pending.length === 0 && unknown.length === 0;
    return {
      name,
      status: atHead ? 'up' : 'down',
      isVital,
      detail: {
        database: describeAddress(address),
        latency_ms: Math.round((performance.now() - started) * 100) / 100,
        schema: executed.at(-1) ?? null,
        pending_migrations: pending.length,
        unknown_migrations: unknown.length,
      },
    };
  } catch {
    // The reason may name hosts and users: the log has it, the answer only says which database does not answer.
    return { name, status: 'down', isVital, detail: { database: describeAddress(address), error: 'does not answer' } };
  }
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer in time'));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
