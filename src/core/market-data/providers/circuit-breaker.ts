import type { Pause } from './pause.js';
import type { ProviderFailure } from './provider.errors.js';

const FAILURES_IN_A_ROW = 5;
const COOL_DOWN_MS = 60_000;

/**
 * Keeps requests from a provider that does not answer: after some failures in a row nobody asks for a while, then one
 * request tries. Hence a dead provider costs a night a few requests instead of one a symbol.
 */
export class CircuitBreaker {
  private failures = 0;
  private closedAgainAt = 0;
  private last: ProviderFailure | null = null;

  constructor(private readonly pause: Pause) {}

  /** The failure that opened it, while nobody may ask. Where it answers null after a pause, the caller is the one who tries. */
  get refusal(): ProviderFailure | null {
    if (this.last === null || this.failures < FAILURES_IN_A_ROW) return null;
    const now = this.pause.now();
    if (now < this.closedAgainAt) return this.last;
    this.closedAgainAt = now + COOL_DOWN_MS;
    return null;
  }

  succeed(): void {
    this.failures = 0;
    this.last = null;
  }

  /** @param isFinal opens at once: the next request would fail like this one. */
  fail(failure: ProviderFailure, isFinal: boolean): void {
    this.last = failure;
    this.failures = isFinal ? FAILURES_IN_A_ROW : this.failures + 1;
    if (this.failures >= FAILURES_IN_A_ROW) {
      this.closedAgainAt = this.pause.now() + Math.max(COOL_DOWN_MS, failure.retryAfterMs ?? 0);
    }
  }
}
