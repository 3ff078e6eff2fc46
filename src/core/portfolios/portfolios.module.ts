import { Module } from '@nestjs/common';
import { OutboxModule } from '../events/outbox.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { BookkeepingService } from './bookkeeping.service.js';
import { PortfolioController } from './portfolio.controller.js';
import { PortfolioRepository } from './portfolio.repository.js';
import { PortfolioService } from './portfolio.service.js';

@Module({
  imports: [LedgerModule, OutboxModule],
  controllers: [PortfolioController],
  providers: [PortfolioService, BookkeepingService, PortfolioRepository],
  exports: [PortfolioService],
})
export class PortfoliosModule {}
