import { Module } from '@nestjs/common';
import { CalculationRunner } from './calculation.runner.js';
import { PricePanelRepository } from './price-panel.repository.js';
import { ResultRepository } from './result.repository.js';

@Module({
  providers: [PricePanelRepository, ResultRepository, CalculationRunner],
  exports: [CalculationRunner],
})
export class CalculationsModule {}
