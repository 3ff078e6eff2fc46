import { Module } from '@nestjs/common';
import { DataModule } from '../data/data.module.js';
import { TransactionsModule } from '../ledger/transactions.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { ExportController } from './export.controller.js';
import { ExportRepository } from './export.repository.js';
import { ExportRowsService } from './export-rows.service.js';
import { ExportService } from './export.service.js';

@Module({
  imports: [PortfoliosModule, DataModule, TransactionsModule],
  controllers: [ExportController],
  providers: [ExportRepository, ExportRowsService, ExportService],
})
export class ExportsModule {}
