import { DataSource } from 'typeorm';
import { AiTransactions } from '../../src/ai/ai.transactions.js';
import { aiDataSourceOptions } from '../../src/ai/ai.data-source.js';
import { coreDataSourceOptions } from '../../src/core/core.data-source.js';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { type Identity, type Transactions } from '../../src/shared/database/transactions.js';

/** Units of work on one database, without the application around them. */
export class Units {
  private constructor(
    readonly dataSource: DataSource,
    readonly transactions: Transactions,
  ) {}

  static async open(name: 'core' | 'ai', address: string, poolSize = 5): Promise<Units> {
    const options = (name === 'core' ? coreDataSourceOptions : aiDataSourceOptions)(address, poolSize);
    const dataSource = await new DataSource(options).initialize();
    // Dead connections are this test's business, not the log's.
    (dataSource.driver as unknown as PoolOwner).master.on('error', () => undefined);
    return new Units(dataSource, new (name === 'core' ? CoreTransactions : AiTransactions)(dataSource));
  }

  get manager(): Transactions['manager'] {
    return this.transactions.manager;
  }

  run<T>(identity: Identity, work: () => Promise<T>): Promise<T> {
    return this.transactions.run(identity, work);
  }

  /** Raw rows inside the open unit. */
  query<T>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.transactions.manager.query<T[]>(text, values);
  }

  async one<T>(text: string, values: unknown[] = []): Promise<T> {
    const [row] = await this.query<T>(text, values);
    if (row === undefined) throw new Error(`no row for ${text}`);
    return row;
  }

  /** Cuts idle connections of the pool, which has no chance to notice before the next caller comes. */
  cutIdleConnections(): number {
    const idle = (this.dataSource.driver as unknown as PoolOwner).master._idle;
    for (const { client } of idle) client.connection.stream.destroy();
    return idle.length;
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}

interface PoolOwner {
  readonly master: {
    on(event: 'error', listener: () => void): void;
    readonly _idle: readonly { readonly client: { readonly connection: { readonly stream: { destroy(): void } } } }[];
  };
}
