import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../src/shared/config/env.js';
import { type Databases, openDatabases } from '../../src/shared/database/databases.js';
import { attachToRunning, DatabasesNotReady } from '../../src/shared/database/embedded/attach.js';
import { DataFolderLock } from '../../src/shared/database/embedded/data-folder-lock.js';
import { EmbeddedDatabase } from '../../src/shared/database/embedded/embedded-database.js';
import { asOwner } from '../support/empty-database.js';
import { lacks } from '../support/skipped.js';
import { serverUrls, templateFolder } from '../support/templates.js';

const isSkipped = lacks('embedded databases', 'embedded-attach');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sgt-'));
  if (!serverUrls()) cpSync(templateFolder(), folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (): Promise<Databases> => openDatabases(readEnv({ DATA_DIR: folder }));

describe.skipIf(isSkipped)('a command that finds a program which has the folder and no databases yet', () => {
  it('waits until both accept connections', async () => {
    const lock = await DataFolderLock.acquire(folder);
    const answered = open().then(async ({ addresses, embedded }) => {
      for (const address of [addresses.core, addresses.ai]) await asOwner(address, 'SELECT 1');
      return { isOwn: embedded !== null };
    });
    const started = await Promise.all(
      ['core', 'ai'].map((name) =>
        EmbeddedDatabase.start({
          dataFolder: join(folder, name),
          socketFolder: join(lock.running.socketFolder, name),
        }),
      ),
    );
    expect(await answered).toEqual({ isOwn: false });
    for (const database of started) await database.close();
    await lock.release();
  });

  it('gives up after a while, and says why in a sentence', async () => {
    const lock = await DataFolderLock.acquire(folder);
    const refused = attachToRunning(folder, 50);
    await expect(refused).rejects.toThrow(DatabasesNotReady);
    await expect(refused).rejects.toThrow(
      /holds .* is starting or ending: its databases do not answer \(connect ENOENT/,
    );
    await lock.release();
  });

  it('takes the folder itself when the program ends instead', async () => {
    const lock = await DataFolderLock.acquire(folder);
    const opening = open();
    await lock.release();
    const databases = await opening;
    expect(databases.embedded).not.toBeNull();
    await databases.close();
  });
});
