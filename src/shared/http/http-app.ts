import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Logger } from 'pino';
import type { Env } from '../config/env.js';
import { AppErrorFilter } from '../errors/app-error.filter.js';
import { answerFrameworkError } from '../errors/problem-reply.js';
import { InputPipe } from '../errors/validation.pipe.js';
import { JsonLogger } from '../logging/logger.js';
import { logRequests, requestIdFor } from '../logging/request-logging.js';
import { describeApi } from './openapi/api-document.js';
import { DOCS_PATH } from './service-info.js';

const MAX_BODY_BYTES = 1024 * 1024;
/** The largest upload of the contract, and a little for the other fields of its form. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

export interface HttpAppOptions {
  readonly log: Logger;
  readonly allowedOrigins: readonly string[];
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: Env['TRUST_PROXY'];
}

/** The application over Fastify with everything that all routes share; not listening yet. */
export async function createHttpApp(module: DynamicModule, options: HttpAppOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: options.trustProxy ?? false,
    // A chat stream may be open when the program is asked to end.
    forceCloseConnections: true,
    genReqId: requestIdFor,
    frameworkErrors: answerFrameworkError,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    adapter,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
    { bufferLogs: true, abortOnError: false, bodyParser: false },
  );
  // Leaves JSON, and the uploads below: what else a form of another site can send without asking first is not read at all.
  adapter.getInstance().removeContentTypeParser('text/plain');
  app.useLogger(new JsonLogger(options.log));
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, {
    // One byte more than allowed is let through, so that the import can answer with the contract's own code.
    limits: { fileSize: MAX_UPLOAD_BYTES + 1, files: 1, fields: 20, fieldSize: 10_000 },
    throwFileSizeLimit: false,
  });
  logRequests(app.getHttpAdapter().getInstance(), options.log, {
    quietRoutes: ['/api/v1/health', '/api/v1/health/live', '/api/v1/health/ready'],
  });
  app.enableCors(crossOrigin(options.allowedOrigins));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new AppErrorFilter());
  SwaggerModule.setup(DOCS_PATH, app, () => describeApi(app).document, { jsonDocumentUrl: `${DOCS_PATH}-json` });
  return app;
}

/** What a page of another origin may read of an answer. */
const EXPOSED_HEADERS = [
  ...['x-request-id', 'location', 'retry-after', 'etag', 'link', 'idempotency-replayed'],
  ...['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
];

type CrossOrigin = NonNullable<Parameters<NestFastifyApplication['enableCors']>[0]>;

/** What a browser is told about pages of other origins. One that is not allowed is told nothing at all. */
function crossOrigin(allowedOrigins: readonly string[]): CrossOrigin {
  const allowed = new Set(allowedOrigins);
  return {
    origin: (origin, answer) => {
      answer(null, origin !== undefined && allowed.has(origin) ? origin : false);
    },
    // The plugin's own list ends with POST.
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    credentials: true,
    exposedHeaders: EXPOSED_HEADERS,
  };
}
