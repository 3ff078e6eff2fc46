//! Entry of the thread that computes: it works the queue off beside the thread that serves.
import 'reflect-metadata';
import { Module, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { parentPort, workerData } from 'node:worker_threads';
import { Env } from '../../shared/config/env.js';
import { attachedDatabases } from '../../shared/database/databases.js';
import { createLog, JsonLogger } from '../../shared/logging/logger.js';
import { RuntimeModule } from '../../shared/runtime/runtime.module.js';
import { SystemClock } from '../../shared/time/clock.js';
import { CoreModule } from '../core.module.js';
import type { BatchThreadData } from './batch-thread.js';
import { BatchWorker } from './batch-worker.service.js';

const POOL_SIZE = 3;

@Module({})
class BatchWorkerModule {}

async function start({ env: given, mode, addresses, jwtSecret }: BatchThreadData): Promise<void> {
  const env = Object.assign(new Env(), given, { CORE_POOL_SIZE: POOL_SIZE });
  const databases = attachedDatabases(mode, addresses);
  const runtime = RuntimeModule.with({ env, databases, clock: new SystemClock(), jwtSecret });
  const logger = new JsonLogger(createLog({ level: env.LOG_LEVEL }));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares these options as a class
  const options: NestApplicationOptions = { logger, abortOnError: false };
  const module = { module: BatchWorkerModule, imports: [runtime, CoreModule] };
  const app = await NestFactory.createApplicationContext(module, options);
  const worker = app.get(BatchWorker, { strict: false });
  parentPort?.once('message', () => {
    void stop(app, worker);
  });
  await worker.start();
}

async function stop(app: { close(): Promise<void> }, worker: BatchWorker): Promise<void> {
  await worker.stop();
  await app.close();
  process.exit(0);
}

await start(workerData as BatchThreadData);
