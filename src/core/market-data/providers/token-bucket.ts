import type { Pause } from './pause.js';

/**
 * Spreads requests over time: `burst` at once, then one every 60 s ÷ `perMinute`. Kept as the instant at which the next
 * request would be due on an even spread (the generic cell rate algorithm), so that no timer runs while nobody asks.
 */
export class TokenBucket {
  private readonly interval: number;
  private readonly tolerance: number;
  private due: number;

  constructor(
    { perMinute, burst }: { readonly perMinute: number; readonly burst: number },
    private readonly pause: Pause,
  ) {
    this.interval = 60_000 / perMinute;
    this.tolerance = (burst - 1) * this.interval;
    this.due = pause.now();
  }

  /** Resolves when a request may go out. In order of the calls. */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.pause.now();
    this.due = Math.max(this.due, now);
    const wait = this.due - this.tolerance - now;
    this.due += this.interval;
    await this.pause.wait(Math.max(0, wait), signal);
  }

  /** Nobody goes out for so long. Those who wait already keep their place. */
  holdBack(milliseconds: number): void {
    this.due = Math.max(this.due, this.pause.now() + milliseconds + this.tolerance);
  }
}
