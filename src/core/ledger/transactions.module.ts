import { Module } from '@nestjs/common';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { LedgerModule } from './ledger.module.js';
import { TransactionController } from './transaction.controller.js';
import { TransactionService } from './transaction.service.js';

/** The ledger over HTTP. Apart from the ledger's own module, on which portfolios depend. */
@Module({
  imports: [LedgerModule, PortfoliosModule, MarketDataModule],
  controllers: [TransactionController],
  providers: [TransactionService],
  exports: [TransactionService],
})
export class TransactionsModule {}
