import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What a running program leaves beside its data, so that commands find its databases. */
export interface RunningServer {
  readonly nonce: string;
  readonly pid: number;
  /** Private folder with `alive.sock` and one folder per database with its socket. */
  readonly socketFolder: string;
}

const LOCK_FILE = 'server.lock.json';
const ANSWER_TIMEOUT_MS = 1_000;
const ALIVE = 'alive';
const RETRY_MS = 5;

/**
 * Whether somebody listens. A killed process can linger as a zombie, so a pid proves nothing; an answer does. While its
 * last threads end, connections are still accepted for it, and broken off without a word when they have ended. A
 * process that has accepted and stays silent is busy: it lives.
 */
function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    let isConnected = false;
    const finish = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => {
      finish(isConnected);
    });
    socket.once('connect', () => {
      isConnected = true;
    });
    socket.once('data', () => {
      finish(true);
    });
    socket.once('error', () => {
      finish(false);
    });
    socket.once('close', () => {
      finish(false);
    });
  });
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** What a lock file says, or null when a power failure left something else in it. */
function parseLock(content: string): RunningServer | null {
  try {
    const { nonce, pid, socketFolder } = (JSON.parse(content) ?? {}) as Partial<Record<keyof RunningServer, unknown>>;
    if (typeof nonce !== 'string' || typeof pid !== 'number' || typeof socketFolder !== 'string') return null;
    return { nonce, pid, socketFolder };
  } catch {
    return null;
  }
}

async function livingHolder(content: string): Promise<RunningServer | null> {
  const running = parseLock(content);
  return running && (await answers(join(running.socketFolder, 'alive.sock'))) ? running : null;
}

/** The program that holds this data folder now, or null. */
export async function findRunningServer(dataFolder: string): Promise<RunningServer | null> {
  const content = await readIfThere(join(dataFolder, LOCK_FILE));
  return content === null ? null : livingHolder(content);
}

/**
 * Puts a lock at `path`, over that of a dead holder if need be.
 * Many may find the same dead lock, so replacing it takes a lock of its own, named for what is replaced: whoever has
 * that and still finds the dead content is the only one to act on it. One that dies meanwhile is itself replaced so.
 * @returns the living holder when there is one, else null: the lock is taken.
 */
async function take(path: string, running: RunningServer): Promise<RunningServer | null> {
  const own = `${path}.${running.nonce}`;
  await writeFile(own, JSON.stringify(running), { mode: 0o600 });
  try {
    for (;;) {
      if (await linked(own, path)) return null;
      const found = await readIfThere(path);
      if (found === null) continue; // released just now
      const holder = await livingHolder(found);
      if (holder) return holder;
      if (await replaceDead(path, found, own, running)) return null;
      await pause(RETRY_MS);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Atomic, with its content: fails when there is a file already. */
async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function replaceDead(path: string, dead: string, own: string, running: RunningServer): Promise<boolean> {
  const right = `${path}.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`;
  if ((await take(right, running)) !== null) return false; // somebody else is at it
  try {
    if ((await readIfThere(path)) !== dead) return false;
    await removeSockets(dead);
    await rename(own, path);
    return true;
  } finally {
    await rm(right, { force: true });
  }
}

async function removeSockets(lock: string): Promise<void> {
  const folder = parseLock(lock)?.socketFolder;
  if (folder?.startsWith(join(tmpdir(), 'sigmasight-'))) await rm(folder, { recursive: true, force: true });
}

export class DataFolderInUse extends Error {
  constructor(dataFolder: string, running: RunningServer) {
    super(
      `${dataFolder} is in use by another SigmaSight process (pid ${running.pid}). Stop it, or set DATA_DIR to another folder.`,
    );
  }
}

/**
 * Exclusive use of a data folder. The holder listens on a socket before it writes the lock file, so a lock file whose
 * socket does not answer was left by a dead process and may be taken over.
 */
export class DataFolderLock {
  private constructor(
    private readonly dataFolder: string,
    private readonly alive: Server,
    readonly running: RunningServer,
  ) {}

  /** @throws DataFolderInUse when a live process holds the folder. */
  static async acquire(dataFolder: string): Promise<DataFolderLock> {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const socketFolder = await mkdtemp(join(tmpdir(), 'sigmasight-'));
    const alive = createServer((socket) => {
      socket.on('error', () => undefined); // whoever asked has left
      socket.end(ALIVE);
    });
    await new Promise<void>((resolve, reject) => {
      alive.once('error', reject);
      alive.listen(join(socketFolder, 'alive.sock'), resolve);
    });
    const running: RunningServer = { nonce: randomUUID(), pid: process.pid, socketFolder };
    try {
      const holder = await take(join(dataFolder, LOCK_FILE), running);
      if (holder) throw new DataFolderInUse(dataFolder, holder);
    } catch (error) {
      alive.close();
      await rm(socketFolder, { recursive: true, force: true });
      throw error;
    }
    return new DataFolderLock(dataFolder, alive, running);
  }

  async release(): Promise<void> {
    const held = await findRunningServer(this.dataFolder);
    if (held?.nonce === this.running.nonce) await rm(join(this.dataFolder, LOCK_FILE), { force: true });
    await new Promise<void>((resolve) => {
      this.alive.close(() => {
        resolve();
      });
    });
    await rm(this.running.socketFolder, { recursive: true, force: true });
  }
}
