import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbeddedDatabase } from '../../src/shared/database/embedded/embedded-database.js';
import { lacks } from '../support/skipped.js';
import { serverUrls, templateFolder } from '../support/templates.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sgt-'));
  if (!serverUrls()) cpSync(join(templateFolder(), 'ai'), join(folder, 'data'), { recursive: true });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(lacks('embedded databases', 'embedded-thread'))('the thread of an embedded database', () => {
  const open = (): Promise<EmbeddedDatabase> =>
    EmbeddedDatabase.start({ dataFolder: join(folder, 'data'), socketFolder: join(folder, 's') });
  const thread = (database: EmbeddedDatabase): { terminate(): Promise<number> } =>
    (database as unknown as { worker: { terminate(): Promise<number> } }).worker;

  it('is missed when it ends by itself, and not when it is closed', async () => {
    const reasons: Error[] = [];
    const database = await open();
    database.onUnexpectedExit((reason) => reasons.push(reason));
    await thread(database).terminate();
    await pause(20);
    expect(reasons.map(({ message }) => message)).toEqual([expect.stringContaining('ended unexpectedly')]);
    await database.close();

    const again = await open();
    again.onUnexpectedExit((reason) => reasons.push(reason));
    await again.close();
    await again.close();
    expect(reasons).toHaveLength(1);
  });

  it('is not waited for when it has ended already', async () => {
    const database = await open();
    await thread(database).terminate();
    // Whoever waits for a timer now waits for ever.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    await database.close();
  });

  it('is missed by those who ask after it has ended', async () => {
    const database = await open();
    await thread(database).terminate();
    const reason = await new Promise<Error>((resolve) => {
      database.onUnexpectedExit(resolve);
    });
    expect(reason.message).toContain('ended unexpectedly');
    await database.close();
  });

  it('has ended for everybody who closed it', async () => {
    const database = await open();
    await Promise.all([
      database.close(),
      database.close().then(() => {
        expect(existsSync(join(folder, 's'))).toBe(false);
      }),
    ]);
  });
});
