import { Module, type OnModuleInit } from '@nestjs/common';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PriceSources } from '../market-data/price-source.registry.js';
import { CompanyProfileController } from './company-profile.controller.js';
import { CompanyProfileRepository } from './company-profile.repository.js';
import { CompanyProfileService } from './company-profile.service.js';
import { FundamentalController } from './fundamental.controller.js';
import { FundamentalRepository } from './fundamental.repository.js';
import { FundamentalService } from './fundamental.service.js';
import { ReferenceDataRepository } from './reference-data.repository.js';
import { ReferenceDataService } from './reference-data.service.js';
import { REFERENCE_COMMANDS } from './reference.command.js';
import { ReferenceFetchRepository } from './reference-fetch.repository.js';
import { ReferenceFetchService } from './reference-fetch.service.js';
import { ReferenceQuestionService } from './reference-question.service.js';
import { SimulatedReferenceProvider } from './simulated/simulated-reference.provider.js';
import { SimulatedWorldService } from './simulated/simulated-world.service.js';

@Module({
  imports: [MarketDataModule],
  controllers: [CompanyProfileController, FundamentalController],
  providers: [
    ReferenceDataRepository,
    ReferenceDataService,
    ReferenceFetchRepository,
    ReferenceFetchService,
    ReferenceQuestionService,
    SimulatedReferenceProvider,
    SimulatedWorldService,
    CompanyProfileRepository,
    CompanyProfileService,
    FundamentalRepository,
    FundamentalService,
    ...REFERENCE_COMMANDS,
  ],
  exports: [CompanyProfileService, ReferenceDataService, SimulatedWorldService],
})
export class ReferenceDataModule implements OnModuleInit {
  constructor(
    private readonly sources: PriceSources,
    private readonly simulated: SimulatedReferenceProvider,
    private readonly fetcher: ReferenceFetchService,
  ) {}

  onModuleInit(): void {
    // After the simulated prices, which the figures of a profile are computed from.
    this.sources.add(this.simulated);
    this.sources.add(this.fetcher);
  }
}
