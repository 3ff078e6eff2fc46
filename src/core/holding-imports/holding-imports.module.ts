import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { HOLDING_COMMANDS } from './holding-import.command.js';
import { HoldingBookingService } from './holding-booking.service.js';
import { HoldingImportController } from './holding-import.controller.js';
import { HoldingImportRepository } from './holding-import.repository.js';
import { HoldingImportService } from './holding-import.service.js';
import { ImportPresetController } from './import-preset.controller.js';

@Module({
  imports: [PortfoliosModule, LedgerModule, MarketDataModule],
  controllers: [HoldingImportController, ImportPresetController],
  providers: [HoldingImportService, HoldingBookingService, HoldingImportRepository, ...HOLDING_COMMANDS],
})
export class HoldingImportsModule {}
