import { type CustomDecorator, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import { Clock } from '../time/clock.js';

export interface RateLimit {
  /** Requests in a window. */
  readonly limit: number;
  /** Length of a window. */
  readonly seconds: number;
}

/** How things stand after one more request. */
export interface RateLimitState {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends, rounded up. */
  readonly reset: number;
  readonly isExceeded: boolean;
}

interface Window {
  count: number;
  endsAt: number;
}

export const RATE_LIMIT = 'route:rate-limit';

/** A route's own limit, for each user, or for each address where nobody is signed in. The general one applies as well. */
export const RateLimited = (limit: RateLimit): CustomDecorator => SetMetadata(RATE_LIMIT, limit);

export class TooManyRequests extends AppError {
  constructor({ limit, reset }: RateLimitState, { seconds }: RateLimit) {
    const message = `Too many requests: ${limit} in ${seconds} s are allowed here. Wait ${reset} s and try again.`;
    super('too-many', 'request.too_many', message, { headers: { 'retry-after': String(reset) } });
  }
}

/** Whoever is forgotten first has waited longest, and starts anew. */
const MAX_TRACKED = 50_000;

/** Counts requests in windows that begin with the first one. The counts are of this process: several allow that many times more. */
@Injectable()
export class RateLimits {
  private readonly windows = new Map<string, Window>();

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  hit(key: string, { limit, seconds }: RateLimit): RateLimitState {
    const now = this.clock.now().getTime();
    const window = this.windowOf(key, now, seconds);
    window.count += 1;
    return {
      limit,
      remaining: Math.max(0, limit - window.count),
      reset: Math.ceil((window.endsAt - now) / 1000),
      isExceeded: window.count > limit,
    };
  }

  private windowOf(key: string, now: number, seconds: number): Window {
    const known = this.windows.get(key);
    if (known !== undefined && known.endsAt > now) return known;
    const window = { count: 0, endsAt: now + seconds * 1000 };
    this.windows.delete(key);
    this.windows.set(key, window);
    const [oldest] = this.windows.keys();
    if (this.windows.size > MAX_TRACKED && oldest !== undefined) this.windows.delete(oldest);
    return window;
  }
}
