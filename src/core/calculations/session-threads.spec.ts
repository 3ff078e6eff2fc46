import { afterAll, describe, expect, it } from 'vitest';
import { computed } from '../../shared/outcome.js';
import { Env } from '../../shared/config/env.js';
import { FACTOR_FUNDS } from '../market-data/factor-funds.kernel.js';
import type { PortfolioBook, SymbolSet } from './calculation.js';
import { computeSession, type SessionWork } from './session-results.js';
import { type ComputedSession, computedHere, SessionThreads } from './session-threads.js';

const SESSIONS = 252;
const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const [A, B, PUT, BOOK, BROKEN] = [1, 2, 3, 4, 5].map(idOf) as [string, string, string, string, string];
const wave = (step: number): Float64Array => {
  const shared = new Float64Array(new SharedArrayBuffer(SESSIONS * Float64Array.BYTES_PER_ELEMENT));
  return shared.map((_, t) => 0.01 * Math.sin(step * t) + 0.001);
};

/** A session of two stocks and an option on one of them. */
function workOf(session: string, tilt: number): SessionWork {
  const set: SymbolSet = {
    dataset: 'simulated',
    session,
    subjects: [A, B, PUT].map((id) => ({ instrumentId: id, symbol: id, hasReturns: id !== PUT })),
    placeOf: new Map([A, B, PUT].map((id, i) => [id, i])),
    returns: [wave(3 + tilt), wave(7), new Float64Array(SESSIONS).fill(Number.NaN)],
    benchmark: { symbol: 'SPY', returns: wave(5) },
    factors: new Map(FACTOR_FUNDS.map((fund, i) => [fund, wave(5 + 2 * i)])),
    options: new Map([
      [
        PUT,
        {
          ...({
            type: 'PUT',
            style: 'AMERICAN',
            strike: 100,
            expirationDate: '2025-03-21',
            underlyingId: A,
          } as const),
          ...{ price: computed(4), spot: computed(101), dividends: 1 },
        },
      ],
    ]),
  };
  const book: PortfolioBook = {
    ...{ portfolioId: BOOK, session, netAssetValue: 1_000, instrumentIds: [A, B, PUT] },
    marketValues: Float64Array.of(600, 300, -40),
    optionShares: Float64Array.of(Number.NaN, Number.NaN, -10),
    weights: computed(Float64Array.of(0.6, 0.3, -0.04)),
    returns: set.returns,
    symbols: set,
  };
  return { set, books: [book, { ...book, portfolioId: BROKEN, returns: [] }] };
}

const works = ['2024-11-27', '2024-11-29', '2024-12-02'].map(workOf);
const resultsOf = async (one: ComputedSession): Promise<unknown[]> => [
  await one.symbols(),
  await one.portfolio(0),
  await one.portfolio(1),
];

describe('SessionThreads', () => {
  const threads = new SessionThreads(Object.assign(new Env(), { BATCH_THREADS: 2 }));
  afterAll(() => threads.onModuleDestroy());

  it('come to what is computed here, bit for bit, failed calculations included', async () => {
    const there = await Promise.all(works.map((work) => resultsOf(threads.start(work))));
    const here = await Promise.all(works.map((work) => resultsOf(computedHere(work))));
    expect(there).toEqual(here);
    const [{ columns, portfolios }] = [computeSession(works[0]!)];
    expect(here[0]).toEqual([columns, ...portfolios]);
    expect(columns.map(({ table }) => table.name)).toContain('symbol_greeks');
    expect([...(portfolios[1] as { failed: ReadonlyMap<string, Error> }).failed.keys()]).toContain('portfolio-risk');
  });

  it('tell whoever asks why a session could not be computed, and compute the next', async () => {
    const broken = threads.start({ set: works[0]!.set, books: null as never });
    await expect(broken.symbols()).rejects.toThrow(TypeError);
    await expect(broken.portfolio(0)).rejects.toThrow(TypeError);
    expect(await threads.start(works[1]!).portfolio(0)).toEqual(await computedHere(works[1]!).portfolio(0));
    await expect(threads.start(works[1]!).portfolio(2)).rejects.toThrow(RangeError);
  });
});
