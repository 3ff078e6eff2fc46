import { describe, expect, it } from 'vitest';
import { activityLog, logText, type RunMoments } from './run-log.kernel.js';

const run = (changes: Partial<RunMoments> = {}): RunMoments => ({
  requestedAt: '2024-12-02T22:00:00.000Z',
  startedAt: '2024-12-02T22:00:01.000Z',
  seenAt: '2024-12-02T22:00:05.000Z',
  completedAt: null,
  phase: 'prices',
  total: 4,
  completed: 1,
  durations: { prices: 3.5 },
  problems: [],
  ...changes,
});

describe('activityLog', () => {
  it('says how far a run is', () => {
    expect(activityLog(run(), 'running').map(({ message }) => message)).toEqual([
      'The calculation was asked for.',
      'The calculation began.',
      'prices: 3.5 s so far.',
      'At work on prices: 1 of 4 sessions are done.',
    ]);
  });

  it('names what could not be computed, and how it ended', () => {
    const completedAt = '2024-12-02T22:00:09.000Z';
    const problems = [{ date: '2024-11-29', reason: 'no-price', detail: 'AAPL' }];
    expect(activityLog(run({ completedAt, problems, durations: {} }), 'partial').slice(2)).toEqual([
      { timestamp: completedAt, message: '2024-11-29 could not be computed: no-price (AAPL).', level: 'warning' },
      { timestamp: completedAt, message: 'The calculation is complete, but for the sessions above.', level: 'warning' },
    ]);
  });

  it('is a text of one line each', () => {
    const head = { title: 'My\nbook', status: 'running', generatedAt: 'now' };
    expect(logText(head, activityLog(run(), 'running')).split('\n')).toHaveLength(9);
  });
});
