import { Global, Module } from '@nestjs/common';
import { CoreTransactions } from './core.transactions.js';

/** Every feature of the tree runs its work in the same unit of work. */
@Global()
@Module({ providers: [CoreTransactions], exports: [CoreTransactions] })
export class CoreTransactionsModule {}
