import { describe, expect, it } from 'vitest';
import { durationsOf, JobTally } from './run-jobs.kernel.js';

describe('JobTally', () => {
  it('adds up phases to which a run comes back', () => {
    const tally = new JobTally([], 0);
    tally.enter('symbol results', 0);
    tally.processed(10);
    tally.enter('portfolio results', 2_000);
    tally.processed(1);
    tally.enter('symbol results', 3_000);
    tally.processed(5);
    expect(tally.durations).toEqual({ 'symbol results': 2, 'portfolio results': 1 });
    expect(tally.list(4_500, null)).toEqual([
      {
        ...{ name: 'symbol results', status: 'running', startedAgo: 4.5, endedAgo: null },
        ...{ seconds: 3.5, records: 15, error: null },
      },
      {
        ...{ name: 'portfolio results', status: 'completed', startedAgo: 2.5, endedAgo: 1.5 },
        ...{ seconds: 1, records: 1, error: null },
      },
    ]);
  });

  it('counts what an earlier phase stores only now as that one', () => {
    const tally = new JobTally([], 0);
    tally.processed(1, 'portfolio results');
    tally.enter('inputs', 0);
    tally.processed(1, 'portfolio results');
    tally.enter('portfolio results', 1_000);
    tally.enter('symbol results', 2_000);
    tally.processed(3, 'portfolio results');
    expect(tally.list(3_000, null).map(({ name, records }) => [name, records])).toEqual([
      ['inputs', 1],
      ['portfolio results', 3],
      ['symbol results', null],
    ]);
  });

  it('says in which phase a run failed, and why', () => {
    const tally = new JobTally([], 0);
    tally.enter('prices', 0);
    tally.enter('events', 1_000);
    expect(tally.list(2_000, 'away').map(({ status, error }) => [status, error])).toEqual([
      ['completed', null],
      ['failed', 'away'],
    ]);
  });

  it('goes on from what earlier attempts did', () => {
    const tally = new JobTally([{ jobName: 'prices', durationSeconds: 4, recordsProcessed: 3 }], 0);
    tally.enter('prices', 100);
    tally.processed(2);
    tally.leave(1_100);
    expect(tally.list(1_100, null)).toMatchObject([{ status: 'completed', seconds: 5, records: 5 }]);
  });

  it('counts nothing where nothing was said', () => {
    const tally = new JobTally([], 0);
    tally.processed(3);
    tally.enter('events', 0);
    expect(tally.list(10, null)).toMatchObject([{ records: null }]);
  });
});

describe('durationsOf', () => {
  it('names the seconds of each phase', () => {
    expect(durationsOf([{ jobName: 'prices', durationSeconds: 1.5 }])).toEqual({ prices: 1.5 });
  });
});
