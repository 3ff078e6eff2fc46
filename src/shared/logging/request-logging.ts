import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Logger } from 'pino';
import { type RequestWithUser, userOf } from '../http/current-user.js';
import { requestContext } from './request-context.js';

const REQUEST_ID = 'x-request-id';
/** Long enough for any tracing system, and nothing that could forge a log line or a header. */
const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{7,127}$/;
const MAX_PATH = 200;

/** For the option `genReqId` of the Fastify adapter: the caller's id when it is a harmless one, else a new one. */
export function requestIdFor(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers[REQUEST_ID];
  return typeof given === 'string' && SAFE_ID.test(given) ? given : randomUUID();
}

export interface RequestLoggingOptions {
  /** Route patterns that are asked for all the time, such as health checks: logged at `debug` unless they fail. A 503 there is what was asked for, no failure. */
  readonly quietRoutes?: readonly string[];
}

/**
 * One line for each request, when its answer has left or its caller has. Call it before the routes are registered
 * (before `app.init()`).
 *
 * Hooks rather than pino-http: that one sees Node's raw pair, which knows neither the route pattern nor the user, and
 * would have to log the address, with its identifiers and query. Bodies, headers and queries are never logged.
 */
export function logRequests(fastify: FastifyInstance, log: Logger, options: RequestLoggingOptions = {}): void {
  const quiet = new Set(options.quietRoutes);

  fastify.addHook('onRequest', (request, reply, done) => {
    const began = performance.now();
    let complete = false;
    reply.header(REQUEST_ID, request.id);
    reply.raw.once('finish', () => {
      complete = true;
    });
    // Not the hook `onResponse`: it is silent when the caller leaves in the middle of a stream.
    reply.raw.once('close', () => {
      writeLine(log, quiet, { request, reply, complete, milliseconds: performance.now() - began });
    });
    requestContext.run({ request_id: request.id }, done);
  });

  // Once more: while a body arrives the events of the socket lead, and they know nothing of the request.
  fastify.addHook('preValidation', (request, _reply, done) => {
    requestContext.run({ request_id: request.id }, done);
  });
}

interface Answered {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The whole answer was handed to the network. */
  readonly complete: boolean;
  readonly milliseconds: number;
}

function writeLine(log: Logger, quiet: ReadonlySet<string>, answered: Answered): void {
  const { request, reply, complete, milliseconds } = answered;
  const status = reply.raw.statusCode;
  const route = request.is404 ? null : (request.routeOptions.url ?? null);
  const user = userOf(request as RequestWithUser);
  const isQuiet = route !== null && quiet.has(route) && (status < 500 || status === 503);
  const level = isQuiet ? 'debug' : status >= 500 ? 'error' : 'info';
  log[level](
    {
      context: 'Request',
      request_id: request.id,
      method: request.method,
      route,
      // Only where there is no pattern, to see what was looked for.
      ...(route === null && { path: request.url.split('?', 1)[0]?.slice(0, MAX_PATH) }),
      status,
      duration_ms: Math.round(milliseconds * 10) / 10,
      user_id: user?.id ?? null,
      ...(!complete && { aborted: true }),
    },
    'Answered',
  );
}
