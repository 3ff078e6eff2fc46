import { DataSource, type DataSourceOptions } from 'typeorm';
import { errorText } from '../errors/error-text.js';
import type { Say } from '../runtime/runtime.js';
import type { Databases } from './databases.js';
import { forMigrations, runMigrations } from './migrations.js';
import { requireHead } from './schema-check.js';

/** One chain of migrations and the database it belongs to. */
export interface MigrationChain {
  readonly name: 'core' | 'ai';
  readonly options: (address: string, poolSize?: number) => DataSourceOptions;
  /** Without its database nothing works; without another one the program starts and waits for it. */
  readonly isVital: boolean;
}

/**
 * Brings embedded databases to the newest schema. Databases on servers are migrated by the release step, never by a
 * server that starts: there a schema that is not the one of this program is refused.
 * @throws SchemaMismatch naming the database and the command that helps.
 */
export async function prepareDatabases(
  databases: Databases,
  chains: readonly MigrationChain[],
  say: Say,
): Promise<void> {
  // All are waited for: none may be closed while another one is still being migrated.
  const ends = await Promise.allSettled(chains.map((chain) => prepare(databases, chain, say)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function prepare(databases: Databases, { name, options, isVital }: MigrationChain, say: Say): Promise<void> {
  const address = databases.addresses[name];
  const isMigrated = databases.mode === 'embedded';
  const dataSource = new DataSource(isMigrated ? forMigrations(options(address, 2)) : options(address, 2));
  try {
    await dataSource.initialize();
  } catch (error) {
    // One that this very process runs has no reason to be away.
    if (isVital || databases.embedded) throw error;
    say(`  ${name}: the database does not answer (${errorText(error)}); going on without it until it does`);
    return;
  }
  try {
    if (isMigrated) {
      const done = await runMigrations(dataSource);
      if (done.length > 0) say(`  ${name}: ran ${done.length} migrations`);
    }
    await requireHead(dataSource, name, address);
  } finally {
    await dataSource.destroy();
  }
}
