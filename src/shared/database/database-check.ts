import type { DataSource } from 'typeorm';
import type { ComponentState, HealthComponent } from '../health/health.registry.js';
import { isEmbedded } from './database-address.js';
import { migrationState } from './migrations.js';

/** Of the address only its kind is told: anybody may ask how the service is doing. */
export const databaseComponent = (name: string, address: string, isVital: boolean): HealthComponent => ({
  name,
  isVital,
  about: { database: isEmbedded(address) ? 'embedded' : 'server' },
});

/** Asks the database a real question, and whether its schema is the one this program was built for. */
export async function databaseState(dataSource: DataSource): Promise<ComponentState> {
  const started = performance.now();
  const { executed, pending, unknown } = await migrationState(dataSource);
  const atHead = pending.length === 0 && unknown.length === 0;
  return {
    status: atHead ? 'up' : 'down',
    detail: {
      latency_ms: Math.round((performance.now() - started) * 100) / 100,
      schema: executed.at(-1) ?? null,
      pending_migrations: pending.length,
      unknown_migrations: unknown.length,
      ...(atHead ? {} : { error: 'its schema is not the one of this program' }),
    },
  };
}
