import type { DynamicModule } from '@nestjs/common';
import { CommandFactory } from 'nest-commander';
import { InvalidEnvironment, loadEnvFile, readEnv } from '../config/env.js';
import { openDatabases } from '../database/databases.js';
import { DatabasesNotReady } from '../database/embedded/attach.js';
import { DataFolderInUse } from '../database/embedded/data-folder-lock.js';
import { prepareDatabases, type MigrationChain } from '../database/prepare-databases.js';
import { SchemaMismatch } from '../database/schema-mismatch.error.js';
import { AppError } from '../errors/app-error.js';
import { errorText } from '../errors/error-text.js';
import { createLog, JsonLogger } from '../logging/logger.js';
import { resolveJwtSecret } from '../runtime/jwt-secret.js';
import type { Runtime } from '../runtime/runtime.js';
import { SystemClock } from '../time/clock.js';

/** Runs one command line against the databases of the installation, beside a running server or without one. */
export async function runCommand(
  module: (runtime: Runtime) => DynamicModule,
  chains: readonly MigrationChain[],
): Promise<void> {
  let exitCode = 0;
  try {
    loadEnvFile();
    const env = readEnv();
    const databases = await openDatabases(env);
    try {
      await prepareDatabases(databases, chains, () => undefined);
      const runtime: Runtime = { env, databases, clock: new SystemClock(), jwtSecret: await resolveJwtSecret(env) };
      exitCode = await run(module(runtime), createLog({ level: env.LOG_LEVEL === 'info' ? 'warn' : env.LOG_LEVEL }));
    } finally {
      await databases.close();
    }
  } catch (error) {
    exitCode = 1;
    report(error);
  }
  process.exit(exitCode);
}

async function run(module: DynamicModule, log: ReturnType<typeof createLog>): Promise<number> {
  // An object, since the handlers change it behind the compiler's back.
  const outcome = { failed: false };
  const fail = (error: Error): void => {
    // Help and version are told by an exception, too.
    if ('exitCode' in error && error.exitCode === 0) return;
    outcome.failed = true;
    if (!('exitCode' in error)) report(error);
  };
  const app = await CommandFactory.createWithoutRunning(
    module,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the library declares its options as a class
    { logger: new JsonLogger(log), cliName: 'npm run cli --', errorHandler: fail, serviceErrorHandler: fail },
  );
  try {
    await CommandFactory.runApplication(app);
  } finally {
    await app.close();
  }
  return outcome.failed ? 1 : Number(process.exitCode ?? 0);
}

function report(error: unknown): void {
  const expected =
    error instanceof AppError ||
    error instanceof InvalidEnvironment ||
    error instanceof DataFolderInUse ||
    error instanceof DatabasesNotReady ||
    error instanceof SchemaMismatch;
  const stack = error instanceof Error && !(error instanceof AggregateError) ? error.stack : undefined;
  const text = expected ? error.message : (stack ?? errorText(error));
  process.stderr.write(`${text}\n`);
}
