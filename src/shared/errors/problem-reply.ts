import { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { problemOfFastify, problemOfStatus, type SentBody } from './http-problems.js';
import { type Problem, PROBLEM_CONTENT_TYPE, problemDetails } from './problem-details.js';

export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  if (problem.status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer');
  for (const [name, value] of Object.entries(problem.headers ?? {})) reply.header(name, value);
  const body = problemDetails(problem, { url: request.url, requestId: request.id });
  void reply
    .status(problem.status)
    // Errors are about this request: no cache may give them to the next one.
    .header('cache-control', 'no-store')
    .header('content-type', PROBLEM_CONTENT_TYPE)
    .send(JSON.stringify(body));
}

export function sentBodyOf({ method, headers }: FastifyRequest): SentBody {
  const bytes = Number(headers['content-length']);
  return { method, contentType: headers['content-type'] ?? null, bytes: Number.isInteger(bytes) ? bytes : null };
}

/**
 * For the option `frameworkErrors` of the Fastify adapter: a malformed address is refused by the router, before any
 * hook or filter runs.
 */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 400;
  reply.header('x-request-id', request.id);
  sendProblem(problemOfFastify(error.code, status, sentBodyOf(request)) ?? problemOfStatus(status), request, reply);
}
