import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ENV, type Env } from '../shared/config/env.js';
import { DATABASES, type Databases } from '../shared/database/databases.js';
import { databaseComponent } from '../shared/database/database-check.js';
import { LateConnection } from '../shared/database/late-connection.js';
import { HealthRegistry } from '../shared/health/health.registry.js';
import { AI, aiDataSourceOptions } from './ai.data-source.js';
import { AiTransactionsModule } from './ai-transactions.module.js';
import { ChatModule } from './chat/chat.module.js';
import { ContractsModule } from './contracts.module.js';
import { RelayModule } from './events/relay.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { InsightGenerationModule } from './insights/insight-generation.module.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';
import { MemoriesModule } from './memories/memories.module.js';

/** The AI tree. What it needs of core it gets as contract tokens from the modules it is given. */
@Module({})
export class AiModule implements OnModuleInit, BeforeApplicationShutdown {
  private readonly connection: LateConnection;

  constructor(
    @InjectDataSource(AI) dataSource: DataSource,
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
  ) {
    this.connection = new LateConnection('ai', databases.addresses.ai, dataSource);
  }

  static using(contracts: readonly (Type | DynamicModule)[]): DynamicModule {
    return {
      module: AiModule,
      imports: [
        ContractsModule.from(contracts),
        TypeOrmModule.forRootAsync({
          name: AI,
          inject: [ENV, DATABASES],
          useFactory: (env: Env, databases: Databases) => ({
            ...aiDataSourceOptions(databases.addresses.ai, env.AI_POOL_SIZE),
            // Every figure is served without it: nobody waits for this database.
            manualInitialization: true,
          }),
        }),
        AiTransactionsModule,
        KnowledgeModule,
        ChatModule,
        FeedbackModule,
        MemoriesModule,
        InsightGenerationModule,
        RelayModule,
      ],
    };
  }

  async onModuleInit(): Promise<void> {
    this.health.add(databaseComponent('ai', this.databases.addresses.ai, false), () => this.connection.state());
    await this.connection.start();
  }

  beforeApplicationShutdown(): void {
    this.connection.stop();
  }
}
