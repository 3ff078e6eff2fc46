import type { DataSource } from 'typeorm';
import { describeAddress } from './database-address.js';
import { migrationState } from './migrations.js';
import { SchemaMismatch } from './schema-mismatch.error.js';

/** @throws SchemaMismatch naming the database and what to do, unless its schema is the one of this program. */
export async function requireHead(dataSource: DataSource, name: string, address: string): Promise<void> {
  const { pending, unknown } = await migrationState(dataSource);
  const database = `The ${name} database (${describeAddress(address)})`;
  if (unknown.length > 0) {
    throw new SchemaMismatch(
      `${database} is newer than this program: it has ${unknown.join(', ')}. Start the version that it was migrated with.`,
    );
  }
  if (pending.length > 0) {
    throw new SchemaMismatch(`${database} lacks ${pending.length} migrations. Run: npm run migration:${name}`);
  }
}
