import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Say } from '../runtime/runtime.js';
import { describeAddress } from './database-address.js';
import type { Databases } from './databases.js';
import { migrationState, runMigrations } from './migrations.js';
import { SchemaMismatch } from './schema-mismatch.error.js';

/** One chain of migrations and the database it belongs to. */
export interface MigrationChain {
  readonly name: 'core' | 'ai';
  readonly options: (address: string, poolSize?: number) => DataSourceOptions;
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
  const prepare = async ({ name, options }: MigrationChain): Promise<void> => {
    const address = databases.addresses[name];
    const dataSource = new DataSource(options(address, 2));
    await dataSource.initialize();
    try {
      if (databases.mode === 'embedded') {
        const done = await runMigrations(dataSource);
        if (done.length > 0) say(`  ${name}: ran ${done.length} migrations`);
      }
      await requireHead(dataSource, name, describeAddress(address));
    } finally {
      await dataSource.destroy();
    }
  };
  await Promise.all(chains.map(prepare));
}

async function requireHead(dataSource: DataSource, name: string, where: string): Promise<void> {
  const { pending, unknown } = await migrationState(dataSource);
  if (unknown.length > 0) {
    throw new SchemaMismatch(
      `The ${name} database (${where}) is newer than this program: it has ${unknown.join(', ')}. Start the version that it was migrated with.`,
    );
  }
  if (pending.length > 0) {
    throw new SchemaMismatch(
      `The ${name} database (${where}) lacks ${pending.length} migrations. Run: npm run migration:${name}`,
    );
  }
}
