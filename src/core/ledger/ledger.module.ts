import { Module } from '@nestjs/common';
import { LedgerService } from './ledger.service.js';
import { LotRepository } from './lot.repository.js';
import { TransactionRepository } from './transaction.repository.js';

/** The ledger itself. Its resource over HTTP is in `transactions.module.ts`, which also knows portfolios. */
@Module({ providers: [LedgerService, TransactionRepository, LotRepository], exports: [LedgerService] })
export class LedgerModule {}
