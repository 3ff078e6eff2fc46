import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Piscina } from 'piscina';
import { ENV, type Env } from '../../shared/config/env.js';
import {
  computeSymbols,
  type SessionResults,
  type SessionWork,
  storedPortfolio,
  type StoredPortfolio,
  type SymbolResults,
} from './session-results.js';
import { columnsOf, type StoredColumns } from './result-columns.js';

/** A session whose results are asked for one by one. */
export interface ComputedSession {
  /** What is to be stored of its symbols. */
  symbols(): Promise<readonly StoredColumns[]>;
  /** @throws what kept that book from being computed. */
  portfolio(book: number): Promise<StoredPortfolio>;
}

/** Threads that nothing was asked of for so long are ended. */
const IDLE_MS = 10_000;
/** A session leaves much behind that nobody needs again: twice the usual room halves how often it is cleared away. */
const YOUNG_MEGABYTES = 96;

/**
 * Computes sessions in threads beside whoever stores what they come to. Sessions share nothing, so that a backfill has all
 * processors; a single session is computed where it is asked for, since its symbols are what all its portfolios wait for.
 */
@Injectable()
export class SessionThreads implements OnModuleDestroy {
  private pool: Promise<Piscina<SessionWork, SessionResults>> | null = null;
  readonly count: number;

  constructor(@Inject(ENV) env: Env) {
    this.count = env.BATCH_THREADS ?? availableParallelism();
  }

  /** Begins at once where there are threads. */
  start(work: SessionWork): ComputedSession {
    const results = this.run(work);
    // Whoever asks for a result hears of it; nobody may ask any more.
    results.catch(() => undefined);
    return {
      symbols: async () => (await results).columns,
      portfolio: async (book) => {
        const one = (await results).portfolios[book];
        if (one === undefined) throw new RangeError(`no book ${book}`);
        if (one instanceof Error) throw one;
        return one;
      },
    };
  }

  async onModuleDestroy(): Promise<void> {
    await (await this.pool)?.destroy();
  }

  private async run(work: SessionWork): Promise<SessionResults> {
    this.pool ??= this.open();
    return (await this.pool).run(work);
  }

  /** The package is read when it is needed first: most processes compute no backfill. */
  private async open(): Promise<Piscina<SessionWork, SessionResults>> {
    const { Piscina: Pool } = await import('piscina');
    return new Pool<SessionWork, SessionResults>({
      filename: entry(),
      minThreads: 0,
      maxThreads: this.count,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
  }
}

/** Computes each part when it is asked for. */
export function computedHere({ set, books }: SessionWork): ComputedSession {
  let symbols: SymbolResults | undefined;
  const ofSymbols = (): SymbolResults => (symbols ??= computeSymbols(set));
  return {
    symbols: () => Promise.resolve(columnsOf(ofSymbols().rows)),
    portfolio: (place) => {
      const book = books[place];
      if (!book) return Promise.reject(new RangeError(`no book ${place}`));
      return new Promise((done) => {
        done(storedPortfolio(book, ofSymbols().results));
      });
    },
  };
}

/** The built entry, wherever this file runs from: the build or the source. */
function entry(): string {
  const built = resolve(import.meta.dirname, '../../bundle/session.worker.mjs');
  return existsSync(built) ? built : resolve(import.meta.dirname, '../../../dist/bundle/session.worker.mjs');
}
