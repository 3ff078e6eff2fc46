import { type DataSource, type DataSourceOptions, MigrationExecutor, type QueryRunner } from 'typeorm';

/** Arbitrary but fixed: everybody who migrates anything of this product waits for the same lock. */
const MIGRATION_LOCK = 7_304_412_901;

export interface MigrationState {
  readonly executed: readonly string[];
  readonly pending: readonly string[];
  /** Names in the database's history that this program does not know: it is older than the database. */
  readonly unknown: readonly string[];
}

/** A migration takes the time it takes, and so does waiting for somebody else's: requests alone have to be in time. */
export const forMigrations = (options: DataSourceOptions): DataSourceOptions => ({
  ...options,
  extra: { ...(options.extra as object | undefined), query_timeout: 0 },
});

/**
 * Runs a chain in one transaction under a lock, so that several programs that start at once migrate once.
 * @returns names of the migrations that were run.
 */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  return inLockedTransaction(dataSource, async (runner) => {
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'none';
    const done = await executor.executePendingMigrations();
    return done.map(({ name }) => name);
  });
}

/** Takes back the newest migration. @returns its name, or null when there is none. */
export async function revertMigration(dataSource: DataSource): Promise<string | null> {
  return inLockedTransaction(dataSource, async (runner) => {
    const newest = (await readState(dataSource, runner)).executed.at(-1) ?? null;
    if (newest === null) return null;
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'none';
    await executor.undoLastMigration();
    return newest;
  });
}

export async function migrationState(dataSource: DataSource): Promise<MigrationState> {
  const runner = dataSource.createQueryRunner();
  try {
    return await readState(dataSource, runner);
  } finally {
    await runner.release();
  }
}

/** CHECK constraints live in the migrations alone; the reviewed catalogue snapshot watches over their text. */
const isAboutCheck = (query: string): boolean => /^ALTER TABLE "\w+" (DROP|ADD) CONSTRAINT "\w+_check"/.test(query);

/** What the schema builder would change to make the database equal to the entities: nothing, when there is no drift. */
export async function proposedChanges(dataSource: DataSource): Promise<{ up: string[]; down: string[] }> {
  const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
  const texts = (queries: readonly { query: string }[]): string[] =>
    queries.map(({ query }) => query).filter((query) => !isAboutCheck(query));
  return { up: texts(upQueries), down: texts(downQueries).reverse() };
}

async function readState(dataSource: DataSource, runner: QueryRunner): Promise<MigrationState> {
  const known = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const table = dataSource.options.migrationsTableName ?? 'migrations';
  const [found] = (await runner.query('SELECT to_regclass($1) IS NOT NULL AS present', [table])) as {
    present: boolean;
  }[];
  const rows = found?.present
    ? ((await runner.query(`SELECT name FROM ${table} ORDER BY id`)) as { name: string }[])
    : [];
  const executed = rows.map(({ name }) => name);
  return {
    executed,
    pending: known.filter((name) => !executed.includes(name)),
    unknown: executed.filter((name) => !known.includes(name)),
  };
}

async function inLockedTransaction<T>(dataSource: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const result = await work(runner);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}
