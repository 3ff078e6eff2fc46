import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ENV, type Env } from '../shared/config/env.js';
import { DATABASES, type Databases } from '../shared/database/databases.js';
import { databaseComponent, databaseState } from '../shared/database/database-check.js';
import { HealthRegistry } from '../shared/health/health.registry.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { ActivityModule } from './activity/activity.module.js';
import { AiUsageModule } from './ai-usage/ai-usage.module.js';
import { BatchModule } from './batch/batch.module.js';
import { AggregateAnalyticsModule } from './aggregate-analytics/aggregate-analytics.module.js';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { AnalystReadersModule } from './analyst-readers/analyst-readers.module.js';
import { CorrelationsModule } from './correlations/correlations.module.js';
import { FactorExposuresModule } from './factor-exposures/factor-exposures.module.js';
import { StressTestsModule } from './stress-tests/stress-tests.module.js';
import { WhatIfModule } from './what-if/what-if.module.js';
import { GreeksModule } from './greeks/greeks.module.js';
import { CORE, coreDataSourceOptions } from './core.data-source.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { CoreTransactionsModule } from './core-transactions.module.js';
import { DataModule } from './data/data.module.js';
import { DemoModule } from './demo/demo.module.js';
import { ExplainModule } from './explain/explain.module.js';
import { FigureHistoryModule } from './figure-history/figure-history.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { EventsModule } from './events/events.module.js';
import { USER_COMMANDS } from './users/user.command.js';
import { MarksModule } from './marks/marks.module.js';
import { PerformanceModule } from './performance/performance.module.js';
import { PortfoliosModule } from './portfolios/portfolios.module.js';
import { EquityChangesModule } from './equity-changes/equity-changes.module.js';
import { HoldingImportsModule } from './holding-imports/holding-imports.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { OnboardingModule } from './onboarding/onboarding.module.js';
import { PositionsModule } from './positions/positions.module.js';
import { TransactionsModule } from './ledger/transactions.module.js';
import { RiskLimitsModule } from './risk-limits/risk-limits.module.js';
import { RiskMeasuresModule } from './risk-measures/risk-measures.module.js';
import { RiskProxiesModule } from './risk-proxies/risk-proxies.module.js';
import { TagsModule } from './tags/tags.module.js';
import { TargetPricesModule } from './target-prices/target-prices.module.js';
import { InsightsModule } from './insights/insights.module.js';
import { ReferenceDataModule } from './reference-data/reference-data.module.js';
import { EquitySearchModule } from './equity-search/equity-search.module.js';
import { PriceHistoryModule } from './price-history/price-history.module.js';
import { UsersModule } from './users/users.module.js';

/** The core tree. Exports the contract tokens only, so that nobody outside can inject one of its services. */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      name: CORE,
      inject: [ENV, DATABASES],
      useFactory: (env: Env, databases: Databases) => ({
        ...coreDataSourceOptions(databases.addresses.core, env.CORE_POOL_SIZE),
        retryAttempts: 3,
      }),
    }),
    CoreTransactionsModule,
    BatchModule,
    UsersModule,
    EventsModule,
    ConversationsModule,
    DataModule,
    AnalyticsModule,
    AnalystReadersModule,
    CorrelationsModule,
    RiskMeasuresModule,
    FactorExposuresModule,
    StressTestsModule,
    GreeksModule,
    WhatIfModule,
    ExplainModule,
    FigureHistoryModule,
    AggregateAnalyticsModule,
    DemoModule,
    PortfoliosModule,
    PerformanceModule,
    TransactionsModule,
    PositionsModule,
    TagsModule,
    EquityChangesModule,
    OnboardingModule,
    RiskProxiesModule,
    MarksModule,
    TargetPricesModule,
    ActivityModule,
    AiUsageModule,
    InsightsModule,
    ReferenceDataModule,
    EquitySearchModule,
    PriceHistoryModule,
    HoldingImportsModule,
    ExportsModule,
    IdempotencyModule,
    RetentionModule,
    RiskLimitsModule,
    AlertsModule,
  ],
  // Commands of modules that a server loads without a command line.
  providers: [...USER_COMMANDS],
  exports: [
    EventsModule,
    ConversationsModule,
    DataModule,
    AnalyticsModule,
    AnalystReadersModule,
    AiUsageModule,
    InsightsModule,
  ],
})
export class CoreModule implements OnModuleInit {
  constructor(
    @InjectDataSource(CORE) private readonly dataSource: DataSource,
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.add(databaseComponent('core', this.databases.addresses.core, true), () =>
      databaseState(this.dataSource),
    );
  }
}
