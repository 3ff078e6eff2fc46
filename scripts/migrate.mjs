// `npm run migration:core` and `migration:ai`, with `:show`, `:revert` and `:generate -- NAME`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { aiDataSourceOptions } from '../dist/ai/ai.data-source.js';
import { coreDataSourceOptions } from '../dist/core/core.data-source.js';
import { loadEnvFile, readDatabaseEnv } from '../dist/shared/config/env.js';
import { describeAddress } from '../dist/shared/database/database-address.js';
import { openDatabases } from '../dist/shared/database/databases.js';
import { errorText } from '../dist/shared/errors/error-text.js';
import {
  forMigrations,
  migrationState,
  proposedChanges,
  revertMigration,
  runMigrations,
} from '../dist/shared/database/migrations.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [chain, action = 'run', name] = process.argv.slice(2);
const say = (text) => process.stdout.write(`${text}\n`);

const ACTIONS = {
  async run(dataSource) {
    const done = await runMigrations(dataSource);
    say(done.length === 0 ? 'Nothing to do: already at head.' : done.map((one) => `  ran ${one}`).join('\n'));
  },
  async show(dataSource) {
    const { executed, pending, unknown } = await migrationState(dataSource);
    for (const one of executed) say(`  [x] ${one}${unknown.includes(one) ? '  (unknown to this program)' : ''}`);
    for (const one of pending) say(`  [ ] ${one}`);
  },
  async revert(dataSource) {
    const reverted = await revertMigration(dataSource);
    say(reverted === null ? 'Nothing to revert.' : `  reverted ${reverted}`);
  },
  async generate(dataSource) {
    const { pending } = await migrationState(dataSource);
    if (pending.length > 0) throw new Error(`run the ${pending.length} pending migration(s) first`);
    const { up, down } = await proposedChanges(dataSource);
    if (up.length === 0) return say('No changes: the entities and the database agree.');
    writeMigration(up, down);
  },
};

function writeMigration(up, down) {
  if (!/^[a-z][a-z0-9-]*$/.test(name ?? ''))
    throw new Error('give the migration a kebab-case name: npm run migration:core:generate -- add-something');
  const stamp = String(Date.now());
  const className = `${name
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('')}${stamp}`;
  const body = (queries) =>
    queries.map((query) => `    await db.query(\`${query.replaceAll('`', '\\`')}\`);`).join('\n');
  const folder = join(root, 'src', `migrations-${chain}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${stamp}-${name}.ts`);
  writeFileSync(
    file,
    `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
${body(up)}
  }

  async down(db: QueryRunner): Promise<void> {
${body(down)}
  }
}
`,
  );
  say(`  wrote ${file}\n  Read it, add policies and checks by hand, then list it in index.ts of that folder.`);
}

async function main() {
  if (!['core', 'ai'].includes(chain) || !(action in ACTIONS)) {
    throw new Error('usage: migrate core|ai [run|show|revert|generate NAME]');
  }
  loadEnvFile();
  const databases = await openDatabases(readDatabaseEnv());
  const address = databases.addresses[chain];
  const dataSource = new DataSource(
    forMigrations(chain === 'core' ? coreDataSourceOptions(address, 2) : aiDataSourceOptions(address, 2)),
  );
  try {
    await dataSource.initialize();
    say(`${chain} database (${describeAddress(address)})`);
    await ACTIONS[action](dataSource);
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await databases.close();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`migration failed: ${errorText(error)}\n`);
    process.exit(1);
  },
);
