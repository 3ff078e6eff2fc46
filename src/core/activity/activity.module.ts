import { Module } from '@nestjs/common';
import { ActivityRepository } from './activity.repository.js';
import { ActivityService } from './activity.service.js';
import { OnboardingFunnelController } from './onboarding-funnel.controller.js';
import { OnboardingFunnelService } from './onboarding-funnel.service.js';

@Module({
  controllers: [OnboardingFunnelController],
  providers: [ActivityRepository, ActivityService, OnboardingFunnelService],
  exports: [ActivityService],
})
export class ActivityModule {}
