import { Module } from '@nestjs/common';
import { RISK_READER } from '../../contracts/risk-reader.js';
import { RiskMeasuresModule } from '../risk-measures/risk-measures.module.js';
import { SectorExposureModule } from '../sector-exposure/sector-exposure.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { StressTestsModule } from '../stress-tests/stress-tests.module.js';
import { TargetPricesModule } from '../target-prices/target-prices.module.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsService } from './analytics.service.js';
import { RiskReaderAdapter } from './risk-reader.adapter.js';

@Module({
  imports: [RiskMeasuresModule, SnapshotsModule, TargetPricesModule, SectorExposureModule, StressTestsModule],
  controllers: [AnalyticsController],
  providers: [AnalyticsService, { provide: RISK_READER, useClass: RiskReaderAdapter }],
  exports: [RISK_READER],
})
export class AnalyticsModule {}
