import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { AppError } from './app-error.js';
import { nothingAt, problemOfFastify, problemOfStatus, tooManyRequests } from './http-problems.js';
import { pathOf, type Problem, problemOfAppError } from './problem-details.js';
import { sendProblem, sentBodyOf } from './problem-reply.js';

/** What Nest says when nobody gave a message; our own wording is better. */
const SAYS_NOTHING = new Set([...Object.values(STATUS_CODES), 'Forbidden resource']);
/** Statuses that are answered as they are although they are not the client's fault. */
const HONEST_SERVER_STATUSES = new Set([501, 502, 503, 504]);
const ROUTER_404 = /^Cannot [A-Z]+ \//;

/** Turns whatever was thrown into problem details. What nobody foresaw is a 500 that leaks nothing but an id. */
@Catch()
export class AppErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = expectedProblem(error, request, reply) ?? this.unexpectedProblem(error, request);
    if (problem.status === 503) this.logger.warn(problem.detail, { code: problem.code, cause: causeOf(error) });

    if (reply.raw.headersSent) {
      // Too late for a status. A torn connection says more than a body that looks complete.
      reply.raw.destroy();
      return;
    }
    sendProblem(problem, request, reply);
  }

  private unexpectedProblem(error: unknown, request: FastifyRequest): Problem {
    const id = randomUUID();
    const where = { error_id: id, request_id: request.id, method: request.method, route: request.routeOptions.url };
    this.logger.error('Unexpected error', { ...where, err: asError(error) });
    return {
      status: 500,
      code: 'server.unexpected',
      detail: `Something went wrong on our side. Quote error ${id} when you report it.`,
      extensions: { error_id: id },
    };
  }
}

/** Null when the error is a bug. */
function expectedProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem | null {
  if (error instanceof AppError) return problemOfAppError(error);
  if (error instanceof HttpException) return problemOfHttpException(error, request, reply);
  return problemOfLibrary(error, request);
}

function problemOfHttpException(error: HttpException, request: FastifyRequest, reply: FastifyReply): Problem | null {
  const status = error.getStatus();
  if (status >= 500) return HONEST_SERVER_STATUSES.has(status) ? problemOfStatus(status) : null;
  // Nest wraps what Fastify and its plugins throw.
  const wrapped = problemOfLibrary(error.cause, request);
  if (wrapped !== null) return wrapped;
  if (status === 429) return tooManyRequests(retryAfter(reply));
  const message = messageOf(error);
  if (message !== null && ROUTER_404.test(message)) return nothingAt(request.method, pathOf(request.url));
  return problemOfStatus(status, message);
}

/** Errors of Fastify and its plugins (`FST_…`), and of libraries that use `http-errors` (the static files). */
function problemOfLibrary(error: unknown, request: FastifyRequest): Problem | null {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return null;
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('FST_')) {
    return problemOfFastify(error.code, error.statusCode, sentBodyOf(request));
  }
  const isHttpError = 'expose' in error && typeof error.expose === 'boolean';
  return isHttpError && error.statusCode >= 400 && error.statusCode < 500 ? problemOfStatus(error.statusCode) : null;
}

function messageOf(error: HttpException): string | null {
  const response = error.getResponse();
  const given: unknown = typeof response === 'string' ? response : 'message' in response ? response.message : null;
  const message = Array.isArray(given) ? given.join('; ') : given;
  return typeof message === 'string' && message !== '' && !SAYS_NOTHING.has(message) ? message : null;
}

function retryAfter(reply: FastifyReply): number | null {
  const seconds = Number(reply.getHeader('retry-after'));
  return Number.isInteger(seconds) && seconds > 0 ? seconds : null;
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(`Something that is no error was thrown: ${typeof thrown}`);

const causeOf = (error: unknown): string | null =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : null;
