import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { coreDataSourceOptions } from '../../src/core/core.data-source.js';
import { attachedDatabases } from '../../src/shared/database/databases.js';
import { forMigrations } from '../../src/shared/database/migrations.js';
import { prepareDatabases } from '../../src/shared/database/prepare-databases.js';
import { SchemaMismatch } from '../../src/shared/database/schema-mismatch.error.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';
import { asOwner } from '../support/empty-database.js';

const NOBODY = 'postgresql://me:hunter2@127.0.0.1:1/nowhere';

let databases: TestDatabases;
let said: string[];
const prepare = (addresses: { core?: string; ai?: string }): Promise<void> =>
  prepareDatabases(
    attachedDatabases('server', { ...databases.addresses, ...addresses }),
    AppModule.migrationChains,
    (line) => said.push(line),
  );

beforeEach(async () => {
  databases = await freshDatabases();
  said = [];
});
afterEach(() => databases.close());

describe('databases on servers', () => {
  it('are taken as they are when both are at head', async () => {
    await prepare({});
    expect(said).toEqual([]);
  });

  it('are prepared without the one of AI while nobody answers there, and the start says why', async () => {
    await prepare({ ai: NOBODY });
    expect(said).toEqual([expect.stringContaining('ai: the database does not answer (connect ECONNREFUSED')]);
    expect(said.join()).not.toContain('hunter2');
  });

  it('are not, without the one of core', async () => {
    await expect(prepare({ core: NOBODY })).rejects.toThrow('ECONNREFUSED');
  });

  it.each(['core', 'ai'] as const)('are refused when the schema of %s is not the one of this program', async (name) => {
    const history = `${name}_migrations`;
    await asOwner(databases.addresses[name], `DELETE FROM ${history} WHERE id = (SELECT max(id) FROM ${history})`);
    await expect(prepare({})).rejects.toThrow(SchemaMismatch);
    await expect(prepare({})).rejects.toThrow(`lacks 1 migrations. Run: npm run migration:${name}`);
  });
});

describe('a connection for migrations', () => {
  it('waits for a statement however long it takes', async () => {
    const impatient = coreDataSourceOptions(databases.addresses.core, 1);
    Object.assign(impatient.extra as object, { query_timeout: 1 });
    const hurried = new DataSource(impatient);
    await expect(hurried.initialize().then(() => hurried.query('SELECT pg_sleep(0.2)'))).rejects.toThrow('timeout');
    const patient = await new DataSource(forMigrations(impatient)).initialize();
    await patient.query('SELECT pg_sleep(0.2)');
    await patient.destroy();
    if (hurried.isInitialized) await hurried.destroy();
  });
});
