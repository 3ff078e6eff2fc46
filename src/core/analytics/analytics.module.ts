import { Module } from '@nestjs/common';
import { RISK_READER } from '../../contracts/risk-reader.js';
import { RiskMeasuresModule } from '../risk-measures/risk-measures.module.js';
import { SectorExposureModule } from '../sector-exposure/sector-exposure.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { TargetPricesModule } from '../target-prices/target-prices.module.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsService } from './analytics.service.js';
import { RiskReaderAdapter } from './risk-reader.adapter.js';
import { UncomputedController } from './uncomputed.controller.js';

@Module({
  imports: [RiskMeasuresModule, SnapshotsModule, TargetPricesModule, SectorExposureModule],
  controllers: [AnalyticsController, UncomputedController],
  providers: [AnalyticsService, { provide: RISK_READER, useClass: RiskReaderAdapter }],
  exports: [RISK_READER],
})
export class AnalyticsModule {}
