import { Module } from '@nestjs/common';
import { CalculationRunner } from './calculation.runner.js';
import { PricePanelRepository } from './price-panel.repository.js';
import { ResultRepository } from './result.repository.js';
import { SessionThreads } from './session-threads.js';

@Module({
  providers: [PricePanelRepository, ResultRepository, CalculationRunner, SessionThreads],
  exports: [CalculationRunner, SessionThreads],
})
export class CalculationsModule {}
