import { Module } from '@nestjs/common';
import { BatchModule } from '../batch/batch.module.js';
import { SectorExposureModule } from '../sector-exposure/sector-exposure.module.js';
import { ExplainController } from './explain.controller.js';
import { ExplainRepository } from './explain.repository.js';
import { ExplainService } from './explain.service.js';

@Module({
  imports: [BatchModule, SectorExposureModule],
  controllers: [ExplainController],
  providers: [ExplainRepository, ExplainService],
})
export class ExplainModule {}
