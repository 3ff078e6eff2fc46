import type { PriceChange } from '../daily-price.repository.js';
import { type FetchReport, MAX_LISTED, type SymbolFailure } from './price-fetch.kernel.js';
import type { FetchState } from './price-fetch.repository.js';

/** Counts what comes of a fetch. */
export class FetchTally {
  private fetched = 0;
  private skipped = 0;
  private inserted = 0;
  private updated = 0;
  private readonly rebased: string[] = [];
  private readonly failed: SymbolFailure[] = [];
  /** Symbol to its newest close. */
  private readonly newest: Map<string, string | null>;
  private readonly neededTo: ReadonlyMap<string, string>;

  constructor(
    private readonly dataset: string,
    private readonly to: string,
    states: readonly FetchState[],
  ) {
    this.newest = new Map(states.map(({ symbol, lastSession }) => [symbol, lastSession]));
    this.neededTo = new Map(states.map(({ symbol, neededTo }) => [symbol, neededTo]));
  }

  skip(): void {
    this.skipped += 1;
  }

  fail(failure: SymbolFailure): void {
    this.failed.push(failure);
  }

  rebase(symbol: string): void {
    this.rebased.push(symbol);
  }

  store(symbol: string, changes: readonly PriceChange[], last: string | null): void {
    this.fetched += 1;
    for (const { inserted, updated } of changes) {
      this.inserted += inserted;
      this.updated += updated;
    }
    const before = this.newest.get(symbol) ?? null;
    if (last !== null && (before === null || last > before)) this.newest.set(symbol, last);
  }

  report(): FetchReport {
    const stale = [...this.newest].filter(([symbol, last]) => {
      const needed = this.neededTo.get(symbol) ?? this.to;
      return needed >= this.to && (last === null || last < this.to);
    });
    return {
      ...{ dataset: this.dataset, to: this.to, wanted: this.newest.size },
      ...{ fetched: this.fetched, skipped: this.skipped, inserted: this.inserted, updated: this.updated },
      rebased: this.rebased.slice(0, MAX_LISTED),
      failed: this.failed.slice(0, MAX_LISTED),
      failed_total: this.failed.length,
      stale: stale.slice(0, MAX_LISTED).map(([symbol, last_session]) => ({ symbol, last_session })),
      stale_total: stale.length,
    };
  }
}
