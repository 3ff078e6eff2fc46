// contracts-are-types
import type { Clock } from '../shared/time/clock.js';

export interface Reader {
  readonly clock: Clock;
}
