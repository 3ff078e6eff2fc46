import { Module } from '@nestjs/common';
import { SectorExposureRepository } from './sector-exposure.repository.js';
import { SectorExposureService } from './sector-exposure.service.js';
import { SectorHistoryRepository } from './sector-history.repository.js';
import { SectorHistoryService } from './sector-history.service.js';

@Module({
  providers: [SectorExposureService, SectorExposureRepository, SectorHistoryService, SectorHistoryRepository],
  exports: [SectorExposureService, SectorHistoryService],
})
export class SectorExposureModule {}
