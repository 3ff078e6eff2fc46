import { Module } from '@nestjs/common';
import { AggregateAnalyticsModule } from '../aggregate-analytics/aggregate-analytics.module.js';
import { AggregateFactorController } from './aggregate-factor.controller.js';
import { FactorExposureController } from './factor-exposure.controller.js';
import { FactorExposureRepository } from './factor-exposure.repository.js';
import { FactorExposureService } from './factor-exposure.service.js';

@Module({
  imports: [AggregateAnalyticsModule],
  controllers: [FactorExposureController, AggregateFactorController],
  providers: [FactorExposureRepository, FactorExposureService],
  exports: [FactorExposureService],
})
export class FactorExposuresModule {}
