import { Module } from '@nestjs/common';
import { BatchModule } from '../batch/batch.module.js';
import { TransactionsModule } from '../ledger/transactions.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { SectorExposureModule } from '../sector-exposure/sector-exposure.module.js';
import { ModelingSessionRepository } from './modeling-session.repository.js';
import { ModelingSessionService } from './modeling-session.service.js';
import { WhatIfController } from './what-if.controller.js';
import { WhatIfTradeService } from './what-if-trade.service.js';
import { WhatIfService } from './what-if.service.js';

@Module({
  imports: [BatchModule, TransactionsModule, MarketDataModule, PortfoliosModule, SectorExposureModule],
  controllers: [WhatIfController],
  providers: [WhatIfService, WhatIfTradeService, ModelingSessionService, ModelingSessionRepository],
  exports: [WhatIfService],
})
export class WhatIfModule {}
