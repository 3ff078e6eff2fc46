import { Injectable } from '@nestjs/common';
import { ActivityService } from '../activity/activity.service.js';
import { type SentForm } from './import-form.kernel.js';
import { type ImportedPortfolio, OnboardingService } from './onboarding.service.js';

/** The import, written down as a step of the way in. */
@Injectable()
export class PortfolioOnboardingService {
  constructor(
    private readonly onboarding: OnboardingService,
    private readonly activity: ActivityService,
  ) {}

  async importPortfolio(userId: string, sent: SentForm): Promise<ImportedPortfolio> {
    await this.activity.recordAlone({ type: 'onboarding.portfolio_start', userId });
    return this.activity.watch({ type: 'onboarding.portfolio_error', userId }, () =>
      this.onboarding.importPortfolio(userId, sent, (portfolioId) =>
        this.activity.record({ type: 'onboarding.portfolio_complete', userId, data: { portfolio_id: portfolioId } }),
      ),
    );
  }
}
