import type { DynamicModule } from '@nestjs/common';
import { InvalidEnvironment, loadEnvFile, readEnv, type Env } from '../config/env.js';
import { describeAddress } from '../database/database-address.js';
import { holdDatabases, type Databases } from '../database/databases.js';
import { DataFolderInUse } from '../database/embedded/data-folder-lock.js';
import type { MigrationChain } from '../database/prepare-databases.js';
import { SchemaMismatch } from '../database/schema-mismatch.error.js';
import { errorText } from '../errors/error-text.js';
import { DOCS_PATH } from '../http/service-info.js';
import { resolveJwtSecret } from '../runtime/jwt-secret.js';
import type { Runtime, Say } from '../runtime/runtime.js';
import { SystemClock } from '../time/clock.js';
import { Shutdown } from './shutdown.js';
import { untilSettled } from './until-settled.js';

/** The application as a server needs it. */
export interface ServedModule {
  readonly migrationChains: readonly MigrationChain[];
  with(runtime: Runtime): DynamicModule;
}

/**
 * Reading the program takes as long as opening the databases does; so they go side by side, and what this file imports by
 * itself is no more than opening them needs.
 */
async function loadProgram(load: () => Promise<ServedModule>) {
  const [module, { createHttpApp }, { prepareDatabases }, { createLog }, { StartupService }, { HealthRegistry }] =
    await Promise.all([
      load(),
      import('../http/http-app.js'),
      import('../database/prepare-databases.js'),
      import('../logging/logger.js'),
      import('./startup.service.js'),
      import('../health/health.registry.js'),
    ]);
  return { module, createHttpApp, prepareDatabases, createLog, StartupService, HealthRegistry };
}

const complain: Say = (line) => process.stderr.write(`${line}\n`);

/** Starts the server, says what it does as it does it, and serves until it is told to end. */
export async function serve(load: () => Promise<ServedModule>): Promise<void> {
  const say: Say = (line) => process.stdout.write(`${line}\n`);
  const shutdown = new Shutdown(complain, (code) => process.exit(code));
  // Not `once`: a second Ctrl-C, or a signal to the whole group, would kill the process while it closes.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutdown.end(0));
  try {
    await start(load, shutdown, say);
  } catch (error) {
    // What a start complains of when the databases are closed under its feet is no news.
    if (!shutdown.isEnding) complain(failureText(error));
    await shutdown.end(1);
  }
}

function failureText(error: unknown): string {
  if (error instanceof InvalidEnvironment || error instanceof DataFolderInUse || error instanceof SchemaMismatch) {
    return error.message;
  }
  const stack = error instanceof Error && !(error instanceof AggregateError) ? error.stack : undefined;
  return `SigmaSight could not start: ${stack ?? errorText(error)}`;
}

async function start(load: () => Promise<ServedModule>, shutdown: Shutdown, say: Say): Promise<void> {
  const began = performance.now();
  loadEnvFile();
  const env = readEnv();
  say('SigmaSight');
  const opening = openDatabases(env, shutdown, say);
  opening.catch(() => undefined); // both are reported below, once the databases can be let go of
  const program = loadProgram(load);
  program.catch(() => undefined);
  const databases = await opening;
  const { module, prepareDatabases, createHttpApp, createLog, StartupService, HealthRegistry } = await program;
  await prepareDatabases(databases, module.migrationChains, say);
  const runtime: Runtime = { env, databases, clock: new SystemClock(), jwtSecret: await resolveJwtSecret(env) };
  const app = await createHttpApp(module.with(runtime), {
    log: createLog({ level: env.LOG_LEVEL }),
    trustProxy: env.TRUST_PROXY,
    allowedOrigins: env.ALLOWED_ORIGINS.split(',').map((origin) => origin.trim()),
  });
  shutdown.hold(() => app.close());
  await app.init();
  const startup = app.get(StartupService);
  await startup.run('prepare', say);
  await app.listen(env.PORT, env.HOST ?? (databases.mode === 'embedded' ? '127.0.0.1' : '0.0.0.0'));
  await startup.run('follow', say);
  await untilSettled(app.get(HealthRegistry), env.STARTUP_TIMEOUT, say);
  announce(await app.getUrl(), (performance.now() - began) / 1000, startup.announcements, say);
  await startup.run('settled', say);
}

async function openDatabases(env: Env, shutdown: Shutdown, say: Say): Promise<Databases> {
  const embedded = env.DATABASE_URL === undefined;
  if (embedded) say(`Starting two embedded PostgreSQL databases in ${env.DATA_DIR} …`);
  const opening = holdDatabases(env);
  // Held before they are there: a signal that comes while they start closes them as soon as they have.
  shutdown.hold(() =>
    opening.then(
      (databases) => databases.close(),
      () => undefined, // told by whoever waits below
    ),
  );
  const databases = await opening;
  if (!embedded) {
    say(
      `Core database ${describeAddress(databases.addresses.core)}, AI database ${describeAddress(databases.addresses.ai)}`,
    );
  }
  databases.embedded?.onUnexpectedExit((name, reason) => {
    complain(reason.message);
    if (name === 'core') void shutdown.end(1);
    else complain('SigmaSight goes on without it: figures are served, chat answers without recall. Start it again.');
  });
  return databases;
}

function announce(url: string, seconds: number, lines: readonly string[], say: Say): void {
  const address = url.replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  say(`Ready after ${seconds.toFixed(1)} s.`);
  say(`  Address   ${address}`);
  say(`  API docs  ${address}/${DOCS_PATH}`);
  for (const line of lines) say(`  ${line}`);
  say(`  Health    ${address}/api/v1/health`);
}
