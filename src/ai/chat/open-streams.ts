import { ChatClosing, TooManyStreams } from './chat.errors.js';

export interface OpenStream {
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
  leave(): void;
}

interface Seat {
  readonly userId: string;
  readonly stop: AbortController;
  readonly left: Promise<void>;
}

/** The answers that are being written: so many a user at a time, and none of them left behind when the program ends. */
export class OpenStreams {
  private readonly seats = new Set<Seat>();
  private isClosing = false;

  constructor(private readonly perUser: number) {}

  /** @throws TooManyStreams, ChatClosing */
  enter(userId: string): OpenStream {
    if (this.isClosing) throw new ChatClosing();
    const own = [...this.seats].filter((seat) => seat.userId === userId);
    if (own.length >= this.perUser) throw new TooManyStreams(this.perUser);
    const stop = new AbortController();
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const seat = { userId, stop, left };
    this.seats.add(seat);
    return {
      signal: stop.signal,
      leave: () => {
        this.seats.delete(seat);
        leave();
      },
    };
  }

  /** Stops them all, lets nobody in any more, and waits until all have left, but not for ever. */
  async close(patienceMs: number): Promise<void> {
    this.isClosing = true;
    const seats = [...this.seats];
    for (const { stop } of seats) stop.abort();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)));
    await Promise.race([Promise.all(seats.map(({ left }) => left)), patience]);
    clearTimeout(timer);
  }
}
