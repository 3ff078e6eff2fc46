import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BatchRun } from '../batch-run.entity.js';
import type { RunProgress } from '../batch-run.repository.js';
import type { PieceProgress } from './batch-piece.repository.js';
import { PieceRunner } from './piece.runner.js';
import type { WorkProgress } from './work-progress.js';

const PIECE = { runId: 'run', portfolioIds: ['portfolio'], steps: 3, attempts: 1 };
const RUN = { id: 'run', toDate: '2024-11-29', fromDate: null, portfolioId: null } as unknown as BatchRun;

describe('PieceRunner', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('counts a step once that is written while a heartbeat is told', async () => {
    const seen: RunProgress[] = [];
    let stored: PieceProgress = { total: 0, completed: 0, blocked: 0 };
    let duringHeartbeat = (): void => undefined;
    const shares = {
      lock: async () => {
        await Promise.resolve();
        duringHeartbeat();
        return { toDate: RUN.toDate, notes: [] };
      },
      // Of the run: this piece is all that it has.
      add: () => Promise.resolve(stored),
      end: () => Promise.resolve(),
    };
    const pieces = {
      buryExpired: () => Promise.resolve(),
      claim: () => Promise.resolve(PIECE),
      renew: (_: unknown, progress: PieceProgress) => {
        stored = progress;
        return Promise.resolve(true);
      },
      finish: () => Promise.resolve(),
      fail: () => Promise.resolve(),
      isOpen: () => Promise.resolve(true),
    };
    const pipeline = {
      compute: async (_request: unknown, _ids: unknown, progress: WorkProgress) => {
        progress.done(null);
        duringHeartbeat = () => {
          duringHeartbeat = () => undefined;
          progress.done(null);
        };
        await vi.advanceTimersByTimeAsync(1_000);
        progress.done(null);
      },
    };
    const parts = [
      { run: (_: unknown, work: () => Promise<unknown>) => work() },
      ...[pieces, shares, { add: () => Promise.resolve() }, pipeline],
      ...[
        { evaluate: () => Promise.resolve() },
        {},
        { now: () => new Date('2024-12-01T00:00:00Z') },
        { mode: 'embedded' },
      ],
    ] as unknown as ConstructorParameters<typeof PieceRunner>;
    const interruption = new AbortController().signal;
    expect(
      await new PieceRunner(...parts).next(RUN, 'worker', { interruption, watch: (state) => seen.push(state) }),
    ).toBe(true);
    expect(seen.map(({ completed }) => completed)).toEqual([1, 2, 3]);
    expect(seen.every(({ total }) => total === PIECE.steps)).toBe(true);
  });
});
