import { Module } from '@nestjs/common';
import { USAGE_LEDGER } from '../../contracts/usage-ledger.js';
import { AiMetricsController } from './ai-metrics.controller.js';
import { AiMetricsRepository } from './ai-metrics.repository.js';
import { AiMetricsService } from './ai-metrics.service.js';
import { AiUsageRepository } from './ai-usage.repository.js';
import { UsageLedgerAdapter } from './usage-ledger.adapter.js';

/** Exports the contract token alone. */
@Module({
  controllers: [AiMetricsController],
  providers: [
    AiMetricsRepository,
    AiMetricsService,
    AiUsageRepository,
    { provide: USAGE_LEDGER, useClass: UsageLedgerAdapter },
  ],
  exports: [USAGE_LEDGER],
})
export class AiUsageModule {}
