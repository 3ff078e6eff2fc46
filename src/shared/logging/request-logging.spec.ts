import {
  Controller,
  Get,
  HttpCode,
  Logger,
  type MessageEvent,
  Module,
  Post,
  RequestMethod,
  ServiceUnavailableException,
  Sse,
} from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { concat, delay, NEVER, type Observable, of } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog, JsonLogger } from './logger.js';
import { logRequests, requestIdFor } from './request-logging.js';

@Controller()
class ThingController {
  private readonly logger = new Logger('Thing');

  @Get('things/:id')
  thing(): string {
    return 'ok';
  }

  @Post('things')
  async create(): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.logger.log('inside');
    return 'ok';
  }

  @Get('health')
  health(): string {
    return 'ok';
  }

  @Get('not-ready')
  notReady(): never {
    throw new ServiceUnavailableException();
  }

  @Get('broken')
  broken(): never {
    throw new Error('broken');
  }

  @Sse('stream', { method: RequestMethod.POST })
  @HttpCode(200)
  stream(): Observable<MessageEvent> {
    return of({ data: 'one' }).pipe(delay(5));
  }

  @Sse('endless')
  endless(): Observable<MessageEvent> {
    return concat(of({ data: 'one' }), NEVER);
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

const lines: Record<string, unknown>[] = [];
const log = createLog({
  level: 'info',
  destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
});
const requestLines = () => lines.filter(({ context }) => context === 'Request');
/** A line is written when the connection closes, a little after the answer. */
const PATIENCE = { timeout: 10_000 };
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

describe('logRequests', () => {
  let app: NestFastifyApplication;
  let address: string;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [ThingModule] }).compile();
    const adapter = new FastifyAdapter({ genReqId: requestIdFor, forceCloseConnections: true });
    app = module.createNestApplication<NestFastifyApplication>(adapter);
    app.useLogger(new JsonLogger(log));
    const fastify = app.getHttpAdapter().getInstance();
    // Stands in for the guard.
    fastify.addHook('preHandler', (request, _reply, done) => {
      if (request.headers.authorization !== undefined) Object.assign(request, { user: { id: 'alice' } });
      done();
    });
    logRequests(fastify, log, { quietRoutes: ['/health', '/not-ready', '/broken'] });
    await app.listen(0, '127.0.0.1');
    address = await app.getUrl();
  });
  afterAll(() => app.close());
  beforeEach(() => {
    lines.length = 0;
  });

  it('writes the route pattern, the status and the user, and neither address nor secrets', async () => {
    const headers = { authorization: 'Bearer hunter2', 'x-request-id': 'trace-0001' };
    const response = await app.inject({ url: '/things/12345?token=hunter2', headers });
    await vi.waitFor(() => {
      expect(requestLines()).toHaveLength(1);
    }, PATIENCE);
    expect(response.headers['x-request-id']).toBe('trace-0001');
    expect(requestLines()[0]).toEqual({
      level: 'info',
      time: expect.any(String),
      context: 'Request',
      request_id: 'trace-0001',
      method: 'GET',
      route: '/things/:id',
      status: 200,
      duration_ms: expect.any(Number),
      user_id: 'alice',
      msg: 'Answered',
    });
  });

  it('writes the path of what has no route, without its query', async () => {
    await app.inject({ url: '/nowhere?token=hunter2' });
    await vi.waitFor(() => {
      expect(requestLines()).toMatchObject([{ route: null, path: '/nowhere', status: 404, user_id: null }]);
    }, PATIENCE);
  });

  it('ties what a service logs to the request, also when a body arrived in pieces', async () => {
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":'));
        await new Promise((resolve) => setTimeout(resolve, 20));
        controller.enqueue(new TextEncoder().encode('1}'));
        controller.close();
      },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    const response = await fetch(`${address}/things`, init as RequestInit);
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(UUID);
    expect(lines.find(({ msg }) => msg === 'inside')).toMatchObject({ request_id: id, context: 'Thing' });
    // Its own line must not come in the test after this one.
    await vi.waitFor(() => {
      expect(requestLines()).toHaveLength(1);
    }, PATIENCE);
  });

  it('says nothing of quiet routes unless they fail', async () => {
    await app.inject({ url: '/health' });
    await app.inject({ url: '/not-ready' });
    await app.inject({ url: '/broken' });
    await vi.waitFor(() => {
      expect(requestLines()).toMatchObject([{ route: '/broken', status: 500, level: 'error' }]);
    }, PATIENCE);
  });

  it('writes a stream when it ends, with its id in the header', async () => {
    const response = await fetch(`${address}/stream`, { method: 'POST' });
    expect(await response.text()).toContain('data: one');
    expect(response.headers.get('x-request-id')).toMatch(UUID);
    await vi.waitFor(() => {
      expect(requestLines()).toMatchObject([{ route: '/stream', status: 200 }]);
    }, PATIENCE);
    expect(requestLines()[0]).not.toHaveProperty('aborted');
  });

  it('writes a stream that its reader left', async () => {
    const controller = new AbortController();
    const response = await fetch(`${address}/endless`, { signal: controller.signal });
    await response.body!.getReader().read();
    controller.abort();
    await vi.waitFor(() => {
      expect(requestLines()).toMatchObject([{ route: '/endless', aborted: true }]);
    }, PATIENCE);
  });
});

describe('requestIdFor', () => {
  it('keeps a harmless id', () => {
    expect(requestIdFor({ headers: { 'x-request-id': 'Root_1.67-abcdef' } })).toBe('Root_1.67-abcdef');
  });

  it.each([undefined, '', 'short', 'a b c d e f g h', 'x'.repeat(129), '"}\n{"level":1}', '-leading-dash', ['a', 'b']])(
    'replaces %j',
    (given) => {
      // Node hands over a list for some repeated headers.
      const headers = { 'x-request-id': given } as Record<string, string>;
      expect(requestIdFor({ headers })).toMatch(UUID);
    },
  );
});
