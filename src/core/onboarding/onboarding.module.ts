import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { BatchModule } from '../batch/batch.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { UsersModule } from '../users/users.module.js';
import { CalculationStatusController } from './calculation-status.controller.js';
import { CalculationStatusService } from './calculation-status.service.js';
import { OnboardingController } from './onboarding.controller.js';
import { OnboardingService } from './onboarding.service.js';
import { PortfolioOnboardingService } from './portfolio-onboarding.service.js';
import { RegistrationController } from './registration.controller.js';
import { RegistrationService } from './registration.service.js';

@Module({
  imports: [
    ActivityModule,
    BatchModule,
    LedgerModule,
    MarketDataModule,
    PortfoliosModule,
    SnapshotsModule,
    UsersModule,
  ],
  controllers: [OnboardingController, RegistrationController, CalculationStatusController],
  providers: [OnboardingService, PortfolioOnboardingService, RegistrationService, CalculationStatusService],
})
export class OnboardingModule {}
