import { Module, type OnModuleInit } from '@nestjs/common';
import { StartupService } from '../../shared/startup/startup.service.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PriceSources } from '../market-data/price-source.registry.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { TagsModule } from '../tags/tags.module.js';
import { TargetPricesModule } from '../target-prices/target-prices.module.js';
import { UsersModule } from '../users/users.module.js';
import { DemoBookRepository } from './demo-book.repository.js';
import { DemoBookService } from './demo-book.service.js';
import { DemoExtrasService } from './demo-extras.service.js';
import { DemoPolicyService } from './demo-policy.service.js';
import { SeedCommand } from './demo.command.js';
import { ADMIN_EMAIL, DemoService } from './demo.service.js';

@Module({
  imports: [
    UsersModule,
    PortfoliosModule,
    LedgerModule,
    MarketDataModule,
    ReferenceDataModule,
    TagsModule,
    TargetPricesModule,
  ],
  providers: [DemoService, DemoBookService, DemoBookRepository, DemoExtrasService, DemoPolicyService, SeedCommand],
})
export class DemoModule implements OnModuleInit {
  constructor(
    private readonly startup: StartupService,
    private readonly demo: DemoService,
    private readonly policy: DemoPolicyService,
    private readonly sources: PriceSources,
  ) {}

  onModuleInit(): void {
    this.sources.add(this.demo);
    this.startup.add({
      name: 'demo',
      phase: 'prepare',
      order: 10,
      run: async (say) => {
        if (this.policy.password === null) return;
        const { emails, password, adminPassword } = await this.demo.seed(say);
        this.startup.tell(`Sign in   ${emails.join(' or ')}, password ${password}`);
        if (adminPassword !== null) this.startup.tell(`Admin     ${ADMIN_EMAIL} ${adminPassword}  (shown once)`);
      },
    });
  }
}
