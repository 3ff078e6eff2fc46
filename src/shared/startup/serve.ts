import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InvalidEnvironment, loadEnvFile, readEnv, type Env } from '../config/env.js';
import { describeAddress } from '../database/database-address.js';
import { holdDatabases, type Databases } from '../database/databases.js';
import { DataFolderInUse } from '../database/embedded/data-folder-lock.js';
import type { MigrationChain } from '../database/prepare-databases.js';
import { SchemaMismatch } from '../database/schema-mismatch.error.js';
import { HealthRegistry } from '../health/health.registry.js';
import { DOCS_PATH } from '../http/service-info.js';
import { createLog } from '../logging/logger.js';
import { resolveJwtSecret } from '../runtime/jwt-secret.js';
import type { Runtime, Say } from '../runtime/runtime.js';
import { SystemClock } from '../time/clock.js';
import { StartupService } from './startup.service.js';

const POLL_MS = 250;

/** The application as a server needs it. */
export interface ServedModule {
  readonly migrationChains: readonly MigrationChain[];
  with(runtime: Runtime): DynamicModule;
}

/** Reading the program takes as long as opening the databases does; so they go side by side. */
async function loadProgram(load: () => Promise<ServedModule>) {
  const [module, { createHttpApp }, { prepareDatabases }] = await Promise.all([
    load(),
    import('../http/http-app.js'),
    import('../database/prepare-databases.js'),
  ]);
  return { module, createHttpApp, prepareDatabases };
}

/** Starts the server, says what it does as it does it, and serves until it is told to end. */
export async function serve(load: () => Promise<ServedModule>): Promise<void> {
  const say: Say = (line) => process.stdout.write(`${line}\n`);
  try {
    await start(load, say);
  } catch (error) {
    if (error instanceof InvalidEnvironment || error instanceof DataFolderInUse || error instanceof SchemaMismatch) {
      process.stderr.write(`${error.message}\n`);
    } else {
      process.stderr.write(
        `SigmaSight could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    }
    process.exit(1);
  }
}

async function start(load: () => Promise<ServedModule>, say: Say): Promise<void> {
  const began = performance.now();
  loadEnvFile();
  const env = readEnv();
  const log = createLog({ level: env.LOG_LEVEL });
  say('SigmaSight');
  const program = loadProgram(load);
  program.catch(() => undefined); // reported below, once the databases can be let go of
  const databases = await openDatabases(env, say);
  let app: NestFastifyApplication | null = null;
  try {
    const { module, prepareDatabases, createHttpApp } = await program;
    await prepareDatabases(databases, module.migrationChains, say);
    const runtime: Runtime = { env, databases, clock: new SystemClock(), jwtSecret: await resolveJwtSecret(env) };
    app = await createHttpApp(module.with(runtime), {
      log,
      trustProxy: env.TRUST_PROXY,
      allowedOrigins: env.ALLOWED_ORIGINS.split(',').map((origin) => origin.trim()),
    });
    closeTogether(app, databases);
    await app.init();
    const startup = app.get(StartupService);
    await startup.run('prepare', say);
    await app.listen(env.PORT, env.HOST ?? (databases.mode === 'embedded' ? '127.0.0.1' : '0.0.0.0'));
    await startup.run('follow', say);
    await untilHealthy(app.get(HealthRegistry), env.STARTUP_TIMEOUT, say);
    announce(await app.getUrl(), (performance.now() - began) / 1000, startup.announcements, say);
  } catch (error) {
    await app?.close();
    await databases.close();
    throw error;
  }
}

async function openDatabases(env: Env, say: Say): Promise<Databases> {
  const embedded = env.DATABASE_URL === undefined;
  if (embedded) say(`Starting two embedded PostgreSQL databases in ${env.DATA_DIR} …`);
  const databases = await holdDatabases(env);
  if (!embedded) {
    say(
      `Core database ${describeAddress(databases.addresses.core)}, AI database ${describeAddress(databases.addresses.ai)}`,
    );
  }
  databases.embedded?.onUnexpectedExit((reason) => {
    process.stderr.write(`${reason.message}\n`);
  });
  return databases;
}

/** On SIGTERM and SIGINT Nest closes the application; the databases go after everything that uses them. */
function closeTogether(app: NestFastifyApplication, databases: Databases): void {
  const close = app.close.bind(app);
  app.close = async () => {
    await close();
    await databases.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void app.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

/** Reports progress of what still runs behind, and goes on serving when it takes longer than expected. */
async function untilHealthy(health: HealthRegistry, timeoutSeconds: number, say: Say): Promise<void> {
  const until = performance.now() + timeoutSeconds * 1000;
  let said = '';
  for (;;) {
    const { status, components } = await health.report();
    if (status === 'healthy') return;
    const working = components.filter((component) => component.status !== 'up');
    const line = working
      .map(({ name, detail }) => `  ${name}: ${typeof detail.progress === 'string' ? detail.progress : 'working'}`)
      .join('\n');
    if (line !== said && line !== '') say(line);
    said = line;
    if (performance.now() > until) {
      say(`Not everything is ready after ${timeoutSeconds} s (${status}); serving what is. See /api/v1/health.`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function announce(url: string, seconds: number, lines: readonly string[], say: Say): void {
  const address = url.replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  say(`Ready after ${seconds.toFixed(1)} s.`);
  say(`  Address   ${address}`);
  say(`  API docs  ${address}/${DOCS_PATH}`);
  for (const line of lines) say(`  ${line}`);
  say(`  Health    ${address}/api/v1/health`);
}
