import { backoffMs, retryAfterMs } from './backoff.kernel.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { Pause } from './pause.js';
import type { FailureCode, ProviderName } from './provider-failure.kernel.js';
import { ProviderFailure } from './provider.errors.js';
import { TokenBucket } from './token-bucket.js';

export interface HttpOptions {
  readonly provider: ProviderName;
  readonly baseUrl: string;
  readonly perMinute: number;
  readonly timeoutMs: number;
  /** What an answer means; the text is its body. */
  readonly meaningOf: Meaning;
}

/** Null: an answer to be read. */
export type Meaning = (status: number, text: string) => FailureCode | null;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Request {
  /** Below the base address, or an address of its own. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly meaningOf: Meaning;
}

const BURST = 5;
const IN_FLIGHT = 4;
const RETRIES = 3;
/** A longer `Retry-After` is not waited for: the symbol fails, and is asked for by the next run. */
const LONGEST_WAIT_MS = 30_000;
const MAX_BODY_CHARACTERS = 32_000_000;

/**
 * Asks one provider: at the rate it allows, a few requests at a time, each within its time, again when that may help, and
 * not at all while it is dead. Redirects are not followed, since they would take the key along.
 */
export class ProviderHttp {
  private readonly bucket: TokenBucket;
  private readonly breaker: CircuitBreaker;
  private free = IN_FLIGHT;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly options: HttpOptions,
    private readonly pause: Pause,
  ) {
    this.bucket = new TokenBucket({ perMinute: options.perMinute, burst: BURST }, pause);
    this.breaker = new CircuitBreaker(pause);
  }

  /** @throws ProviderFailure */
  async json(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown> {
    return this.ask({ path, headers, meaningOf: this.options.meaningOf }, signal, (answer) => this.parsed(answer));
  }

  /** @throws ProviderFailure */
  async text(
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    meaningOf: Meaning = usualMeaning,
  ): Promise<Answer> {
    return this.ask({ path, headers, meaningOf }, signal, (answer) => answer);
  }

  fail(code: FailureCode, message: string, retryAfter: number | null = null): ProviderFailure {
    return new ProviderFailure(this.options.provider, code, message, retryAfter);
  }

  private async ask<T>(request: Request, signal: AbortSignal, read: (answer: Answer) => T): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const value = read(await this.inTurn(request, signal));
        this.breaker.succeed();
        return value;
      } catch (error) {
        if (error instanceof GivenUp)
          throw this.fail(error.why.code, `given up on for now, since ${error.why.message}`);
        const failure = this.failureOf(error, signal);
        const wait = failure.retryAfterMs ?? backoffMs(attempt, this.pause.random());
        if (failure.code === 'interrupted') throw failure;
        if (!failure.isPassing) {
          if (failure.code === 'unauthorized') this.breaker.fail(failure, true);
          else this.breaker.succeed();
          throw failure;
        }
        if (failure.code === 'rate-limited') this.bucket.holdBack(Math.min(wait, LONGEST_WAIT_MS));
        if (attempt >= RETRIES || wait > LONGEST_WAIT_MS) {
          this.breaker.fail(failure, wait > LONGEST_WAIT_MS);
          throw failure;
        }
        await this.waited(wait, signal);
      }
    }
  }

  private async waited(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      await this.pause.wait(milliseconds, signal);
    } catch (error) {
      throw this.failureOf(error, signal);
    }
  }

  private async inTurn(request: Request, signal: AbortSignal): Promise<Answer> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((next) => this.queue.push(next));
    try {
      // Looked at when its turn comes: those who queued while others found it dead do not wait to find out, too.
      const refusal = this.breaker.refusal;
      if (refusal) throw new GivenUp(refusal);
      await this.bucket.take(signal);
      return await this.fetched(request, signal);
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private async fetched({ path, headers, meaningOf }: Request, signal: AbortSignal): Promise<Answer> {
    const { baseUrl, timeoutMs } = this.options;
    const url = /^https?:/.test(path) ? path : `${baseUrl.replace(/\/+$/, '')}${path}`;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { headers, signal: limit, redirect: 'manual' });
    const text = await response.text();
    const { status } = response;
    if (text.length > MAX_BODY_CHARACTERS) throw this.fail('unreadable', 'its answer is too long');
    const code = meaningOf(status, text);
    if (code === null) return { status, headers: response.headers, text };
    const retryAfter = retryAfterMs(response.headers.get('retry-after'), response.headers.get('date'));
    throw this.fail(code, `${WORDS[code]} (HTTP ${status})`, retryAfter);
  }

  private parsed({ text }: Answer): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      const what = text.trimStart().startsWith('<') ? 'it answered with a page instead of data' : WORDS.unreadable;
      throw this.fail('unreadable', what);
    }
  }

  private failureOf(error: unknown, signal: AbortSignal): ProviderFailure {
    if (error instanceof ProviderFailure) return error;
    if (signal.aborted) return this.fail('interrupted', WORDS.interrupted);
    const name = error instanceof Error ? error.name : '';
    if (name === 'TimeoutError') return this.fail('timed-out', WORDS['timed-out']);
    return this.fail('unavailable', 'it could not be reached');
  }
}

class GivenUp extends Error {
  constructor(readonly why: ProviderFailure) {
    super(why.message);
  }
}

export function usualMeaning(status: number): FailureCode | null {
  if (status >= 200 && status < 300) return null;
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 402) return 'not-in-plan';
  if (status === 404) return 'unknown-symbol';
  if (status === 429) return 'rate-limited';
  return status >= 500 || status === 408 ? 'unavailable' : 'unreadable';
}

const WORDS: Readonly<Record<FailureCode, string>> = {
  'unknown-symbol': 'it knows no such symbol',
  'no-data': 'it has nothing of the kind for this symbol',
  unsupported: 'it has no such data',
  unauthorized: 'it refuses the key',
  'signed-out': 'its session has ended',
  'not-in-plan': 'the plan of the key does not contain this',
  'rate-limited': 'too many requests',
  'timed-out': 'it did not answer in time',
  unavailable: 'it does not work at present',
  unreadable: 'its answer could not be read',
  interrupted: 'interrupted',
};
