import { join } from 'node:path';
import { socketAddress } from '../database-address.js';
import { DataFolderLock, findRunningServer } from './data-folder-lock.js';
import { EmbeddedDatabase } from './embedded-database.js';

export interface DatabaseAddresses {
  readonly core: string;
  readonly ai: string;
}

/** Both embedded databases of one data folder, held by this process. */
export class EmbeddedDatabases {
  private constructor(
    private readonly lock: DataFolderLock,
    private readonly core: EmbeddedDatabase,
    private readonly ai: EmbeddedDatabase,
  ) {}

  /** @throws DataFolderInUse when another process holds the folder. */
  static async start(dataFolder: string): Promise<EmbeddedDatabases> {
    const lock = await DataFolderLock.acquire(dataFolder);
    const open = (name: keyof DatabaseAddresses): Promise<EmbeddedDatabase> =>
      EmbeddedDatabase.start({
        dataFolder: join(dataFolder, name),
        socketFolder: join(lock.running.socketFolder, name),
      });
    // Both are waited for: one that is still starting may not lose the lock under its feet.
    const [core, ai] = await Promise.allSettled([open('core'), open('ai')]);
    if (core.status === 'fulfilled' && ai.status === 'fulfilled') {
      return new EmbeddedDatabases(lock, core.value, ai.value);
    }
    const started = [core, ai].flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.allSettled(started.map((database) => database.close()));
    await lock.release();
    const [fault] = [core, ai].filter((one) => one.status === 'rejected');
    throw fault?.reason;
  }

  /** Where the databases of a running server listen, or null when none runs on this folder. */
  static async findRunning(dataFolder: string): Promise<DatabaseAddresses | null> {
    const running = await findRunningServer(dataFolder);
    if (!running) return null;
    return {
      core: socketAddress(join(running.socketFolder, 'core')),
      ai: socketAddress(join(running.socketFolder, 'ai')),
    };
  }

  get addresses(): DatabaseAddresses {
    return { core: socketAddress(this.core.socketFolder), ai: socketAddress(this.ai.socketFolder) };
  }

  onUnexpectedExit(report: (name: keyof DatabaseAddresses, reason: Error) => void): void {
    this.core.onUnexpectedExit((reason) => {
      report('core', reason);
    });
    this.ai.onUnexpectedExit((reason) => {
      report('ai', reason);
    });
  }

  /** @throws what one of the databases had to complain of, after both are closed and the lock is released. */
  async close(): Promise<void> {
    const ends = await Promise.allSettled([this.core.close(), this.ai.close()]);
    await this.lock.release();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}
