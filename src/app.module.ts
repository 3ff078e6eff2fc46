import { type DynamicModule, Module } from '@nestjs/common';
import { aiDataSourceOptions } from './ai/ai.data-source.js';
import { AiModule } from './ai/ai.module.js';
import { coreDataSourceOptions } from './core/core.data-source.js';
import { CoreModule } from './core/core.module.js';
import type { MigrationChain } from './shared/database/prepare-databases.js';
import { HealthController } from './shared/health/health.controller.js';
import { RootController } from './shared/health/root.controller.js';
import type { Runtime } from './shared/runtime/runtime.js';
import { RuntimeModule } from './shared/runtime/runtime.module.js';
import { SmokeCommand } from './shared/smoke/smoke.command.js';

/** Introduces the two trees to each other; the only file that sees both. */
@Module({})
export class AppModule {
  static readonly migrationChains: readonly MigrationChain[] = [
    { name: 'core', options: coreDataSourceOptions, isVital: true },
    { name: 'ai', options: aiDataSourceOptions, isVital: false },
  ];

  static with(runtime: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [RuntimeModule.with(runtime), CoreModule, AiModule.using([CoreModule])],
      controllers: [RootController, HealthController],
      providers: [SmokeCommand],
    };
  }
}
