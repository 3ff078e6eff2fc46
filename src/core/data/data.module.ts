import { Module } from '@nestjs/common';
import { PORTFOLIO_READER } from '../../contracts/portfolio-reader.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { TargetPricesModule } from '../target-prices/target-prices.module.js';
import { CompleteRepository } from './complete.repository.js';
import { CompleteService } from './complete.service.js';
import { DataController } from './data.controller.js';
import { DataService } from './data.service.js';
import { PortfolioListingRepository } from './portfolio-listing.repository.js';
import { PortfolioReaderAdapter } from './portfolio-reader.adapter.js';
import { PositionDetailRepository } from './position-detail.repository.js';
import { SnapshotSummaryService } from './snapshot-summary.service.js';
import { TopPositionRepository } from './top-position.repository.js';

@Module({
  imports: [SnapshotsModule, TargetPricesModule],
  controllers: [DataController],
  providers: [
    CompleteRepository,
    CompleteService,
    DataService,
    PortfolioListingRepository,
    PositionDetailRepository,
    SnapshotSummaryService,
    TopPositionRepository,
    { provide: PORTFOLIO_READER, useClass: PortfolioReaderAdapter },
  ],
  exports: [PORTFOLIO_READER, DataService],
})
export class DataModule {}
