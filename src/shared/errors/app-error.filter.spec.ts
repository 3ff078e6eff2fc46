import {
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  Get,
  type INestApplication,
  InternalServerErrorException,
  type LoggerService,
  Module,
  Post,
  Res,
  ServiceUnavailableException,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { type FastifyReply } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppErrorFilter } from './app-error.filter.js';
import { AppError } from './app-error.js';
import { answerFrameworkError } from './problem-reply.js';

class PortfolioNotFound extends AppError {
  constructor() {
    super('missing', 'portfolio.not_found', 'There is no such portfolio.');
  }
}

const thrown: Record<string, () => unknown> = {
  missing: () => new PortfolioNotFound(),
  busy: () => new AppError('too-many', 'chat.busy', 'One answer at a time.', { headers: { 'retry-after': '7' } }),
  down: () => new AppError('unavailable', 'ai.down', 'Recall is down.', { cause: new Error('ECONNREFUSED') }),
  extended: () =>
    new AppError('conflict', 'ERR_PORT_001', 'Used.', {
      details: { name: 'a' },
      extensions: { error: { code: 'ERR_PORT_001' }, status: 200, detail: 'no' },
    }),
  unauthenticated: () => new UnauthorizedException(),
  forbidden: () => new ForbiddenException('Forbidden resource'),
  worded: () => new ConflictException('The name is taken.'),
  unavailable: () => new ServiceUnavailableException('pool of 10.0.0.7 is full'),
  internal: () => new InternalServerErrorException('secret'),
  bug: () => new TypeError('secret is not iterable'),
  text: () => 'secret',
};

@Controller('things')
class ThingController {
  @Get('throw/:name')
  throw(@Res({ passthrough: true }) reply: FastifyReply): never {
    const { name } = reply.request.params as { name: string };
    throw thrown[name]?.();
  }

  @Get('late')
  late(@Res() reply: FastifyReply): never {
    reply.raw.writeHead(200, { 'content-type': 'text/plain' });
    reply.raw.write('half');
    throw new Error('secret');
  }

  @Post()
  create(@Body() body: unknown): unknown {
    return body;
  }

  @Get('throttled')
  @UseGuards(ThrottlerGuard)
  throttled(): string {
    return 'ok';
  }
}

@Module({
  imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1 }])],
  controllers: [ThingController],
  providers: [{ provide: APP_FILTER, useClass: AppErrorFilter }],
})
class ThingModule {}

const logged: { level: string; message: unknown; fields: Record<string, unknown> }[] = [];
const keep =
  (level: string) =>
  (message: unknown, fields: unknown): void => {
    logged.push({ level, message, fields: fields as Record<string, unknown> });
  };
const logger: LoggerService = { log: () => null, error: keep('error'), warn: keep('warn') };

describe('AppErrorFilter', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const adapter = new FastifyAdapter({
      bodyLimit: 100,
      genReqId: () => 'request-1',
      frameworkErrors: answerFrameworkError,
    });
    const module = await Test.createTestingModule({ imports: [ThingModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication & INestApplication>(adapter);
    app.useLogger(logger);
    app.setGlobalPrefix('api/v1');
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());
  beforeEach(() => {
    logged.length = 0;
  });

  const get = async (path: string) => {
    const response = await app.inject({ method: 'GET', url: `/api/v1${path}` });
    return { response, body: response.json<Record<string, unknown>>() };
  };
  const post = async (payload: string, contentType = 'application/json') => {
    const headers = { 'content-type': contentType };
    const response = await app.inject({ method: 'POST', url: '/api/v1/things?token=abc', headers, payload });
    return { response, body: response.json<Record<string, unknown>>() };
  };

  it('answers an expected failure as problem details', async () => {
    const { response, body } = await get('/things/throw/missing?token=abc');
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      type: '/problems/portfolio.not_found',
      title: 'Not Found',
      status: 404,
      detail: 'There is no such portfolio.',
      instance: '/api/v1/things/throw/missing',
      code: 'portfolio.not_found',
      request_id: 'request-1',
      errors: [],
    });
    expect(response.statusCode).toBe(404);
    expect(logged).toEqual([]);
  });

  it('sends the headers of an error', async () => {
    const { response } = await get('/things/throw/busy');
    expect(response.statusCode).toBe(429);
    expect(response.headers['retry-after']).toBe('7');
  });

  it('carries extensions, which replace no standard member', async () => {
    const { body } = await get('/things/throw/extended');
    expect(body).toMatchObject({
      status: 409,
      detail: 'Used.',
      details: { name: 'a' },
      error: { code: 'ERR_PORT_001' },
    });
  });

  it('logs the cause of what is unavailable, and does not send it', async () => {
    const { response, body } = await get('/things/throw/down');
    expect(response.statusCode).toBe(503);
    expect(JSON.stringify(body)).not.toContain('ECONNREFUSED');
    expect(logged[0]).toMatchObject({ level: 'warn', fields: { code: 'ai.down', cause: 'ECONNREFUSED' } });
  });

  it.each([
    ['unauthenticated', 401, 'auth.unauthenticated', /Sign in/],
    ['forbidden', 403, 'auth.forbidden', /may not/],
    ['worded', 409, 'request.conflict', /^The name is taken\.$/],
    ['unavailable', 503, 'server.unavailable', /Try again later/],
  ])('words the framework exception %s', async (name, status, code, detail) => {
    const { response, body } = await get(`/things/throw/${name}`);
    expect(response.statusCode).toBe(status);
    expect(body).toMatchObject({ status, code, detail: expect.stringMatching(detail) });
    expect(response.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
  });

  it.each(['bug', 'text', 'internal'])('answers %s with an id that is in the log, and leaks nothing', async (name) => {
    const { response, body } = await get(`/things/throw/${name}`);
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret');
    expect(body['detail']).toContain(body['error_id']);
    expect(logged[0]).toMatchObject({
      level: 'error',
      fields: { error_id: body['error_id'], request_id: 'request-1' },
    });
    expect(logged[0]?.fields['err']).toBeInstanceOf(Error);
  });

  it('tears the connection when the answer has begun', async () => {
    await app.listen(0, '127.0.0.1');
    const response = await fetch(`${await app.getUrl()}/api/v1/things/late`);
    await expect(response.text()).rejects.toThrow();
    expect(logged[0]).toMatchObject({ level: 'error' });
  });

  it.each(['/nowhere', '/nowhere?token=abc'])('answers the unknown path %s', async (path) => {
    const { response, body } = await get(path);
    expect(response.statusCode).toBe(404);
    expect(body).toMatchObject({ code: 'request.not_found', detail: 'There is no GET /api/v1/nowhere.' });
  });

  it('answers a path outside the prefix', async () => {
    const response = await app.inject({ method: 'DELETE', url: '/' });
    expect(response.json()).toMatchObject({ status: 404, detail: 'There is no DELETE /.' });
  });

  it('answers a malformed address', async () => {
    const { response, body } = await get('/things/throw/%zz');
    expect(response.statusCode).toBe(400);
    expect(body).toMatchObject({ code: 'request.malformed_url', request_id: 'request-1' });
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('answers a body that is not JSON without quoting it', async () => {
    const { response, body } = await post('{"password": hunter2}');
    expect(body).toMatchObject({
      status: 400,
      code: 'request.malformed_json',
      errors: [{ field: 'body', code: 'json' }],
    });
    expect(body['detail']).toContain('The body of 21 bytes, sent with "application/json", is not valid JSON.');
    expect(body['detail']).toContain('check for a missing quote, comma or bracket');
    expect(response.body).not.toContain('hunter2');
  });

  it('names the content type that was sent, the one that is accepted, and the fix', async () => {
    const { response, body } = await post('<a/>', 'application/xml; charset=utf-8');
    expect(body).toMatchObject({
      status: 415,
      accepted: ['application/json'],
      errors: [{ field: 'Content-Type', code: 'media_type' }],
    });
    expect(body['detail']).toBe(
      'The body was sent with "application/xml", and this POST accepts application/json; only uploads of files are ' +
        'multipart/form-data: send the body as application/json and name it in the Content-Type header.',
    );
    expect(response.headers.accept).toBe('application/json');
  });

  it('repeats no content type that is none', async () => {
    const { response, body } = await post('x', 'text/<script>');
    expect(body['detail']).toContain('a content type that is none');
    expect(response.body).not.toContain('script');
  });

  it.each([
    ['an empty body', '', 'application/json', 400, 'request.empty_body'],
    ['a body that is too large', `"${'x'.repeat(200)}"`, 'application/json', 413, 'request.too_large'],
    ['another content type', '<a/>', 'application/xml', 415, 'request.unsupported_media_type'],
    ['a forbidden prototype property', '{"__proto__": 1}', 'application/json', 400, 'request.malformed_json'],
  ])('answers %s', async (_name, payload, contentType, status, code) => {
    const { response, body } = await post(payload, contentType);
    expect(response.statusCode).toBe(status);
    expect(body).toMatchObject({ status, code, instance: '/api/v1/things' });
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('says how long to wait when there are too many requests', async () => {
    await app.inject({ url: '/api/v1/things/throttled' });
    const { response, body } = await get('/things/throttled');
    expect(response.statusCode).toBe(429);
    expect(response.headers['retry-after']).toBe('60');
    expect(body).toMatchObject({ code: 'request.too_many', detail: 'Too many requests. Wait 60 s and try again.' });
  });
});
