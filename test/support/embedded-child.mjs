// A process that uses a data folder: `embedded-child.mjs COMPILED ACTION DATA_FOLDER`. Says one JSON line at a time.
import { join } from 'node:path';
import pg from 'pg';

const [compiled, action, dataFolder] = process.argv.slice(2);
const load = (file) => import(join(compiled, 'shared/database', file));
const { DataFolderLock } = await load('embedded/data-folder-lock.js');
const { EmbeddedDatabases } = await load('embedded/embedded-databases.js');
const { connectionOptions } = await load('database-address.js');
const { openDatabases } = await load('databases.js');

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const forever = () => setInterval(() => undefined, 1_000);

const ACTIONS = {
  /** Takes the lock and keeps it; says why when it cannot. */
  async lock() {
    await DataFolderLock.acquire(dataFolder);
    say({ won: true, pid: process.pid });
    forever();
  },
  /** Counts upwards in a table, one committed row at a time, and says how far it has come. */
  async write() {
    const databases = await EmbeddedDatabases.start(dataFolder);
    const client = new pg.Client(connectionOptions(databases.addresses.core));
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS counted (n int PRIMARY KEY, filling text)');
    for (let n = 1; ; n += 1) {
      await client.query('INSERT INTO counted VALUES ($1, repeat($2, 500))', [n, 'x']);
      say({ committed: n });
    }
  },
  /** What a command does: opens the databases, which may be a running server's, and asks one of them. */
  async command() {
    const databases = await openDatabases({ DATA_DIR: dataFolder });
    const client = new pg.Client(connectionOptions(databases.addresses.core));
    await client.connect();
    const { rows } = await client.query('SELECT count(*)::int AS counted FROM counted');
    await client.end();
    say({ attached: databases.embedded === null, ...rows[0] });
    await databases.close();
  },
  /** Dies inside a transaction, as a command that is killed. */
  async abandon() {
    const databases = await openDatabases({ DATA_DIR: dataFolder });
    const client = new pg.Client(connectionOptions(databases.addresses.core));
    await client.connect();
    await client.query('BEGIN');
    await client.query('DELETE FROM counted');
    say({ deleted: true });
    forever();
  },
};

ACTIONS[action]().catch((error) => {
  say({ error: error.message });
  process.exitCode = 1;
});
