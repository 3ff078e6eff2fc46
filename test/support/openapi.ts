import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../src/app.module.js';
import { readEnv } from '../../src/shared/config/env.js';
import { describeModule } from '../../src/shared/http/openapi/api-document.js';
import { SystemClock } from '../../src/shared/time/clock.js';

/** The description of the API by the sources as they are; nothing of the program is started. */
export function describeSources(): Promise<{ document: OpenAPIObject; gaps: readonly string[] }> {
  const databases = { mode: 'server', addresses: { core: '', ai: '' }, close: () => Promise.resolve() };
  const runtime = { env: readEnv({}), databases, clock: new SystemClock(), jwtSecret: '' };
  return describeModule(AppModule.with(runtime as unknown as Parameters<typeof AppModule.with>[0]));
}
