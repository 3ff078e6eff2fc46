import { describe, expect, it } from 'vitest';
import {
  type BatchScope,
  groupSessions,
  planPortfolio,
  type PortfolioState,
  watermarkAfter,
} from './batch-plan.kernel.js';

const WEEK = ['2024-11-25', '2024-11-26', '2024-11-27', '2024-11-29'] as const;
const [MONDAY, TUESDAY, WEDNESDAY, FRIDAY] = WEEK;
const scope: BatchScope = { from: null, to: FRIDAY, isForced: false, lastCompleted: FRIDAY };
const state = (changes: Partial<PortfolioState> = {}): PortfolioState => ({
  firstSession: MONDAY,
  staleFrom: null,
  done: new Set(WEEK),
  ...changes,
});

describe('planPortfolio', () => {
  it('finds nothing to do where everything is done', () => {
    expect(planPortfolio(state(), scope)).toEqual({
      ...{ sessions: [], obsolete: [], restatesFrom: null, settlesAt: undefined },
    });
  });

  it('takes the sessions without a snapshot', () => {
    expect(planPortfolio(state({ done: new Set([TUESDAY]) }), scope).sessions).toEqual([MONDAY, WEDNESDAY, FRIDAY]);
  });

  it('restates from the session of a late entry', () => {
    const plan = planPortfolio(state({ staleFrom: '2024-11-28' }), scope);
    expect(plan).toMatchObject({ sessions: [FRIDAY], restatesFrom: FRIDAY });
  });

  it('restates from the first session of what is older, and nothing of what is later than its end', () => {
    expect(planPortfolio(state({ staleFrom: '1999-12-31' }), scope)).toMatchObject({ restatesFrom: MONDAY });
    expect(planPortfolio(state({ staleFrom: '2050-01-01' }), scope)).toMatchObject({
      sessions: [],
      restatesFrom: null,
    });
  });

  it('computes what is up to date when forced, from where it is told', () => {
    const plan = planPortfolio(state(), { ...scope, from: WEDNESDAY, isForced: true });
    expect(plan).toMatchObject({ sessions: [WEDNESDAY, FRIDAY], restatesFrom: null });
  });

  it('does not restate all when it starts after what is stale', () => {
    const plan = planPortfolio(state({ staleFrom: MONDAY }), { ...scope, from: WEDNESDAY });
    expect(plan).toMatchObject({ sessions: [WEDNESDAY, FRIDAY], restatesFrom: null });
  });

  it('finds the snapshots that no ledger stands behind', () => {
    expect(planPortfolio(state({ firstSession: WEDNESDAY }), scope).obsolete).toEqual([MONDAY, TUESDAY]);
    expect(planPortfolio(state({ firstSession: null }), scope)).toMatchObject({ sessions: [], obsolete: WEEK });
  });
});

describe('what is stale before a ledger begins', () => {
  const none = new Set<string>();

  it('is settled when the whole ledger was reversed', () => {
    const stale = { firstSession: null, staleFrom: MONDAY };
    expect(planPortfolio(state({ ...stale, done: none }), scope)).toMatchObject({ sessions: [], settlesAt: null });
    expect(planPortfolio(state(stale), scope)).toMatchObject({ obsolete: WEEK, settlesAt: null });
    expect(planPortfolio(state({ ...stale, staleFrom: null }), scope).settlesAt).toBeUndefined();
    expect(planPortfolio(state({ ...stale, staleFrom: '2024-12-02' }), scope).settlesAt).toBeUndefined();
  });

  it('moves up to the first session where the run ends before it', () => {
    const early = { ...scope, to: TUESDAY };
    const stale = { staleFrom: MONDAY, firstSession: WEDNESDAY };
    expect(planPortfolio(state(stale), early)).toMatchObject({ sessions: [], settlesAt: WEDNESDAY });
    expect(planPortfolio(state({ ...stale, firstSession: '2024-12-02' }), scope)).toMatchObject({ settlesAt: null });
    expect(planPortfolio(state(stale), scope)).toMatchObject({ restatesFrom: WEDNESDAY, settlesAt: undefined });
  });
});

describe('watermarkAfter', () => {
  const plan = planPortfolio(state({ staleFrom: TUESDAY, done: new Set([TUESDAY, WEDNESDAY, FRIDAY]) }), scope);

  it('leaves the watermark before the stale sessions', () => {
    expect(watermarkAfter(plan, MONDAY, scope, null)).toBeUndefined();
  });

  it('moves with each session and is cleared with the last', () => {
    expect(watermarkAfter(plan, TUESDAY, scope, null)).toBe(WEDNESDAY);
    expect(watermarkAfter(plan, WEDNESDAY, scope, null)).toBe(FRIDAY);
    expect(watermarkAfter(plan, FRIDAY, scope, null)).toBeNull();
  });

  it('is cleared early when the newest session was computed ahead', () => {
    expect(watermarkAfter(plan, WEDNESDAY, scope, FRIDAY)).toBeNull();
  });

  it('stays behind a run that ends before the last completed session', () => {
    expect(watermarkAfter(plan, FRIDAY, { ...scope, lastCompleted: '2024-12-02' }, null)).toBe('2024-12-02');
  });
});

describe('groupSessions', () => {
  const plans = [{ sessions: WEEK, obsolete: [], restatesFrom: null, settlesAt: undefined }];

  it('puts the newest session first and the rest in order', () => {
    expect(groupSessions(plans, FRIDAY, 2)).toEqual([[FRIDAY], [MONDAY, TUESDAY], [WEDNESDAY]]);
  });

  it('counts the steps of all portfolios', () => {
    expect(groupSessions([...plans, ...plans], FRIDAY, 2)).toEqual([[FRIDAY], [MONDAY], [TUESDAY], [WEDNESDAY]]);
  });
});
