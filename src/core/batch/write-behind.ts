/**
 * One write at a time goes on while the next results are computed, so that neither the processor nor the database waits
 * for the other. Writes happen in the order in which they were started; after one that failed none is begun.
 */
export class WriteBehind {
  private last: Promise<void> = Promise.resolve();

  /** @param waits whether each write is waited for: then its transaction is over as soon as it can be. */
  constructor(private readonly waits = false) {}

  /** Returns as soon as the write before is done. @throws what that one failed with. */
  async start(write: () => Promise<void>): Promise<void> {
    await this.last;
    this.last = write();
    // Whoever starts the next one, or settles, hears of it.
    this.last.catch(() => undefined);
    if (this.waits) await this.last;
  }

  /** @throws what the last write failed with. */
  settle(): Promise<void> {
    return this.last;
  }
}
