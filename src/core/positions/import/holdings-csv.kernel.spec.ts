import { describe, expect, it } from 'vitest';
import { type CsvCode } from './csv-problem.kernel.js';
import { readHolding } from './holding-row.kernel.js';
import { type Holding, HOLDING_COLUMNS, type HoldingColumn } from './holding.kernel.js';
import { type HoldingsCsv, readHoldings } from './holdings-csv.kernel.js';

type Line = Partial<Record<HoldingColumn, string>>;
const TODAY = '2025-12-01';
const share: Line = { Symbol: 'AAPL', Quantity: '100', 'Entry Price Per Share': '150.25', 'Entry Date': '2024-01-16' };
const put: Line = {
  ...share,
  Symbol: '',
  'Investment Class': 'OPTIONS',
  'Underlying Symbol': 'SPY',
  'Strike Price': '450',
  'Expiration Date': '2026-12-18',
  'Option Type': 'PUT',
};
const blank = Object.fromEntries(HOLDING_COLUMNS.map((column) => [column, ''])) as Record<HoldingColumn, string>;
const record = (line: number, cells: Line) => ({ line, cells: Object.values({ ...blank, ...cells }) });
const read = (...lines: Line[]): HoldingsCsv =>
  readHoldings([{ line: 1, cells: HOLDING_COLUMNS }, ...lines.map((cells, at) => record(at + 2, cells))], TODAY);
const holding = (cells: Line): Holding => {
  const read = readHolding(2, { ...blank, ...cells }, TODAY);
  if (!read.holding) throw new Error(JSON.stringify(read.problems));
  return read.holding;
};
const found = (...lines: Line[]): (string | null)[][] => {
  const result = read(...lines);
  return result.ok ? [] : result.problems.map(({ code, field }) => [code, field]);
};

describe('readHoldings', () => {
  it.each<[CsvCode, HoldingColumn, Line]>([
    ['ERR_POS_001', 'Symbol', { Symbol: '' }],
    ['ERR_POS_001', 'Symbol', { Symbol: '', 'Investment Class': 'OPTIONS' }],
    ['ERR_POS_002', 'Symbol', { Symbol: 'X'.repeat(101) }],
    ['ERR_POS_003', 'Symbol', { Symbol: 'BRK B' }],
    ['ERR_POS_003', 'Symbol', { Symbol: 'STRAßE' }],
    ['ERR_POS_003', 'Symbol', { Symbol: 'AAPL270230C00192500' }],
    ['ERR_POS_004', 'Quantity', { Quantity: '' }],
    ['ERR_POS_005', 'Quantity', { Quantity: '1,000' }],
    ['ERR_POS_005', 'Quantity', { Quantity: 'NaN' }],
    ['ERR_POS_005', 'Quantity', { Quantity: '1e3' }],
    ['ERR_POS_005', 'Quantity', { Quantity: '1234567890123' }],
    ['ERR_POS_006', 'Quantity', { Quantity: '-0.0' }],
    ['ERR_POS_007', 'Quantity', { Quantity: '1.123456789' }],
    ['ERR_POS_008', 'Entry Price Per Share', { 'Entry Price Per Share': '' }],
    ['ERR_POS_009', 'Entry Price Per Share', { 'Entry Price Per Share': '$150' }],
    ['ERR_POS_009', 'Entry Price Per Share', { 'Entry Price Per Share': '1234567890123' }],
    ['ERR_POS_009', 'Exit Price Per Share', { 'Exit Date': '2024-06-14', 'Exit Price Per Share': 'about 160' }],
    ['ERR_POS_009', 'Exit Price Per Share', { 'Exit Date': '2024-06-14' }],
    ['ERR_POS_010', 'Entry Price Per Share', { 'Entry Price Per Share': '0' }],
    ['ERR_POS_010', 'Entry Price Per Share', { 'Entry Price Per Share': '-5' }],
    ['ERR_POS_010', 'Exit Price Per Share', { 'Exit Date': '2024-06-14', 'Exit Price Per Share': '-1' }],
    ['ERR_POS_011', 'Entry Price Per Share', { 'Entry Price Per Share': '150.12345' }],
    ['ERR_POS_011', 'Exit Price Per Share', { 'Exit Date': '2024-06-14', 'Exit Price Per Share': '0.00001' }],
    ['ERR_POS_012', 'Entry Date', { 'Entry Date': '' }],
    ['ERR_POS_012', 'Exit Date', { 'Exit Price Per Share': '160' }],
    ['ERR_POS_013', 'Entry Date', { 'Entry Date': '01/16/2024' }],
    ['ERR_POS_013', 'Entry Date', { 'Entry Date': '2023-02-29' }],
    ['ERR_POS_013', 'Exit Date', { 'Exit Date': '14.6.2024', 'Exit Price Per Share': '160' }],
    ['ERR_POS_014', 'Entry Date', { 'Entry Date': '2025-12-02' }],
    ['ERR_POS_014', 'Exit Date', { 'Exit Date': '2025-12-02', 'Exit Price Per Share': '160' }],
    ['ERR_POS_015', 'Entry Date', { 'Entry Date': '1925-12-25' }],
    ['ERR_POS_015', 'Entry Date', { 'Entry Date': '0050-01-01' }],
    ['ERR_POS_016', 'Investment Class', { 'Investment Class': 'EQUITY' }],
    ['ERR_POS_016', 'Investment Class', { 'Investment Class': 'PUBLIC', 'Strike Price': '150' }],
    ['ERR_POS_016', 'Investment Class', { 'Investment Class': 'PRIVATE', Symbol: 'AAPL270115C00192500' }],
    ['ERR_POS_017', 'Investment Subtype', { 'Investment Class': 'PUBLIC', 'Investment Subtype': 'ART' }],
    ['ERR_POS_017', 'Investment Subtype', { 'Investment Subtype': 'SHARE' }],
    ['ERR_POS_017', 'Investment Subtype', { ...put, 'Investment Subtype': 'CALL' }],
    ['ERR_POS_018', 'Exit Date', { 'Exit Date': '2024-01-15', 'Exit Price Per Share': '160' }],
    ['ERR_POS_019', 'Underlying Symbol', { ...put, Symbol: 'SPY_PUT', 'Underlying Symbol': '' }],
    ['ERR_POS_019', 'Underlying Symbol', { ...put, 'Underlying Symbol': '2330' }],
    ['ERR_POS_019', 'Underlying Symbol', { Symbol: 'AAPL270115C00192500', 'Underlying Symbol': 'MSFT' }],
    ['ERR_POS_020', 'Strike Price', { ...put, 'Strike Price': '' }],
    ['ERR_POS_020', 'Strike Price', { ...put, 'Strike Price': 'ATM' }],
    ['ERR_POS_020', 'Strike Price', { ...put, 'Strike Price': '0' }],
    ['ERR_POS_020', 'Strike Price', { ...put, 'Strike Price': '450.0001' }],
    ['ERR_POS_020', 'Strike Price', { Symbol: 'AAPL270115C00192500', 'Strike Price': '192' }],
    ['ERR_POS_021', 'Expiration Date', { ...put, 'Expiration Date': '' }],
    ['ERR_POS_021', 'Expiration Date', { ...put, 'Expiration Date': '2026-12' }],
    ['ERR_POS_021', 'Expiration Date', { ...put, 'Expiration Date': '2100-01-15' }],
    ['ERR_POS_021', 'Expiration Date', { Symbol: 'AAPL270115C00192500', 'Expiration Date': '2027-01-16' }],
    ['ERR_POS_022', 'Option Type', { ...put, 'Option Type': '' }],
    ['ERR_POS_022', 'Option Type', { ...put, 'Option Type': 'P' }],
    ['ERR_POS_022', 'Option Type', { Symbol: 'AAPL270115C00192500', 'Option Type': 'PUT' }],
  ])('answers %s on %s for %o', (code, field, change) => {
    expect(found({ ...share, ...change })).toEqual([[code, field]]);
  });

  it('answers ERR_POS_023 for the same symbol and entry date, in whatever case', () => {
    expect(found(share, { ...share, Symbol: 'aapl' }, { ...share, 'Entry Date': '2024-01-17' })).toEqual([
      ['ERR_POS_023', 'Symbol'],
    ]);
    expect(read(share, share)).toMatchObject({ problems: [{ row: 3, message: expect.stringContaining('Line 2') }] });
  });

  it('tells contracts on one underlying apart, and knows one contract in both forms', () => {
    expect(read(put, { ...put, 'Strike Price': '455' }, { ...put, 'Option Type': 'CALL' })).toMatchObject({ ok: true });
    expect(found(put, { ...share, Symbol: 'SPY261218P00450000' })).toEqual([['ERR_POS_023', 'Symbol']]);
  });

  it('collects all problems of a line and of all lines, and keeps nothing', () => {
    const result = read(
      share,
      { ...share, Symbol: 'A B', Quantity: '0', 'Entry Date': '' },
      { ...put, 'Strike Price': '' },
    );
    expect(result).toMatchObject({ ok: false, totalRows: 3 });
    expect(result).not.toHaveProperty('holdings');
    expect(result.ok ? [] : result.problems.map(({ row, code }) => [row, code])).toEqual([
      [3, 'ERR_POS_003'],
      [3, 'ERR_POS_006'],
      [3, 'ERR_POS_012'],
      [4, 'ERR_POS_020'],
    ]);
  });

  it('says what is wrong, where, and what to do', () => {
    const result = read({ ...share, 'Entry Price Per Share': '150.12345' });
    expect(result).toMatchObject({
      problems: [
        {
          row: 2,
          symbol: 'AAPL',
          value: '150.12345',
          message: expect.stringMatching(/4 decimals/),
          fix: expect.stringMatching(/^Round/),
        },
      ],
    });
  });

  it('stops at ten thousand problems', () => {
    const result = read(...Array.from({ length: 10_500 }, () => ({ ...share, Symbol: '' })));
    expect(result.ok ? 0 : result.problems.length).toBe(10_000);
  });
});

describe('readHolding', () => {
  it('reads a share', () => {
    expect(holding(share)).toEqual({
      row: 2,
      symbol: 'AAPL',
      quantity: '100',
      entryPrice: '150.25',
      entryDate: '2024-01-16',
      investmentClass: 'PUBLIC',
      investmentSubtype: null,
      underlyingSymbol: null,
      strikePrice: null,
      expirationDate: null,
      optionType: null,
      positionType: 'LONG',
      exitDate: null,
      exitPrice: null,
    });
  });

  const terms = { underlyingSymbol: 'SPY', strikePrice: '450', expirationDate: '2026-12-18', optionType: 'PUT' };

  it.each<[string, Line]>([
    ['its option columns', put],
    ['its option columns, without a class', { ...put, 'Investment Class': '' }],
    ['its option columns under a name of the user', { ...put, Symbol: 'SPY_P450_20261218' }],
    ['its OCC symbol', { ...share, Symbol: 'SPY261218P00450000' }],
    [
      'its padded OCC symbol and the class',
      { ...share, Symbol: 'spy   261218p00450000', 'Investment Class': 'options' },
    ],
    ['both', { ...put, Symbol: 'SPY261218P00450000', 'Strike Price': '450.00' }],
  ])('reads an option by %s', (_form, cells) => {
    expect(holding(cells)).toMatchObject({
      symbol: 'SPY261218P00450000',
      investmentClass: 'OPTIONS',
      investmentSubtype: 'PUT',
      ...terms,
    });
  });

  it('keeps an underlying that differs from the root by its dot or its weekly letter', () => {
    expect(holding({ ...put, 'Underlying Symbol': 'BRK.B' })).toMatchObject({
      symbol: 'BRKB261218P00450000',
      underlyingSymbol: 'BRK.B',
    });
    expect(holding({ ...share, Symbol: 'SPXW261218P04500000', 'Underlying Symbol': 'SPX' }).underlyingSymbol).toBe(
      'SPX',
    );
  });

  it.each<[string, Line]>([
    ['LONG', share],
    ['SHORT', { ...share, Quantity: '-100' }],
    ['LC', { ...put, 'Option Type': 'call' }],
    ['SC', { ...put, 'Option Type': 'CALL', Quantity: '-1' }],
    ['LP', put],
    ['SP', { ...put, Quantity: '-1' }],
  ])('derives %s', (type, cells) => {
    expect(holding(cells).positionType).toBe(type);
  });

  it.each<[string, Line]>([
    ['PUBLIC', {}],
    ['PRIVATE', { Symbol: 'cash_usd' }],
    ['PRIVATE', { 'Investment Subtype': 'hedge_fund' }],
    ['PUBLIC', { 'Investment Subtype': 'CASH' }],
    ['PRIVATE', { 'Investment Class': 'private', 'Investment Subtype': 'CASH' }],
  ])('finds the class %s for %o', (investmentClass, change) => {
    expect(holding({ ...share, ...change }).investmentClass).toBe(investmentClass);
  });

  it('accepts the limits: 4 decimals in a price, 8 in a quantity, 100 characters, 36,500 days, today', () => {
    const limits = {
      Symbol: 'x'.repeat(100),
      Quantity: '-0.00000001',
      'Entry Price Per Share': '0.0001',
      'Entry Date': '1925-12-26',
    };
    expect(holding(limits)).toMatchObject({ quantity: '-0.00000001', entryPrice: '0.0001', entryDate: '1925-12-26' });
    expect(holding({ ...share, 'Entry Date': TODAY }).entryDate).toBe(TODAY);
  });

  it('accepts a worthless exit, and an exit on the day of entry', () => {
    const closed = { ...put, 'Exit Date': '2024-01-16', 'Exit Price Per Share': '0.00' };
    expect(holding(closed)).toMatchObject({ exitDate: '2024-01-16', exitPrice: '0' });
  });
});
