import { Module } from '@nestjs/common';
import { AggregateAnalyticsModule } from '../aggregate-analytics/aggregate-analytics.module.js';
import { CalculationsModule } from '../calculations/calculations.module.js';
import { AggregateCorrelationController } from './aggregate-correlation.controller.js';
import { AggregateCorrelationService } from './aggregate-correlation.service.js';
import { CorrelationController } from './correlation.controller.js';
import { CorrelationRepository } from './correlation.repository.js';
import { CorrelationService } from './correlation.service.js';

@Module({
  imports: [AggregateAnalyticsModule, CalculationsModule],
  controllers: [CorrelationController, AggregateCorrelationController],
  providers: [CorrelationRepository, CorrelationService, AggregateCorrelationService],
  exports: [CorrelationService],
})
export class CorrelationsModule {}
