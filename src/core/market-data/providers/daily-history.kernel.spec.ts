import { describe, expect, it } from 'vitest';
import { asOfSession, datedRows, isRebased, splitRatio } from './daily-history.kernel.js';

const bar = (date: string, close: string) => ({ date, close, open: close, high: null, low: null, volume: '100' });
const row = (date: string, close: string, splitFactor = '1') => ({ ...bar(date, close), splitFactor, dividend: '0' });

describe('datedRows', () => {
  it('puts an event on its day, or on the next one with a close', () => {
    const rows = datedRows({
      bars: [bar('2024-11-27', '10'), bar('2024-11-29', '11')],
      splits: [{ date: '2024-11-28', ratio: '2' }],
      dividends: [
        { date: '2024-11-27', amount: '0.25' },
        { date: '2024-11-27', amount: '0.1' },
        { date: '2024-12-02', amount: '9' },
        { date: '2024-11-01', amount: '9' },
      ],
    });
    expect(rows.map(({ splitFactor, dividend }) => [splitFactor, dividend])).toEqual([
      ['1', '0.35'],
      ['2', '0'],
    ]);
  });

  it('has twelve decimals for a split', () => {
    expect([splitRatio(1, 3), splitRatio(4, 1), splitRatio(0, 1), splitRatio(null, 1)]).toEqual([
      ...['0.333333333333', '4'],
      ...[null, null],
    ]);
  });
});

describe('isRebased', () => {
  const held = [
    { date: '2024-11-26', close: '240.000000', splitFactor: '1.000000000000' },
    { date: '2024-11-27', close: '236.000000', splitFactor: '1.000000000000' },
  ];

  it.each([
    ['the same prices', [row('2024-11-26', '240'), row('2024-11-27', '236')], false],
    ['one corrected price', [row('2024-11-26', '241'), row('2024-11-27', '236')], false],
    ['a new session', [row('2024-11-27', '236'), row('2024-11-29', '237')], false],
    ['all of them in other shares', [row('2024-11-26', '60'), row('2024-11-27', '59')], true],
    ['a split in the new session', [row('2024-11-27', '236'), row('2024-11-29', '60', '4')], true],
    ['a split among the stored ones', [row('2024-11-26', '240'), row('2024-11-27', '236', '2')], true],
  ])('reads %s', (_, given, expected) => {
    expect(isRebased(held, given)).toBe(expected);
  });

  it('is not what a first fetch is', () => {
    expect(isRebased([], [row('2024-11-26', '60', '4')])).toBe(false);
  });
});

describe('asOfSession', () => {
  it('leaves everything as it is without a later split', () => {
    const history = { symbol: 'A', currency: null, bars: [bar('2024-11-26', '1')], splits: [], dividends: [] };
    expect(asOfSession(history, '2024-11-29')).toEqual(history);
  });

  it('brings closes, dividends and volumes back into old shares', () => {
    const { bars, dividends, splits } = asOfSession(
      {
        ...{ symbol: 'A', currency: null, bars: [bar('2024-11-26', '60'), bar('2024-11-27', '61')] },
        splits: [{ date: '2024-11-27', ratio: '4' }],
        dividends: [{ date: '2024-11-26', amount: '0.25' }],
      },
      '2024-11-26',
    );
    expect(bars).toEqual([{ ...bar('2024-11-26', '240'), volume: '25' }]);
    expect([dividends, splits]).toEqual([[{ date: '2024-11-26', amount: '1' }], []]);
  });
});
