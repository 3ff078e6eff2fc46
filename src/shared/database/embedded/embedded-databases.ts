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
    const started: EmbeddedDatabase[] = [];
    try {
      const [core, ai] = await Promise.all(
        (['core', 'ai'] as const).map(async (name) => {
          const database = await EmbeddedDatabase.start({
            dataFolder: join(dataFolder, name),
            socketFolder: join(lock.running.socketFolder, name),
          });
          started.push(database);
          return database;
        }),
      );
      if (!core || !ai) throw new Error('unreachable: two databases were asked for');
      return new EmbeddedDatabases(lock, core, ai);
    } catch (error) {
      await Promise.allSettled(started.map((database) => database.close()));
      await lock.release();
      throw error;
    }
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

  onUnexpectedExit(report: (reason: Error) => void): void {
    this.core.onUnexpectedExit(report);
    this.ai.onUnexpectedExit(report);
  }

  /** Ends one of the two; used to show what happens when a database is gone. */
  async closeOnly(name: 'core' | 'ai'): Promise<void> {
    await this[name].close();
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.core.close(), this.ai.close()]);
    await this.lock.release();
  }
}
