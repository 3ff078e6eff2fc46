import { Module } from '@nestjs/common';
import { SectorExposureModule } from '../sector-exposure/sector-exposure.module.js';
import { FigureHistoryController } from './figure-history.controller.js';
import { FigureHistoryRepository } from './figure-history.repository.js';
import { FigureHistoryService } from './figure-history.service.js';

@Module({
  imports: [SectorExposureModule],
  controllers: [FigureHistoryController],
  providers: [FigureHistoryRepository, FigureHistoryService],
})
export class FigureHistoryModule {}
