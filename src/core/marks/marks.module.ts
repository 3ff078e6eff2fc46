import { Module } from '@nestjs/common';
import { TransactionsModule } from '../ledger/transactions.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { MarkController } from './mark.controller.js';
import { MarkRepository } from './mark.repository.js';
import { MarkService } from './mark.service.js';

@Module({
  imports: [TransactionsModule, PortfoliosModule],
  controllers: [MarkController],
  providers: [MarkService, MarkRepository],
})
export class MarksModule {}
