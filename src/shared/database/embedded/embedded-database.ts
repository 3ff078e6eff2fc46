import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** `pg` finds a server in a folder by this name; the number only has to match the port it is asked for. */
const SOCKET_NAME = '.s.PGSQL.5432';

/** More than both pools, the job queue and a few commands together; the socket server refuses beyond it. */
const MAX_CONNECTIONS = 120;

const CLOSE_TIMEOUT_MS = 10_000;

interface WorkerReport {
  readonly ready?: true;
  readonly closed?: true;
  readonly error?: string;
}

export interface EmbeddedDatabaseFolders {
  /** Holds the database files; made when missing. */
  readonly dataFolder: string;
  /** Private folder for the socket; its path must stay below 100 characters (a limit of Unix sockets). */
  readonly socketFolder: string;
}

/** One embedded PostgreSQL with pgvector in a worker thread. Superuser to whoever can open its socket. */
export class EmbeddedDatabase {
  private constructor(
    private readonly worker: Worker,
    readonly socketFolder: string,
  ) {}

  /** Starts the database and answers once it accepts connections. */
  static async start({ dataFolder, socketFolder }: EmbeddedDatabaseFolders): Promise<EmbeddedDatabase> {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    await mkdir(socketFolder, { recursive: true, mode: 0o700 });
    await chmod(socketFolder, 0o700);
    const socketPath = join(socketFolder, SOCKET_NAME);
    await rm(socketPath, { force: true });
    const worker = new Worker(new URL('./embedded-database.worker.mjs', import.meta.url), {
      workerData: { dataFolder, socketPath, maxConnections: MAX_CONNECTIONS },
      execArgv: [],
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', (report: WorkerReport) => {
        if (report.ready) resolve();
        else reject(new Error(`embedded database in ${dataFolder}: ${report.error ?? 'unknown fault'}`));
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        reject(new Error(`the embedded database in ${dataFolder} ended with code ${code} while starting`));
      });
    });
    worker.removeAllListeners('error');
    worker.removeAllListeners('exit');
    return new EmbeddedDatabase(worker, socketFolder);
  }

  /** Calls back when the thread ends by itself, which leaves the program without this database. */
  onUnexpectedExit(report: (reason: Error) => void): void {
    this.worker.on('error', report);
    this.worker.on('exit', (code) => {
      if (!this.closing) report(new Error(`an embedded database ended unexpectedly with code ${code}`));
    });
  }

  private closing = false;

  /** Flushes and ends. Safe to call twice. */
  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      this.worker.once('message', () => {
        clearTimeout(timer);
        resolve();
      });
      this.worker.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.worker.postMessage('close');
    });
    await this.worker.terminate();
    await rm(this.socketFolder, { recursive: true, force: true });
  }
}
