import { Module } from '@nestjs/common';
import { INSIGHT_STORE } from '../../contracts/insight-store.js';
import { InsightStoreAdapter } from './insight-store.adapter.js';
import { InsightController } from './insight.controller.js';
import { InsightRepository } from './insight.repository.js';
import { InsightService } from './insight.service.js';

/** Exports the contract token alone. */
@Module({
  controllers: [InsightController],
  providers: [InsightRepository, InsightService, { provide: INSIGHT_STORE, useClass: InsightStoreAdapter }],
  exports: [INSIGHT_STORE],
})
export class InsightsModule {}
