import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Transactions } from '../shared/database/transactions.js';
import { AI } from './ai.data-source.js';
import { AiDatabaseDown } from './ai.errors.js';

/** The unit of work of the AI database. Other than core's, it may be away while the program serves. */
@Injectable()
export class AiTransactions extends Transactions {
  constructor(@InjectDataSource(AI) dataSource: DataSource) {
    super(dataSource);
  }

  protected override outage(cause: unknown): AiDatabaseDown {
    return new AiDatabaseDown(cause);
  }
}
