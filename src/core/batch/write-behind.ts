/**
 * Writes go on while the next results are computed, so that neither the processor nor the database waits for the other: so
 * many at once, those of one subject one after the other in the order in which they were started. After one that failed none is begun.
 */
export class WriteBehind {
  private readonly underWay = new Map<string, Promise<void>>();
  private failure: { readonly error: unknown } | null = null;

  /** @param most writes at once; 0 waits for each: then its transaction is over as soon as it can be. */
  constructor(private readonly most: number) {}

  /** Returns as soon as the write has begun. @returns its end, which fails as it does. @throws what one before failed with. */
  async start(subject: string, write: () => Promise<void>): Promise<{ readonly end: Promise<void> }> {
    while (this.underWay.has(subject) || (this.most > 0 && this.underWay.size >= this.most)) {
      await (this.underWay.get(subject) ?? Promise.race(this.underWay.values()));
    }
    this.check();
    const end = write();
    const done = end
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .then(() => {
        this.underWay.delete(subject);
      });
    this.underWay.set(subject, done);
    if (this.most === 0) await this.settle();
    return { end };
  }

  /** Waits for all that is under way. @throws what the first one that failed did so with. */
  async settle(): Promise<void> {
    await Promise.all(this.underWay.values());
    this.check();
  }

  private check(): void {
    if (this.failure) throw this.failure.error;
  }
}
