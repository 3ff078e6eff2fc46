import { Module } from '@nestjs/common';
import { CorrelationController } from './correlation.controller.js';
import { CorrelationRepository } from './correlation.repository.js';
import { CorrelationService } from './correlation.service.js';

@Module({
  controllers: [CorrelationController],
  providers: [CorrelationRepository, CorrelationService],
})
export class CorrelationsModule {}
