import { Module } from '@nestjs/common';
import { FactorExposureController } from './factor-exposure.controller.js';
import { FactorExposureRepository } from './factor-exposure.repository.js';
import { FactorExposureService } from './factor-exposure.service.js';

@Module({
  controllers: [FactorExposureController],
  providers: [FactorExposureRepository, FactorExposureService],
  exports: [FactorExposureService],
})
export class FactorExposuresModule {}
