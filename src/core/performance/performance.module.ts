import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PerformanceController } from './performance.controller.js';
import { PerformanceRepository } from './performance.repository.js';
import { PerformanceService } from './performance.service.js';
import { PositionPerformanceRepository } from './position-performance.repository.js';

@Module({
  imports: [LedgerModule],
  controllers: [PerformanceController],
  providers: [PerformanceService, PerformanceRepository, PositionPerformanceRepository],
})
export class PerformanceModule {}
