import { Module } from '@nestjs/common';
import { FigureHistoryController } from './figure-history.controller.js';
import { FigureHistoryRepository } from './figure-history.repository.js';
import { FigureHistoryService } from './figure-history.service.js';

@Module({
  controllers: [FigureHistoryController],
  providers: [FigureHistoryRepository, FigureHistoryService],
})
export class FigureHistoryModule {}
