import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { EquityChangeController } from './equity-change.controller.js';
import { EquityChangeRepository } from './equity-change.repository.js';
import { EquityChangeService } from './equity-change.service.js';

@Module({
  imports: [LedgerModule, PortfoliosModule],
  controllers: [EquityChangeController],
  providers: [EquityChangeService, EquityChangeRepository],
})
export class EquityChangesModule {}
