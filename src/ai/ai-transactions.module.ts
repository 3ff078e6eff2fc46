import { Global, Module } from '@nestjs/common';
import { AiTransactions } from './ai.transactions.js';

/** Every feature of the tree runs its work in the same unit of work. */
@Global()
@Module({ providers: [AiTransactions], exports: [AiTransactions] })
export class AiTransactionsModule {}
