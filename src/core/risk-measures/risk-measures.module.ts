import { Module } from '@nestjs/common';
import { RiskMeasureController } from './risk-measure.controller.js';
import { RiskMeasureRepository } from './risk-measure.repository.js';
import { RiskMeasureService } from './risk-measure.service.js';

@Module({
  controllers: [RiskMeasureController],
  providers: [RiskMeasureRepository, RiskMeasureService],
  exports: [RiskMeasureService],
})
export class RiskMeasuresModule {}
