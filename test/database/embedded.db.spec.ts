import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEnv } from '../../src/shared/config/env.js';
import { holdDatabases, openDatabases } from '../../src/shared/database/databases.js';
import {
  DataFolderInUse,
  DataFolderLock,
  findRunningServer,
} from '../../src/shared/database/embedded/data-folder-lock.js';
import { EmbeddedDatabase } from '../../src/shared/database/embedded/embedded-database.js';
import { EmbeddedDatabases } from '../../src/shared/database/embedded/embedded-databases.js';
import { compileForChildren } from '../support/compiled.js';
import { asOwner } from '../support/empty-database.js';
import { lacks } from '../support/skipped.js';
import { templateFolder } from '../support/templates.js';

const isSkipped = lacks('embedded databases', 'embedded');

const CHILD = resolve(import.meta.dirname, '../support/embedded-child.mjs');
const LOCK = 'server.lock.json';

let compiled: ReturnType<typeof compileForChildren>;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  compiled = compileForChildren();
});
afterAll(() => {
  compiled.remove();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sgt-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Line {
  readonly won?: boolean;
  readonly pid?: number;
  readonly committed?: number;
  readonly counted?: number;
  readonly attached?: boolean;
  readonly error?: string;
}

/** A child process, and the lines that it says. */
function start(action: string): { child: ChildProcess; next: () => Promise<Line> } {
  const child = spawn(process.execPath, [CHILD, compiled.folder, action, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, next: reader(child) };
}

function reader(child: ChildProcess): () => Promise<Line> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the child has ended without a word');
    return JSON.parse(value) as Line;
  };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const env = (): ReturnType<typeof readEnv> => readEnv({ DATA_DIR: folder });

describe.skipIf(isSkipped)('the lock of a data folder', () => {
  it('refuses a second server, naming the process and the folder', async () => {
    const { next } = start('lock');
    const { pid } = await next();
    const refused = DataFolderLock.acquire(folder);
    await expect(refused).rejects.toThrow(DataFolderInUse);
    await expect(refused).rejects.toThrow(`${folder} is in use by another SigmaSight process (pid ${pid})`);
  });

  it('refuses one of the same process too', async () => {
    const lock = await DataFolderLock.acquire(folder);
    await expect(DataFolderLock.acquire(folder)).rejects.toThrow(`pid ${process.pid}`);
    await lock.release();
  });

  it('tells other processes who runs, until it is released', async () => {
    const { child, next } = start('lock');
    const { pid } = await next();
    expect(await findRunningServer(folder)).toMatchObject({ pid });
    await kill(child);
    expect(await findRunningServer(folder)).toBeNull();
    const lock = await DataFolderLock.acquire(folder);
    await lock.release();
    expect(await findRunningServer(folder)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over from a process that was killed, and its sockets are cleared away', async () => {
    const { child, next } = start('lock');
    await next();
    const { socketFolder } = JSON.parse(readFileSync(join(folder, LOCK), 'utf8')) as { socketFolder: string };
    await kill(child);
    expect(existsSync(socketFolder)).toBe(true);
    const lock = await DataFolderLock.acquire(folder);
    expect(existsSync(socketFolder)).toBe(false);
    expect(readdirSync(folder)).toEqual([LOCK]);
    await lock.release();
  });

  it('is taken over while the killed process lingers as a zombie', async () => {
    // The shell becomes a `sleep`, which never asks how its child ended.
    const command = '"$0" "$@" & exec sleep 60';
    const parent = spawn('/bin/sh', ['-c', command, process.execPath, CHILD, compiled.folder, 'lock', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(parent);
    const { pid } = await reader(parent)();
    process.kill(pid!, 'SIGKILL');
    while (!/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await pause(10);
    expect(() => process.kill(pid!, 0)).not.toThrow();
    const lock = await DataFolderLock.acquire(folder);
    await lock.release();
  });

  it.each(['', '{', '{}', 'null', '[]', '{"socketFolder":7}'])(
    'is taken over when its file holds %j',
    async (content) => {
      writeFileSync(join(folder, LOCK), content);
      expect(await findRunningServer(folder)).toBeNull();
      const lock = await DataFolderLock.acquire(folder);
      expect(await findRunningServer(folder)).toMatchObject({ pid: process.pid });
      await lock.release();
    },
  );

  it('goes to exactly one of several takers, stale lock or none', async () => {
    for (let round = 0; round < 20; round += 1) {
      if (round % 2 === 0) {
        const dead = await DataFolderLock.acquire(folder);
        const stale = readFileSync(join(folder, LOCK));
        await dead.release();
        writeFileSync(join(folder, LOCK), stale);
      }
      const takers = await Promise.allSettled(Array.from({ length: 4 }, () => DataFolderLock.acquire(folder)));
      const winners = takers.filter((taker) => taker.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      const reasons = takers.flatMap((taker) => (taker.status === 'rejected' ? [taker.reason as unknown] : []));
      expect(reasons.filter((reason) => !(reason instanceof DataFolderInUse))).toEqual([]);
      await winners[0]!.value.release();
    }
  });

  it('goes to exactly one of two processes that start at once after a third was killed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const dead = start('lock');
      await dead.next();
      await kill(dead.child);
      const takers = [start('lock'), start('lock')];
      const lines = await Promise.all(takers.map(({ next }) => next()));
      expect(lines.filter(({ won }) => won)).toHaveLength(1);
      expect(lines.filter(({ error }) => error?.includes('is in use by another SigmaSight process'))).toHaveLength(1);
      const winner = takers[lines.findIndex(({ won }) => won)]!;
      expect(await findRunningServer(folder)).toMatchObject({ pid: winner.child.pid });
      await kill(winner.child);
    }
  });
});

describe.skipIf(isSkipped)('embedded databases', () => {
  const count = (databases: { addresses: { core: string } }): Promise<{ n: number }[]> =>
    asOwner(databases.addresses.core, 'SELECT count(*)::int AS n FROM counted');

  it('keep their data from one start to the next, for their owner alone', async () => {
    const first = await holdDatabases(env());
    await asOwner(first.addresses.core, 'CREATE TABLE counted (n int); INSERT INTO counted VALUES (1), (2)');
    await first.close();
    expect(readdirSync(folder).sort()).toEqual(['ai', 'core']);
    for (const name of ['ai', 'core']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    const second = await holdDatabases(env());
    expect(await count(second)).toEqual([{ n: 2 }]);
    await second.close();
  });

  it('keep what was committed when their process is killed while it writes', async () => {
    const { child, next } = start('write');
    let committed = 0;
    while (committed < 150) committed = (await next()).committed!;
    await kill(child);
    const databases = await holdDatabases(env());
    const [{ n } = { n: 0 }] = await count(databases);
    expect(n).toBeGreaterThanOrEqual(committed);
    await asOwner(databases.addresses.core, 'INSERT INTO counted VALUES (0)');
    await databases.close();
  });

  it('serve commands while a server runs, and survive a command that is killed in a transaction', async () => {
    const databases = await holdDatabases(env());
    await asOwner(databases.addresses.core, 'CREATE TABLE counted (n int); INSERT INTO counted VALUES (1), (2)');
    expect(await EmbeddedDatabases.findRunning(folder)).toEqual(databases.addresses);
    const inside = await openDatabases(env());
    expect(inside).toMatchObject({ mode: 'embedded', embedded: null, addresses: databases.addresses });
    expect(await start('command').next()).toEqual({ attached: true, counted: 2 });

    const abandoned = start('abandon');
    await abandoned.next();
    await kill(abandoned.child);
    expect(await count(databases)).toEqual([{ n: 2 }]);
    await databases.close();
  });

  it('are held by a command itself when no server runs', async () => {
    const databases = await openDatabases(env());
    expect(databases.embedded).not.toBeNull();
    await expect(holdDatabases(env())).rejects.toThrow(DataFolderInUse);
    await databases.close();
    expect(await EmbeddedDatabases.findRunning(folder)).toBeNull();
  });

  it('leave no lock behind when they cannot start', async () => {
    writeFileSync(join(folder, 'ai'), 'a file where a folder belongs');
    await expect(holdDatabases(env())).rejects.toThrow();
    expect(await findRunningServer(folder)).toBeNull();
    expect(readdirSync(folder)).not.toContain(LOCK);
  });

  it('are both closed when one of them cannot start, before the lock is released', async () => {
    cpSync(templateFolder(), folder, { recursive: true });
    rmSync(join(folder, 'ai'), { recursive: true });
    writeFileSync(join(folder, 'ai'), 'a file where a folder belongs');
    const close = vi.spyOn(EmbeddedDatabase.prototype, 'close');
    await expect(EmbeddedDatabases.start(folder)).rejects.toThrow();
    expect(close).toHaveBeenCalledTimes(1);
    expect(await findRunningServer(folder)).toBeNull();
    const lock = await DataFolderLock.acquire(folder);
    await lock.release();
  });
});
