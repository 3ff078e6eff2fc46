import { Module } from '@nestjs/common';
import { CalculationsModule } from '../calculations/calculations.module.js';
import { SectorExposureModule } from '../sector-exposure/sector-exposure.module.js';
import { AggregateController } from './aggregate.controller.js';
import { AggregateRepository } from './aggregate.repository.js';
import { AggregateService } from './aggregate.service.js';

@Module({
  imports: [CalculationsModule, SectorExposureModule],
  controllers: [AggregateController],
  providers: [AggregateService, AggregateRepository],
  exports: [AggregateService],
})
export class AggregateAnalyticsModule {}
