import type { FastifyRequest } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '../errors/app-error.js';
import { pathOf } from '../errors/problem-details.js';
import { type RequestWithUser, userOf } from './current-user.js';
import { IdempotencyKeyMalformed } from './idempotency.errors.js';
import { requestHash } from './request-hash.js';

/** What one request holds while it is carried out under a key. */
export interface IdempotencyClaim {
  readonly userId: string;
  /** Of this attempt alone: whoever takes the key over has another. */
  readonly attempt: string;
  /** Set when the answer is known: what goes on in the background afterwards is no part of the request. */
  isSettled: boolean;
}

export interface KeyedRequest {
  readonly userId: string;
  readonly key: string;
  /** Method and path. */
  readonly route: string;
  /** Of method, address and body. */
  readonly requestHash: string;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null for an answer that is not repeated: a stream, or one without a body. */
  readonly body: string | null;
  readonly isStream: boolean;
}

/** Where keys are kept. */
export abstract class IdempotencyStore {
  /**
   * Takes the key, or tells what was answered under it.
   * @throws IdempotencyKeyReused, RequestInProgress, AnswerLost
   */
  abstract claim(request: KeyedRequest): Promise<IdempotencyClaim | RecordedAnswer>;
  /** The answer is kept from now on. */
  abstract settle(claim: IdempotencyClaim, answer: RecordedAnswer): Promise<void>;
  /** Frees the key; one whose effect was committed only when `evenIfCarriedOut`. */
  abstract release(claim: IdempotencyClaim, evenIfCarriedOut: boolean): Promise<void>;
}

export const isClaim = (held: IdempotencyClaim | RecordedAnswer): held is IdempotencyClaim => 'attempt' in held;

/**
 * The claim under which the code that is running works. The unit of work reads it: a transaction that writes something
 * also notes that the request has been carried out, so that the two are committed together or not at all.
 */
export const runningClaim = new AsyncLocalStorage<IdempotencyClaim>();

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Null for a request without a key. @throws IdempotencyKeyMalformed */
export async function keyedRequestOf(request: FastifyRequest): Promise<KeyedRequest | null> {
  const userId = userOf(request as RequestWithUser)?.id;
  const key = request.headers['idempotency-key'];
  if (key === undefined || userId === undefined) return null;
  if (typeof key !== 'string' || !KEY.test(key)) throw new IdempotencyKeyMalformed();
  const route = `${request.method} ${pathOf(request.url)}`;
  return { userId, key, route, requestHash: await requestHash(request) };
}

/** The handler says itself that it did not do it. Of anything else that is thrown, nobody knows what it left behind. */
export const isRefusal = (error: unknown): boolean => error instanceof AppError && error.kind !== 'unavailable';

/** Marks an operation in the API description as one that takes `Idempotency-Key`. */
export const IDEMPOTENT = 'x-idempotent';
