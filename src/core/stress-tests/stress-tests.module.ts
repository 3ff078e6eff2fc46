import { Module } from '@nestjs/common';
import { AggregateAnalyticsModule } from '../aggregate-analytics/aggregate-analytics.module.js';
import { AggregateStressController } from './aggregate-stress.controller.js';
import { StressScenarioController } from './stress-scenario.controller.js';
import { StressScenarioRepository } from './stress-scenario.repository.js';
import { StressScenarioService } from './stress-scenario.service.js';
import { StressTestController } from './stress-test.controller.js';
import { StressTestRepository } from './stress-test.repository.js';
import { StressTestService } from './stress-test.service.js';

@Module({
  imports: [AggregateAnalyticsModule],
  controllers: [StressScenarioController, StressTestController, AggregateStressController],
  providers: [StressScenarioService, StressScenarioRepository, StressTestService, StressTestRepository],
  exports: [StressTestService],
})
export class StressTestsModule {}
