import { describe, expect, it } from 'vitest';
import { periodPnl, startOf } from './period-pnl.kernel.js';

const history = { session: '2024-11-29', cumulativePnl: 1500, cumulativePnlBefore: null, ledgerStart: null };

describe('startOf', () => {
  it('is the first day of the calendar period', () => {
    expect(startOf('year', '2024-11-29')).toBe('2024-01-01');
    expect(startOf('month', '2024-11-29')).toBe('2024-11-01');
  });
});

describe('periodPnl', () => {
  it('is the change since the last session before the period', () => {
    expect(periodPnl('year', { ...history, cumulativePnlBefore: -250 })).toEqual({ ok: true, value: 1750 });
  });

  it('starts from nothing when the ledger began within the period', () => {
    expect(periodPnl('month', { ...history, ledgerStart: '2024-11-01' })).toEqual({ ok: true, value: 1500 });
    expect(periodPnl('month', history)).toEqual({ ok: true, value: 1500 });
  });

  it('begins at a session: a ledger of the days between the years is one of the new year', () => {
    const weekend = { ...history, session: '2024-11-29', ledgerStart: '2023-12-30' };
    expect(periodPnl('year', weekend)).toEqual({ ok: true, value: 1500 });
    expect(periodPnl('year', { ...weekend, ledgerStart: '2023-12-29' })).toMatchObject({ ok: false });
  });

  it('has no base when an older ledger was not valued before the period', () => {
    const older = { ...history, ledgerStart: '2024-10-31' };
    expect(periodPnl('month', older)).toEqual({ ok: false, reason: 'no-data-before-this-date' });
    expect(periodPnl('year', older)).toEqual({ ok: true, value: 1500 });
  });
});
