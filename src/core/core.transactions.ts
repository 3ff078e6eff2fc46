import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Transactions } from '../shared/database/transactions.js';
import { CORE } from './core.data-source.js';
import { CoreDatabaseDown } from './core.errors.js';

/** The unit of work of the core database. */
@Injectable()
export class CoreTransactions extends Transactions {
  constructor(@InjectDataSource(CORE) dataSource: DataSource) {
    super(dataSource);
  }

  protected override outage(cause: unknown): CoreDatabaseDown {
    return new CoreDatabaseDown(cause);
  }
}
