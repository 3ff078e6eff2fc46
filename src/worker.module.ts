import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { BatchWorker } from './core/batch/batch-worker.service.js';
import { coreDataSourceOptions } from './core/core.data-source.js';
import { CoreModule } from './core/core.module.js';
import type { MigrationChain } from './shared/database/prepare-databases.js';
import type { Runtime } from './shared/runtime/runtime.js';
import { RuntimeModule } from './shared/runtime/runtime.module.js';

/** What a worker needs of the program: the core tree, without HTTP and without the AI. */
@Module({})
export class WorkerModule {
  static readonly migrationChains: readonly MigrationChain[] = [
    { name: 'core', options: coreDataSourceOptions, isVital: true },
  ];

  static with(runtime: Runtime): DynamicModule {
    return { module: WorkerModule, imports: [RuntimeModule.with(runtime), CoreModule] };
  }

  static workerOf(app: INestApplicationContext): BatchWorker {
    return app.get(BatchWorker, { strict: false });
  }
}
