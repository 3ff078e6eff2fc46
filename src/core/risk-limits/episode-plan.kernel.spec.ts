import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmpty, type OpenEpisode, planEpisodes } from './episode-plan.kernel.js';
import type { Breach, LimitOutcome } from './limit-evaluation.kernel.js';

const breach = (subject: string, value = 2): Breach => ({ subject, value, threshold: 1, bound: 'max' });
const outcome = (breaches: readonly Breach[], unknown: readonly string[] = []): LimitOutcome => ({
  ...{ status: 'breached', value: null, reason: null },
  ...{ breaches, unknown },
});
const episode = (subject: string, given: Partial<OpenEpisode> = {}): OpenEpisode => ({
  ...{ alertId: `alert of ${subject}`, subject, asOf: '2024-11-28', value: 2, threshold: 1, isResolved: false },
  ...given,
});
const NEXT = '2024-11-29';

describe('planEpisodes', () => {
  it('raises what has no alert yet', () => {
    expect(planEpisodes([], outcome([breach('A')]), NEXT)).toEqual({ raise: [breach('A')], update: [], end: [] });
  });

  it('updates what lasts, when session or figure is another one', () => {
    const open = [episode('A', { asOf: NEXT }), episode('B'), episode('C', { asOf: NEXT })];
    const plan = planEpisodes(open, outcome([breach('A'), breach('B'), breach('C', 3)]), NEXT);
    expect(plan.raise).toEqual([]);
    expect(plan.end).toEqual([]);
    expect(plan.update.map(({ alertId }) => alertId)).toEqual(['alert of B', 'alert of C']);
  });

  it('ends what is over, and leaves what nothing is known of', () => {
    const plan = planEpisodes([episode('A'), episode('B')], outcome([], ['B']), NEXT);
    expect(plan).toEqual({ raise: [], update: [], end: ['alert of A'] });
  });

  it('tells nothing more of what a user has put away, until it is over', () => {
    const open = [episode('A', { isResolved: true })];
    expect(isEmpty(planEpisodes(open, outcome([breach('A', 9)]), NEXT))).toBe(true);
    expect(planEpisodes(open, outcome([]), NEXT).end).toEqual(['alert of A']);
  });

  it('has nothing left to do once it is carried out', () => {
    const subjects = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'));
    fc.assert(
      fc.property(subjects, subjects, subjects, (before, breached, unknown) => {
        const found = outcome(
          breached.map((subject) => breach(subject)),
          unknown.filter((subject) => !breached.includes(subject)),
        );
        const open = before.map((subject) => episode(subject));
        const { raise, update, end } = planEpisodes(open, found, NEXT);
        const updated = new Set(update.map(({ alertId }) => alertId));
        const after = [
          ...open
            .filter(({ alertId }) => !end.includes(alertId))
            .map((one) => (updated.has(one.alertId) ? { ...one, asOf: NEXT } : one)),
          ...raise.map(({ subject }) => episode(subject, { asOf: NEXT })),
        ];
        expect(isEmpty(planEpisodes(after, found, NEXT))).toBe(true);
        for (const { subject } of found.breaches)
          expect(after.filter((one) => one.subject === subject)).toHaveLength(1);
      }),
    );
  });
});
