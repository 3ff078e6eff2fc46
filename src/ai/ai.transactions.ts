import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Identity, Transactions } from '../shared/database/transactions.js';
import { AI } from './ai.data-source.js';
import { AiDatabaseDown } from './ai.errors.js';

/** The unit of work of the AI database. Other than core's, it may be away while the program serves. */
@Injectable()
export class AiTransactions extends Transactions {
  constructor(@InjectDataSource(AI) private readonly source: DataSource) {
    super(source);
  }

  /** @throws AiDatabaseDown when the database does not answer. */
  override async run<T>(identity: Identity, work: () => Promise<T>): Promise<T> {
    // It has not answered since the program started, or not with the schema of this program.
    if (!this.source.isInitialized) throw this.outage(new Error('the AI database is not open'));
    return super.run(identity, work);
  }

  protected override outage(cause: unknown): AiDatabaseDown {
    return new AiDatabaseDown(cause);
  }
}
