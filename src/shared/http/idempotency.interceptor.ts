import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { errorText } from '../errors/error-text.js';
import {
  IDEMPOTENT,
  type IdempotencyClaim,
  IdempotencyStore,
  isClaim,
  isRefusal,
  keyedRequestOf,
  type RecordedAnswer,
  runningClaim,
} from './idempotency.js';

/** What an answer says beside its body. Everything else is about the request, or is said anew. */
const KEPT_HEADERS = ['content-type', 'etag', 'link', 'location', 'retry-after'];

/**
 * Carries out once what is sent twice under one `Idempotency-Key`. The key is taken in a short transaction before the
 * handler runs and none is open while it runs; the handler's own transaction notes that it has been carried out.
 */
@Injectable()
class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Idempotency');

  constructor(@Inject(IdempotencyStore) private readonly store: IdempotencyStore) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const keyed = await keyedRequestOf(http.getRequest<FastifyRequest>());
    if (keyed === null) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const held = await this.store.claim(keyed);
    return from(isClaim(held) ? this.answer(held, next, reply) : [replay(held, reply)]);
  }

  private async answer(claim: IdempotencyClaim, next: CallHandler, reply: FastifyReply): Promise<unknown> {
    let body: unknown;
    try {
      body = await runningClaim.run(claim, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    } catch (error) {
      await this.release(claim, isRefusal(error));
      throw error;
    }
    if (reply.statusCode >= 500) await this.release(claim, false);
    else await this.settle(claim, answerOf(body, reply));
    return body;
  }

  /** The caller gets his answer even if it cannot be kept: asked again, he is told that it was lost. */
  private async settle(claim: IdempotencyClaim, answer: RecordedAnswer): Promise<void> {
    claim.isSettled = true;
    try {
      await this.store.settle(claim, answer);
    } catch (error) {
      this.logger.warn(`An answer could not be kept: ${errorText(error)}`);
    }
  }

  /** When it cannot be freed now, it is when its lease ends. */
  private async release(claim: IdempotencyClaim, evenIfCarriedOut: boolean): Promise<void> {
    claim.isSettled = true;
    try {
      await this.store.release(claim, evenIfCarriedOut);
    } catch (error) {
      this.logger.warn(`A key could not be freed: ${errorText(error)}`);
    }
  }
}

function answerOf(body: unknown, reply: FastifyReply): RecordedAnswer {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return {
    status: reply.statusCode,
    headers: Object.fromEntries(headers),
    body: body === undefined ? null : JSON.stringify(body),
    isStream: false,
  };
}

function replay(answer: RecordedAnswer, reply: FastifyReply): unknown {
  void reply.status(answer.status).headers({ ...answer.headers, 'idempotency-replayed': 'true' });
  return answer.body === null ? undefined : (JSON.parse(answer.body) as unknown);
}

/**
 * A POST that creates: sent again under the same `Idempotency-Key`, it is answered again and not carried out again.
 * Its answers are kept for a day, so it must not be one whose answer holds a secret. Above `@Versioned()`.
 * Not for streams: Nest sends the head of an intercepted stream before its handler can refuse; see `OncePerKey`.
 */
export const Idempotent = (): MethodDecorator =>
  applyDecorators(ApiExtension(IDEMPOTENT, true), UseInterceptors(IdempotencyInterceptor));
