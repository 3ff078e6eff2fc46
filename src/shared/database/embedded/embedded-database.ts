import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { errorText } from '../../errors/error-text.js';

/** `pg` finds a server in a folder by this name; the number only has to match the port it is asked for. */
const SOCKET_NAME = '.s.PGSQL.5432';

/** More than both pools, the job queue and a few commands together; the socket server refuses beyond it. */
const MAX_CONNECTIONS = 120;

const CLOSE_TIMEOUT_MS = 10_000;

/**
 * How much of a WebAssembly function V8 runs (about bytes of code executed) before it optimises it. By default nearly all
 * of PostgreSQL is optimised while the program starts, for two seconds of the processor that the start waits for; what a
 * batch runs hot is optimised all the same, only a moment later.
 */
const WASM_TIERING_BUDGET = 100_000_000;

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
  private closing: Promise<void> | null = null;

  private constructor(
    private readonly worker: Worker,
    /** How the thread ended, as soon as it has, for whatever reason. */
    private readonly ended: Promise<string>,
    readonly dataFolder: string,
    readonly socketFolder: string,
  ) {}

  /** Starts the database and answers once it accepts connections. */
  static async start({ dataFolder, socketFolder }: EmbeddedDatabaseFolders): Promise<EmbeddedDatabase> {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    await mkdir(socketFolder, { recursive: true, mode: 0o700 });
    await chmod(socketFolder, 0o700);
    const socketPath = join(socketFolder, SOCKET_NAME);
    await rm(socketPath, { force: true });
    setFlagsFromString(`--wasm-tiering-budget=${WASM_TIERING_BUDGET}`);
    const worker = new Worker(new URL('./embedded-database.worker.mjs', import.meta.url), {
      workerData: { dataFolder, socketPath, maxConnections: MAX_CONNECTIONS },
      execArgv: [],
    });
    const ended = endOf(worker);
    const report = await Promise.race([nextReport(worker), ended]);
    if (typeof report === 'string') throw new Error(`the embedded database in ${dataFolder} did not start: ${report}`);
    return new EmbeddedDatabase(worker, ended, dataFolder, socketFolder);
  }

  /** Calls back when the thread ends by itself, which leaves the program without this database. */
  onUnexpectedExit(report: (reason: Error) => void): void {
    void this.ended.then((how) => {
      if (!this.closing) report(new Error(`the embedded database in ${this.dataFolder} ended unexpectedly: ${how}`));
    });
  }

  /** Flushes and ends. Whoever asks again waits for the same end. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<WorkerReport>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS, { error: `no answer in ${CLOSE_TIMEOUT_MS / 1000} s` });
    });
    const closed = nextReport(this.worker);
    this.worker.postMessage('close');
    const report = await Promise.race([closed, this.ended, timeout]);
    clearTimeout(timer);
    await this.worker.terminate();
    await rm(this.socketFolder, { recursive: true, force: true });
    if (typeof report !== 'string' && report.error !== undefined) {
      throw new Error(`the embedded database in ${this.dataFolder} was not closed properly: ${report.error}`);
    }
  }
}

const nextReport = (worker: Worker): Promise<WorkerReport> => new Promise((resolve) => worker.once('message', resolve));

/** Listened to from the first moment on: a thread that has ended says so only once. */
function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    let reason: string | undefined;
    worker.on('error', (error) => {
      reason = errorText(error);
    });
    worker.once('exit', (code) => {
      resolve(reason ?? `code ${code}`);
    });
  });
}
