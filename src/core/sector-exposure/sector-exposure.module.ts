import { Module } from '@nestjs/common';
import { SectorExposureRepository } from './sector-exposure.repository.js';
import { SectorExposureService } from './sector-exposure.service.js';

@Module({ providers: [SectorExposureService, SectorExposureRepository], exports: [SectorExposureService] })
export class SectorExposureModule {}
