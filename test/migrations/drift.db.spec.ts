import { readdirSync } from 'node:fs';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aiDataSourceOptions } from '../../src/ai/ai.data-source.js';
import { coreDataSourceOptions } from '../../src/core/core.data-source.js';
import {
  migrationState,
  proposedChanges,
  revertMigration,
  runMigrations,
} from '../../src/shared/database/migrations.js';
import { asOwner, emptyDatabase, type TestDatabase } from '../support/empty-database.js';
import { listRelations, type Query, readCatalogue } from './catalogue.js';
import { AI_TABLES, CORE_TABLES } from './tables.js';

const CHAINS = {
  core: { options: coreDataSourceOptions, folder: 'src/migrations-core', history: 'core_migrations' },
  ai: { options: aiDataSourceOptions, folder: 'src/migrations-ai', history: 'ai_migrations' },
} as const;
type Chain = keyof typeof CHAINS;

const open = (options: DataSourceOptions): Promise<DataSource> => new DataSource(options).initialize();

async function revertAll(dataSource: DataSource): Promise<string[]> {
  const reverted: string[] = [];
  for (let name = await revertMigration(dataSource); name !== null; name = await revertMigration(dataSource))
    reverted.push(name);
  return reverted;
}

/** A row in most places, written past the walls. */
const SEED: Record<Chain, string> = {
  core: `
    INSERT INTO users (id, email, full_name) VALUES ('a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01', 'ann@example.com', 'Ann');
    INSERT INTO portfolios (id, user_id, name, account_name, price_dataset)
      VALUES ('51134ffd-2f13-49bd-b1f5-0c327e801b69', 'a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01', 'Growth', 'Growth', 'csv');
    INSERT INTO transactions (portfolio_id, kind, trade_date, amount, source)
      VALUES ('51134ffd-2f13-49bd-b1f5-0c327e801b69', 'deposit', '2024-01-02', 1000, 'opening');
    INSERT INTO agent_conversations (user_id, provider) VALUES ('a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01', 'offline')`,
  ai: `
    INSERT INTO ai_feedback (message_id, conversation_id, user_id, rating)
      VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'up')`,
};
const WITNESS: Record<Chain, string> = { core: 'transactions', ai: 'ai_feedback' };

describe.each(['core', 'ai'] as const)('the list of the %s chain', (chain) => {
  it('names every file of its folder, in order', async () => {
    const files = readdirSync(CHAINS[chain].folder).filter((file) => /^\d+-.*\.ts$/.test(file));
    const { migrations = [] } = CHAINS[chain].options('socket:/nowhere');
    const names = (migrations as (new () => unknown)[]).map(({ name }) => name);
    const stamps = files.map((file) => file.split('-')[0]);
    expect(names.map((name) => /\d+$/.exec(name)?.[0])).toEqual(stamps);
    expect(files.length).toBeGreaterThan(0);
    await Promise.resolve();
  });
});

describe.each([
  { layout: 'two databases', order: ['core', 'ai'], isShared: false },
  { layout: 'one database', order: ['core', 'ai'], isShared: true },
  { layout: 'one database that has the AI chain already', order: ['ai', 'core'], isShared: true },
] as const)('both chains on $layout', ({ order, isShared }) => {
  const databases: TestDatabase[] = [];
  const sources = {} as Record<Chain, DataSource>;
  const query = (chain: Chain): Query => {
    const database = databases[isShared ? 0 : order.indexOf(chain)]!;
    return (text) => asOwner(database.address, text);
  };

  beforeAll(async () => {
    for (let index = 0; index < (isShared ? 1 : 2); index += 1) databases.push(await emptyDatabase());
    for (const chain of order) {
      const database = databases[isShared ? 0 : order.indexOf(chain)]!;
      sources[chain] = await open(CHAINS[chain].options(database.address, 2));
    }
  });
  afterAll(async () => {
    for (const chain of order) await sources[chain].destroy();
    for (const database of databases) await database.close();
  });

  const upToDate = async (): Promise<void> => {
    for (const chain of order) {
      expect(await migrationState(sources[chain])).toMatchObject({ pending: [], unknown: [] });
      expect(await proposedChanges(sources[chain])).toEqual({ up: [], down: [] });
    }
  };

  it('migrate an empty database, after which the generator proposes nothing', async () => {
    for (const chain of order) {
      const before = await migrationState(sources[chain]);
      expect(before.executed).toEqual([]);
      expect(await runMigrations(sources[chain])).toEqual(before.pending);
    }
    await upToDate();
  });

  it('make the tables that are written down', async () => {
    const tables: Record<Chain, readonly string[]> = { core: CORE_TABLES, ai: AI_TABLES };
    for (const chain of order) {
      const expected = isShared ? [...CORE_TABLES, ...AI_TABLES].sort() : tables[chain];
      expect(await listRelations(query(chain), 'r')).toEqual(expected);
    }
  });

  it('can be taken back and run again, with the same result', async () => {
    const before: string[] = [];
    for (const chain of order) before.push(await readCatalogue(query(chain)));
    for (const chain of order) await revertAll(sources[chain]);
    for (const chain of order)
      expect((await listRelations(query(chain), 'r', 'v')).filter((name) => !name.endsWith('_migrations'))).toEqual([]);
    for (const chain of order) await runMigrations(sources[chain]);
    await upToDate();
    const after: string[] = [];
    for (const chain of order) after.push(await readCatalogue(query(chain)));
    expect(after.join('\n').split('\n')).toEqual(before.join('\n').split('\n'));
  });

  it('find nothing to do when there are data, and keep them', async () => {
    for (const chain of order) {
      await query(chain)(SEED[chain]);
      expect(await runMigrations(sources[chain])).toEqual([]);
      expect(await query(chain)(`SELECT FROM ${WITNESS[chain]}`)).toHaveLength(1);
    }
  });

  it('are taken back one without the other, with data in both', async () => {
    const [first, second] = order;
    await revertAll(sources[first]);
    expect(await query(second)(`SELECT FROM ${WITNESS[second]}`)).toHaveLength(1);
    expect((await migrationState(sources[second])).pending).toEqual([]);
    await revertAll(sources[second]);
    for (const chain of order) await runMigrations(sources[chain]);
    await upToDate();
  });
});

describe('a chain', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await emptyDatabase();
  });
  afterAll(() => database.close());

  it('runs once when four programs start at once', async () => {
    const racing = await Promise.all(Array.from({ length: 4 }, () => open(coreDataSourceOptions(database.address, 2))));
    const done = await Promise.all(racing.map((dataSource) => runMigrations(dataSource)));
    const all = (await migrationState(racing[0]!)).executed;
    expect(done.filter((names) => names.length > 0)).toEqual([all]);
    expect(all).toHaveLength(coreDataSourceOptions('socket:/nowhere').migrations!.length as number);
    await Promise.all(racing.map((dataSource) => dataSource.destroy()));
  });

  it('reports a migration in the history that it does not know', async () => {
    const dataSource = await open(coreDataSourceOptions(database.address, 2));
    await asOwner(
      database.address,
      "INSERT INTO core_migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture')",
    );
    expect(await migrationState(dataSource)).toMatchObject({ pending: [], unknown: ['FromTheFuture'] });
    await asOwner(database.address, "DELETE FROM core_migrations WHERE name = 'FromTheFuture'");
    await dataSource.destroy();
  });

  it('is not half run when one of its migrations fails', async () => {
    const { migrations = [] } = coreDataSourceOptions(database.address);
    class Broken1999999999999 {
      name = 'Broken1999999999999';
      up = async (): Promise<never> => Promise.reject(new Error('broken on purpose'));
      down = async (): Promise<void> => Promise.resolve();
    }
    class Fine1999999999998 {
      name = 'Fine1999999999998';
      up = (runner: { query(text: string): Promise<unknown> }): Promise<unknown> =>
        runner.query('CREATE TABLE half_way (id int)');
      down = async (): Promise<void> => Promise.resolve();
    }
    const dataSource = await open({
      ...coreDataSourceOptions(database.address, 2),
      migrations: [...(migrations as never[]), Fine1999999999998, Broken1999999999999] as never,
    });
    await expect(runMigrations(dataSource)).rejects.toThrow('broken on purpose');
    expect((await migrationState(dataSource)).pending).toEqual(['Fine1999999999998', 'Broken1999999999999']);
    expect(await asOwner(database.address, "SELECT FROM pg_class WHERE relname = 'half_way'")).toEqual([]);
    await dataSource.destroy();
  });
});

describe('drift', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await emptyDatabase();
    dataSource = await open(coreDataSourceOptions(database.address, 2));
    await runMigrations(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  it.each([
    [
      'a column nobody declared',
      'ALTER TABLE users ADD COLUMN shoe_size int',
      'ALTER TABLE users DROP COLUMN shoe_size',
    ],
    [
      'a column of another type',
      'ALTER TABLE batch_run_tracking ALTER COLUMN total_steps TYPE bigint',
      'ALTER TABLE batch_run_tracking ALTER COLUMN total_steps TYPE integer',
    ],
    ['an index nobody declared', 'CREATE INDEX stray_idx ON users (tier)', 'DROP INDEX stray_idx'],
  ])('is seen in %s', async (_name, change, undo) => {
    await asOwner(database.address, change);
    expect((await proposedChanges(dataSource)).up).not.toEqual([]);
    await asOwner(database.address, undo);
    expect((await proposedChanges(dataSource)).up).toEqual([]);
  });
});
