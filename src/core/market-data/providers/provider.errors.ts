import type { FailureCode, ProviderName } from './provider-failure.kernel.js';

/** The next request may well succeed. */
const PASSING: readonly FailureCode[] = ['rate-limited', 'timed-out', 'unavailable', 'unreadable'];

/** Messages hold neither addresses nor what the provider said: either may repeat a key. */
export class ProviderFailure extends Error {
  constructor(
    readonly provider: ProviderName,
    readonly code: FailureCode,
    message: string,
    /** What the provider asked for; null where it did not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(`${provider}: ${message}`);
    this.name = 'ProviderFailure';
  }

  get isPassing(): boolean {
    return PASSING.includes(this.code);
  }
}
