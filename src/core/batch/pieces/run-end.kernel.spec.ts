import { describe, expect, it } from 'vitest';
import { type EndedPiece, endOf, MAX_EARLIER_PROBLEMS } from './run-end.kernel.js';

interface Problem {
  readonly portfolioId: string;
  readonly date: string;
  readonly reason: string;
}

const NEWEST = '2024-11-29';
const problem = (date: string, portfolioId = 'p'): Problem => ({ portfolioId, date, reason: 'x' });
const piece = (changes: Partial<EndedPiece<Problem>> = {}): EndedPiece<Problem> => ({
  ...{ status: 'done', completedSteps: 4, blockedSteps: 0, problems: [], error: null },
  ...changes,
});
const dead = (error: string | null, completedSteps = 0): EndedPiece<Problem> =>
  piece({ status: 'dead', completedSteps, error });

describe('endOf', () => {
  it('is complete without pieces, and with pieces that are done', () => {
    expect(endOf([], NEWEST, [])).toEqual({ status: 'completed', problems: [], error: null });
    expect(endOf([piece(), piece({ completedSteps: 0 })], NEWEST, []).status).toBe('completed');
  });

  it('is partial where a step was blocked', () => {
    const blocked = piece({ blockedSteps: 1, problems: [problem(NEWEST)] });
    expect(endOf([piece(), blocked], NEWEST, [])).toEqual({
      ...{ status: 'partial', problems: [problem(NEWEST)], error: null },
    });
  });

  it('tells the first error, and of how many pieces it is one', () => {
    expect(endOf([dead('boom')], NEWEST, [])).toMatchObject({ status: 'failed', error: 'boom' });
    expect(endOf([dead('boom', 2)], NEWEST, [])).toMatchObject({ status: 'partial', error: 'boom' });
    expect(endOf([piece(), dead('boom'), dead('bang')], NEWEST, [])).toMatchObject({
      ...{ status: 'partial', error: '2 of 3 pieces failed: boom' },
    });
    expect(endOf([dead(null)], NEWEST, []).error).toMatch(/without saying why/);
  });

  it('names everybody who lacks the last session, limits those of before, and puts notes last', () => {
    const many = Array.from({ length: MAX_EARLIER_PROBLEMS }, (_, i) => problem('2024-11-01', String(i)));
    const pieces = [
      piece({ problems: [...many, problem(NEWEST, 'a')] }),
      piece({ problems: [problem('2024-11-01', 'late'), problem(NEWEST, 'b')] }),
    ];
    const { problems } = endOf(pieces, NEWEST, [problem('2024-11-05', 'note')]);
    expect(problems.map(({ portfolioId }) => portfolioId).slice(-3)).toEqual(['a', 'b', 'note']);
    expect(problems).toHaveLength(MAX_EARLIER_PROBLEMS + 3);
  });
});
