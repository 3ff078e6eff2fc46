import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { LimitEvaluationService } from './limit-evaluation.service.js';
import { LIMIT_FIGURES } from './limit-figures.js';
import { LimitFiguresRepository } from './limit-figures.repository.js';
import { RiskLimitController } from './risk-limit.controller.js';
import { RiskLimitRepository } from './risk-limit.repository.js';
import { RiskLimitService } from './risk-limit.service.js';

@Module({
  imports: [AlertsModule],
  controllers: [RiskLimitController],
  providers: [
    RiskLimitRepository,
    RiskLimitService,
    LimitEvaluationService,
    { provide: LIMIT_FIGURES, useClass: LimitFiguresRepository },
  ],
  exports: [LimitEvaluationService, RiskLimitService],
})
export class RiskLimitsModule {}
