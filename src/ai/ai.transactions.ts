import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Identity, isConnectionFault, Transactions } from '../shared/database/transactions.js';
import { AI } from './ai.data-source.js';
import { AiDatabaseDown } from './ai.errors.js';

/** SQLSTATEs of a server that is there and lets nobody in: refused sign-in, missing database, no connection left. */
const NO_ENTRY = /^(28|3D000|53300|57P)/;

/** The unit of work of the AI database. Other than core's, it may be away while the program runs. */
@Injectable()
export class AiTransactions extends Transactions {
  constructor(@InjectDataSource(AI) dataSource: DataSource) {
    super(dataSource);
  }

  /** @throws AiDatabaseDown when the database does not answer. */
  override async run<T>(identity: Identity, work: () => Promise<T>): Promise<T> {
    try {
      return await super.run(identity, work);
    } catch (error) {
      throw isAway(error) ? new AiDatabaseDown(error) : error;
    }
  }
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AiDatabaseDown) return false;
  const { code } = ('driverError' in error ? error.driverError : error) as { code?: unknown };
  return (typeof code === 'string' && NO_ENTRY.test(code)) || isConnectionFault(error);
}
