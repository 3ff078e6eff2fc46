import { describe, expect, it } from 'vitest';
import {
  type CsvPrice,
  PRICE_COLUMNS,
  type PriceColumn,
  type PriceHeader,
  type PriceRule,
  readPrice,
  readPriceHeader,
  SeenPrices,
} from './prices-csv.kernel.js';

const days = { today: '2025-12-01', isSession: (day: string): boolean => day !== '2025-11-27' };
const header: PriceHeader = { positions: new Map(PRICE_COLUMNS.map((column, at) => [column, at])), width: 9 };
const line = {
  symbol: 'AAPL',
  date: '2025-11-28',
  close: '278.85',
  open: '',
  high: '',
  low: '',
  volume: '',
  split_factor: '',
  dividend: '',
};
const read = (change: Partial<Record<PriceColumn, string>> = {}) =>
  readPrice(7, Object.values({ ...line, ...change }), header, days);
const price = (change: Partial<Record<PriceColumn, string>> = {}): CsvPrice => {
  const reading = read(change);
  if (!reading.ok) throw new Error(JSON.stringify(reading.rejected));
  return reading.value;
};

describe('readPriceHeader', () => {
  it('takes the columns in any order and case, and passes over others', () => {
    const reading = readPriceHeader(1, ['\uFEFFDate ', 'note', 'CLOSE', '', 'Symbol']);
    expect(reading).toEqual({
      ok: true,
      value: {
        width: 5,
        positions: new Map([
          ['symbol', 4],
          ['date', 0],
          ['close', 2],
        ]),
      },
    });
  });

  it.each([
    ['close', ['symbol', 'date', 'open']],
    ['symbol', ['AAPL', '2025-11-28', '278.85']],
    ['close', ['symbol', 'date', 'close', 'Close']],
    ['symbol', ['symbol', 'date', 'close', 'symbol']],
    ['symbol', ['symbol;date;close']],
  ])('refuses a header for its %s: %j', (field, cells) => {
    expect(readPriceHeader(3, cells)).toMatchObject({ ok: false, rejected: { line: 3, field, rule: 'header' } });
  });
});

describe('readPrice', () => {
  it('reads a close alone', () => {
    expect(price({ symbol: ' brk.b ' })).toEqual({
      symbol: 'BRK.B',
      date: '2025-11-28',
      close: '278.85',
      open: null,
      high: null,
      low: null,
      volume: null,
      splitFactor: null,
      dividend: null,
      line: 7,
    });
  });

  it('reads every column', () => {
    const all = {
      open: '277.0',
      high: '279',
      low: '276',
      volume: '0',
      split_factor: '0.333333333333',
      dividend: '0.00',
    };
    const figures = { open: '277', high: '279', low: '276', volume: '0', splitFactor: '0.333333333333', dividend: '0' };
    expect(price(all)).toMatchObject(figures);
  });

  it.each<[PriceRule, PriceColumn, string]>([
    ['symbol', 'symbol', ''],
    ['symbol', 'symbol', 'BRK B'],
    ['symbol', 'symbol', 'AAPL251340C00190000'],
    ['symbol', 'symbol', 'AAPL1251219C00190000'],
    ['date', 'date', '2025-02-29'],
    ['date', 'date', '11/28/2025'],
    ['date-range', 'date', '1999-12-31'],
    ['date-range', 'date', '2036-01-02'],
    ['date-in-future', 'date', '2025-12-02'],
    ['not-a-session', 'date', '2025-11-27'],
    ['number', 'close', ''],
    ['number', 'close', '1,278.85'],
    ['number', 'open', 'null'],
    ['positive', 'close', '0'],
    ['positive', 'close', '-1'],
    ['positive', 'low', '0.0'],
    ['positive', 'split_factor', '0'],
    ['not-negative', 'volume', '-1'],
    ['not-negative', 'dividend', '-0.24'],
    ['decimals', 'close', '278.8512345'],
    ['decimals', 'dividend', '0.2400001'],
    ['decimals', 'volume', '1234.5'],
    ['decimals', 'split_factor', '0.3333333333333'],
    ['size', 'volume', '1234567890123'],
  ])('rejects by the rule %s the %s %j', (rule, field, value) => {
    expect(read({ [field]: value })).toEqual({
      ok: false,
      rejected: {
        line: 7,
        symbol: field === 'symbol' ? value || null : 'AAPL',
        field,
        value: value || null,
        rule,
        fix: expect.any(String),
      },
    });
  });

  it('reads an option symbol in any form as its compact one', () => {
    for (const symbol of ['AAPL251219C00190000', 'aapl  251219c00190000']) {
      expect(price({ symbol }).symbol).toBe('AAPL251219C00190000');
    }
  });

  it('rejects a high below the low, compared as numbers', () => {
    expect(read({ high: '99', low: '100' })).toMatchObject({
      rejected: { field: 'high', value: '99', rule: 'high-below-low' },
    });
    expect(read({ high: '100', low: '99' }).ok).toBe(true);
    expect(read({ high: '100', low: '100' }).ok).toBe(true);
  });

  it('rejects a line of another width', () => {
    expect(readPrice(7, ['AAPL', '2025-11-28', '1', '278.85'], header, days)).toMatchObject({
      rejected: { line: 7, rule: 'column-count' },
    });
  });

  it('accepts 6 decimals, trailing zeros not counted, and the first and last day', () => {
    expect(price({ close: '0.00000100' }).close).toBe('0.000001');
    expect(price({ date: '2000-01-01' }).date).toBe('2000-01-01');
    expect(price({ date: days.today }).date).toBe(days.today);
  });
});

describe('SeenPrices', () => {
  it('tells the same price from another, per symbol and day', () => {
    const seen = new SeenPrices();
    const met = [
      {},
      {},
      { close: '278.850' },
      { close: '278.86' },
      { volume: '5' },
      { symbol: 'MSFT', close: '1' },
      { date: '2025-11-26', close: '2' },
      {},
    ];
    expect(met.map((change) => seen.meet(price(change)))).toEqual([
      'new',
      'same',
      'same',
      'other',
      'other',
      'new',
      'new',
      'same',
    ]);
  });
});
