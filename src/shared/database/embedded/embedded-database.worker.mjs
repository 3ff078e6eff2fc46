// One embedded PostgreSQL (PGlite) behind a Unix socket, in a thread of its own, so that no query holds up the
// thread that serves. Plain JavaScript: worker entries must start the same from src (tests) and from dist.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * A parameterised statement is several protocol messages (Parse, Bind, Execute …) up to a Sync. The socket server
 * queues each by itself and keeps a connection's messages together only inside a transaction; outside of one, another
 * connection's Parse could slip in between and replace the unnamed statement. So an unfinished statement is made to
 * look like an open transaction to it.
 */
function keepStatementsTogether(db) {
  const SIMPLE_QUERY = 'Q'.charCodeAt(0);
  const SYNC = 'S'.charCodeAt(0);
  const EXTENDED = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)));
  let unfinished = false;
  const isInTransaction = db.isInTransaction.bind(db);
  const execProtocolRawStream = db.execProtocolRawStream.bind(db);
  const exec = db.exec.bind(db);
  db.isInTransaction = () => unfinished || isInTransaction();
  db.execProtocolRawStream = (message, options) => {
    if (EXTENDED.has(message[0])) unfinished = true;
    else if (message[0] === SYNC || message[0] === SIMPLE_QUERY) unfinished = false;
    return execProtocolRawStream(message, options);
  };
  // The socket server rolls back so when a connection is lost in the middle.
  db.exec = (...args) => {
    unfinished = false;
    return exec(...args);
  };
}

const { dataFolder, socketPath, maxConnections } = workerData;

const database = await PGlite.create({
  dataDir: dataFolder,
  extensions: { vector },
  // PostgreSQL initialises its buffers when it starts, in WebAssembly 0.6 s for the 128 MB it would take by itself.
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
});
keepStatementsTogether(database);
const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections });
await server.start();

parentPort.on('message', async (message) => {
  if (message !== 'close') return;
  try {
    await server.stop();
    await database.close();
    parentPort.postMessage({ closed: true });
  } catch (error) {
    parentPort.postMessage({ closed: true, error: String(error) });
  }
});
parentPort.postMessage({ ready: true });
