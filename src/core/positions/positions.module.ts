import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { TransactionsModule } from '../ledger/transactions.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { PositionChangeService } from './position-change.service.js';
import { PositionCorrectionService } from './position-correction.service.js';
import { PositionExitService } from './position-exit.service.js';
import { PositionController } from './position.controller.js';
import { PositionRemovalService } from './position-removal.service.js';
import { PositionRepository } from './position.repository.js';
import { PositionService } from './position.service.js';
import { PositionSetController } from './position-set.controller.js';

/** Positions over HTTP. Fixed paths come first: `:id` would take them for ids. */
@Module({
  imports: [LedgerModule, TransactionsModule, PortfoliosModule, MarketDataModule],
  controllers: [PositionSetController, PositionController],
  providers: [
    PositionService,
    PositionChangeService,
    PositionCorrectionService,
    PositionExitService,
    PositionRemovalService,
    PositionRepository,
  ],
})
export class PositionsModule {}
