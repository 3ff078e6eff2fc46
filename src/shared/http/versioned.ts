import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { InvalidInput } from '../errors/invalid-input.error.js';
import { entityTagOf, matchesWeakly, readEntityTags } from './entity-tag.js';
import { type Precondition, preconditionOf } from './precondition.js';

/** Marks the operation in the API description, where `documentVersions` writes its headers down. */
export const VERSIONED = 'x-versioned';

/** Tags answers with their version, and answers 304 to a reader that has it already. */
@Injectable()
class VersionInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((body: unknown) => tagged(body, request, reply)));
  }
}

const MAX_TAGS = 1000;
const TOO_LONG = {
  field: 'If-None-Match',
  code: 'max_length',
  message: `If-None-Match must have at most ${String(MAX_TAGS)} characters: send the ETag that you have.`,
};

function tagged(body: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  if (body === undefined || body === null) return body;
  const tag = entityTagOf(body);
  reply.header('etag', tag);
  if (request.method !== 'GET' && request.method !== 'HEAD') return body;
  // Kept by the reader's own cache at most, and asked about each time.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
  const known = request.headers['if-none-match'];
  if (known !== undefined && known.length > MAX_TAGS) throw new InvalidInput([TOO_LONG]);
  const tags = known === undefined ? null : readEntityTags(known);
  if (tags === null || !matchesWeakly(tags, tag)) return body;
  void reply.status(304);
  return undefined;
}

/**
 * A route whose answer is one thing that people edit. A read answers with `ETag` and honours `If-None-Match`; a write
 * answers with the new `ETag`, and takes `@IfMatch(XResponse)` to refuse what was read too long ago.
 */
export const Versioned = (): MethodDecorator =>
  applyDecorators(ApiExtension(VERSIONED, true), UseInterceptors(VersionInterceptor));

/** Answers with the tag it has, but not of what is edited: a delete, whose answer is about something that is gone. */
export const Conditional = (): MethodDecorator => ApiExtension(VERSIONED, true) as MethodDecorator;

/** A response class that is made of one value. */
interface Representation {
  from(current: never): unknown;
}

/**
 * The caller's `If-Match`, for the service to check: `@IfMatch(PortfolioResponse) unchanged: Precondition<PortfolioSummary>`,
 * with the class that the GET of the same resource answers. Without the header it holds always.
 */
export const IfMatch = createParamDecorator((representation: Representation, context: ExecutionContext) => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const precondition: Precondition<never> = preconditionOf(headers['if-match'], (current: never) =>
    representation.from(current),
  );
  return precondition;
});
