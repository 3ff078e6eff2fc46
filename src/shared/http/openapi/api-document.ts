import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../service-info.js';
import { type CompletedDocument, completeDocument } from './complete-document.js';

const DESCRIPTION =
  'Portfolio risk with an AI analyst whose every number is traceable. Errors are problem details (RFC 9457). ' +
  'Conventions (keys, versions, cursors, limits): docs/api.md.';

/** The description of the API, as it is served and as `docs/openapi.json` keeps it. */
export function describeApi(app: INestApplication): CompletedDocument {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('SigmaSight')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  return completeDocument(SwaggerModule.createDocument(app, config));
}

/** The same without a database: nothing of the program is built, only looked at. */
export async function describeModule(module: DynamicModule): Promise<CompletedDocument> {
  const options = { preview: true, logger: false as const, abortOnError: false };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.create(module, new FastifyAdapter(), options);
  return describeApi(app);
}
