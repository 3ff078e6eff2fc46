import { Module } from '@nestjs/common';
import { RISK_READER } from '../../contracts/risk-reader.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsService } from './analytics.service.js';
import { RiskReaderAdapter } from './risk-reader.adapter.js';

@Module({
  imports: [SnapshotsModule],
  controllers: [AnalyticsController],
  providers: [AnalyticsService, { provide: RISK_READER, useClass: RiskReaderAdapter }],
  exports: [RISK_READER],
})
export class AnalyticsModule {}
