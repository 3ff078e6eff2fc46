import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/time/clock.js';
import { SignInBusy, TooManySignIns } from './user.errors.js';

/** Failures within one window. */
const MAX_PER_ACCOUNT = 5;
const MAX_PER_ADDRESS = 10;
const WINDOW = 60_000;
/** Passwords checked at once: each takes 19 MiB and one of Node's four helper threads, which files and DNS need too. */
const MAX_AT_ONCE = 3;
const MAX_WAITING = 500;
const MAX_TRACKED = 20_000;

interface Tally {
  failures: number;
  /** Being checked now; counted as failures until it is known that they are not. */
  pending: number;
  endsAt: number;
}

interface Tracked {
  readonly key: string;
  readonly max: number;
}

/**
 * Slows down guessing: per account and per address only *failed* attempts count, since an office or a proxy has one
 * address for many people. Nest's throttler cannot do that: it counts requests before they are served and takes
 * nothing back. The counts are of this process; several processes allow that many times more.
 */
@Injectable()
export class SignInAttempts {
  private readonly tallies = new Map<string, Tally>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * @param attempt yields null when it failed; when it throws, nothing is counted.
   * @throws TooManySignIns without attempting, the account existing or not
   */
  async count<T>(account: string, address: string | null, attempt: () => Promise<T | null>): Promise<T | null> {
    const tracked: Tracked[] = [{ key: `account ${account}`, max: MAX_PER_ACCOUNT }];
    if (address !== null) tracked.push({ key: `address ${address}`, max: MAX_PER_ADDRESS });
    this.refuseBlocked(tracked);
    await this.takeTurn();
    try {
      // Others have failed while this one waited.
      this.refuseBlocked(tracked);
      return await this.tallied(tracked, attempt);
    } finally {
      this.passTurn();
    }
  }

  private async tallied<T>(tracked: readonly Tracked[], attempt: () => Promise<T | null>): Promise<T | null> {
    const tallies = tracked.map(({ key }) => this.tallyOf(key));
    for (const tally of tallies) tally.pending += 1;
    try {
      const result = await attempt();
      if (result === null) for (const tally of tallies) tally.failures += 1;
      return result;
    } finally {
      for (const tally of tallies) tally.pending -= 1;
    }
  }

  private refuseBlocked(tracked: readonly Tracked[]): void {
    const now = this.clock.now().getTime();
    const waits = tracked.flatMap(({ key, max }) => {
      const tally = this.tallies.get(key);
      if (tally === undefined || tally.endsAt <= now) return [];
      return tally.failures + tally.pending >= max ? [tally.endsAt - now] : [];
    });
    if (waits.length > 0) throw new TooManySignIns(Math.ceil(Math.max(...waits) / 1000));
  }

  private tallyOf(key: string): Tally {
    const now = this.clock.now().getTime();
    const known = this.tallies.get(key);
    if (known !== undefined && known.endsAt > now) return known;
    const tally = { failures: 0, pending: 0, endsAt: now + WINDOW };
    this.tallies.delete(key);
    this.tallies.set(key, tally);
    const [oldest] = this.tallies.keys();
    if (this.tallies.size > MAX_TRACKED && oldest !== undefined) this.tallies.delete(oldest);
    return tally;
  }

  private async takeTurn(): Promise<void> {
    if (this.running < MAX_AT_ONCE) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= MAX_WAITING) throw new SignInBusy();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private passTurn(): void {
    const next = this.waiting.shift();
    // Whoever waited takes over the place.
    if (next === undefined) this.running -= 1;
    else next();
  }
}
