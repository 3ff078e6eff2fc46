import { setTimeout as sleep } from 'node:timers/promises';

/** Time as providers spend it; tests bring their own. */
export interface Pause {
  /** Milliseconds, from anywhere, never back. */
  now(): number;
  /** @throws when the signal is given. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** 0 up to 1. */
  random(): number;
}

export const REAL_PAUSE: Pause = {
  now: () => performance.now(),
  wait: async (milliseconds, signal) => {
    signal.throwIfAborted();
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
  },
  random: () => Math.random(),
};
