import { createParamDecorator, type ExecutionContext, Inject, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StreamNotRepeated } from './idempotency.errors.js';
import {
  type IdempotencyClaim,
  IdempotencyStore,
  isClaim,
  isRefusal,
  keyedRequestOf,
  type RecordedAnswer,
  runningClaim,
} from './idempotency.js';

/** Runs work that a stream begins with, unless it was run before under the key of this request. */
export type Once = <T>(work: () => Promise<T>) => Promise<T>;

const STREAMED: RecordedAnswer = { status: 200, headers: {}, body: null, isStream: true };

@Injectable()
class OncePerKeyPipe implements PipeTransform<FastifyRequest, Once> {
  constructor(@Inject(IdempotencyStore) private readonly store: IdempotencyStore) {}

  transform(request: FastifyRequest): Once {
    return (work) => this.once(request, work);
  }

  private async once<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const keyed = await keyedRequestOf(request);
    if (keyed === null) return work();
    const held = await this.store.claim(keyed);
    if (!isClaim(held)) throw new StreamNotRepeated();
    return this.carryOut(held, work);
  }

  private async carryOut<T>(claim: IdempotencyClaim, work: () => Promise<T>): Promise<T> {
    let done: T;
    try {
      done = await runningClaim.run(claim, work);
    } catch (error) {
      claim.isSettled = true;
      // When it cannot be freed now, it is when its lease ends.
      await this.store.release(claim, isRefusal(error)).catch(() => undefined);
      throw error;
    }
    claim.isSettled = true;
    // It is posted, whether or not that can be noted twice: the unit of work has.
    await this.store.settle(claim, STREAMED).catch(() => undefined);
    return done;
  }
}

const WholeRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** For streams: `@OncePerKey() once: Once`, then `eventStream(await once(() => this.chat.ask(…)))`. Sent again: 409. */
export const OncePerKey = (): ParameterDecorator => WholeRequest(OncePerKeyPipe);
