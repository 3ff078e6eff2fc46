import type { DynamicModule, INestApplicationContext, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { InvalidEnvironment, loadEnvFile, readEnv } from '../config/env.js';
import { describeAddress } from '../database/database-address.js';
import { attachedDatabases, serverAddresses } from '../database/databases.js';
import { prepareDatabases, type MigrationChain } from '../database/prepare-databases.js';
import { SchemaMismatch } from '../database/schema-mismatch.error.js';
import { errorText } from '../errors/error-text.js';
import { createLog, JsonLogger } from '../logging/logger.js';
import { resolveJwtSecret } from '../runtime/jwt-secret.js';
import type { Runtime, Say } from '../runtime/runtime.js';
import { SystemClock } from '../time/clock.js';
import { Shutdown } from './shutdown.js';

/** The program as a process without HTTP needs it. */
export interface WorkedModule {
  readonly migrationChains: readonly MigrationChain[];
  with(runtime: Runtime): DynamicModule;
  workerOf(app: INestApplicationContext): { start(): Promise<void>; stop(): Promise<void> };
}

/** It computes one thing at a time; more connections would only be missing elsewhere. */
const POOL_SIZE = 3;

const EMBEDDED =
  'There is nothing for a worker to do: DATABASE_URL is not set, so the databases are embedded, and the worker thread of the server ' +
  '(npm start) computes everything. Set DATABASE_URL, and AI_DATABASE_URL, to those of the servers to work beside them.';

const say: Say = (line) => process.stdout.write(`${line}\n`);
const complain: Say = (line) => process.stderr.write(`${line}\n`);

/** Takes work from the queue until it is told to end. */
export async function runWorker(module: WorkedModule): Promise<void> {
  const shutdown = new Shutdown(complain, (code) => process.exit(code));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutdown.end(0));
  try {
    await start(module, shutdown);
  } catch (error) {
    if (!shutdown.isEnding) complain(failureText(error));
    await shutdown.end(1);
  }
}

async function start(module: WorkedModule, shutdown: Shutdown): Promise<void> {
  loadEnvFile();
  const env = Object.assign(readEnv(), { CORE_POOL_SIZE: POOL_SIZE });
  if (env.DATABASE_URL === undefined) {
    complain(EMBEDDED);
    await shutdown.end(1);
    return;
  }
  const databases = attachedDatabases('server', serverAddresses(env));
  await prepareDatabases(databases, module.migrationChains, say);
  const runtime: Runtime = { env, databases, clock: new SystemClock(), jwtSecret: await resolveJwtSecret(env) };
  const logger = new JsonLogger(createLog({ level: env.LOG_LEVEL }));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares these options as a class
  const options: NestApplicationOptions = { logger, abortOnError: false };
  const app = await NestFactory.createApplicationContext(module.with(runtime), options);
  shutdown.hold(() => app.close());
  const worker = module.workerOf(app);
  await worker.start();
  shutdown.hold(() => worker.stop());
  say(`Worker ready on ${describeAddress(databases.addresses.core)}.`);
}

function failureText(error: unknown): string {
  if (error instanceof InvalidEnvironment || error instanceof SchemaMismatch) return error.message;
  const stack = error instanceof Error && !(error instanceof AggregateError) ? error.stack : undefined;
  return `The worker could not start: ${stack ?? errorText(error)}`;
}
