import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMapping } from './generic.kernel.js';
import { type ImportFile, type ImportOptions, PRESETS } from './import-file.kernel.js';
import { MAX_ROWS, readImportFile } from './import-file.loader.js';
import { PRESET_DESCRIPTIONS } from './preset.kernel.js';

const folder = new URL('../../../../test/fixtures/brokers/', import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const OPTIONS: ImportOptions = {
  preset: null,
  mapping: null,
  asOf: null,
  account: null,
  currency: 'USD',
  today: '2024-12-02',
};
const read = (content: string | Uint8Array, options: Partial<ImportOptions> = {}, name = 'file.csv'): ImportFile =>
  readImportFile(name, typeof content === 'string' ? new TextEncoder().encode(content) : content, {
    ...OPTIONS,
    ...options,
  });
const told = ({ holdings }: ImportFile): string[] =>
  holdings.map(({ row, symbol, quantity, entryPrice, entryDate }) =>
    [row, symbol, quantity, entryPrice, entryDate].join(' '),
  );
const rules = ({ problems }: ImportFile): string[] => problems.map(({ rule }) => rule);

describe('readImportFile', () => {
  it('reads Schwab: its title, its shorts in brackets, its options and its cash', () => {
    const file = read(bytesOf('schwab.csv'));
    expect(file).toMatchObject({
      preset: 'schwab',
      account: 'Individual ...417',
      asOf: '2024-11-29',
      cash: '5012.34',
      rows: 6,
      problems: [],
    });
    expect(told(file)).toEqual([
      '4 AAPL 120 152.880583 2024-11-29',
      '5 BRK.B 15.5 330.343871 2024-11-29',
      '6 TSLA -25 215.55 2024-11-29',
      '7 AAPL250117C00250000 -2 6.0533 2024-11-29',
      '8 SCHD 1000.12345678 26.0009 2024-11-29',
    ]);
    expect(file.holdings.map(({ investmentSubtype }) => investmentSubtype)).toEqual([
      'STOCK',
      'STOCK',
      'STOCK',
      'CALL',
      'ETF',
    ]);
  });

  it('reads one account of Schwab’s export of all, and lists them when none is named', () => {
    const content = bytesOf('schwab-all-accounts.csv');
    expect(read(content)).toMatchObject({
      account: null,
      accounts: ['Individual ...417', 'Roth IRA ...902'],
      holdings: [],
      cash: null,
    });
    expect(rules(read(content))).toEqual(['account']);
    const file = read(content, { account: 'ROTH IRA ...902' });
    expect([told(file), file.cash]).toEqual([['11 MSFT 7 300.1 2024-11-29'], '42.5']);
  });

  it('reads Fidelity: byte order mark, core position, pending activity and disclaimers', () => {
    const file = read(bytesOf('fidelity.csv'));
    expect(file).toMatchObject({ preset: 'fidelity', account: 'Z11223344', asOf: '2024-11-29', cash: '2450.18' });
    expect(told(file)).toEqual([
      '3 NVDA 300 14.077433 2024-11-29',
      '4 AAPL250117C00150000 3 5.25 2024-11-29',
      '5 FXAIX 41.257 148.050028 2024-11-29',
      '6 F -200 12.03 2024-11-29',
    ]);
    expect(file.problems).toMatchObject([{ row: 7, rule: 'pending', value: '-$512.20', severity: 'warning' }]);
  });

  it('reads a statement of Interactive Brokers: lots where there are some, summaries else, the last day of its period', () => {
    const file = read(bytesOf('ibkr-statement.csv'));
    expect(file).toMatchObject({
      preset: 'ibkr',
      account: 'U7654321',
      asOf: '2024-11-29',
      cash: '8123.456',
      problems: [],
    });
    expect(told(file)).toEqual([
      '20 AAPL 100 125.37 2023-01-05',
      '21 AAPL 50 230.5 2024-08-06',
      '22 BRK.B 12 351.206667 2024-11-29',
      '24 AAPL250117C00150000 -4 6.1234 2024-11-29',
    ]);
  });

  it('refuses the foreign money of a statement, and multipliers of other contracts', () => {
    const text = new TextDecoder().decode(bytesOf('ibkr-statement.csv'));
    expect(read(text.replace('Ending Cash,EUR,0,0', 'Ending Cash,EUR,12.5,12.5')).problems).toMatchObject([
      { row: 17, rule: 'currency', value: 'EUR', severity: 'error' },
    ]);
    expect(read(text.replace('-,-4,100,', '-,-4,10,')).problems).toMatchObject([
      { row: 24, rule: 'multiplier', field: 'Mult' },
    ]);
  });

  it('reads a Flex query: lots instead of their summary, and OCC symbols of 21 characters', () => {
    expect(told(read(bytesOf('ibkr-flex.csv')))).toEqual([
      '3 MSFT 15 280.1 2023-03-02',
      '4 MSFT 5 360.2 2024-05-10',
      '5 SPY251219P00500000 2 14.25 2024-11-29',
    ]);
  });

  it('reads the first table of Vanguard at its market value, and says so', () => {
    const file = read(bytesOf('vanguard.csv'), { asOf: '2024-11-29' });
    expect(file).toMatchObject({ preset: 'vanguard', account: '55443322', cash: '3210.55' });
    expect(told(file)).toEqual(['2 VTSAX 125.432 144.709962 2024-11-29', '3 BND 80 73.51 2024-11-29']);
    expect(rules(file)).toEqual(['cost_missing', 'cost_missing', 'transactions_table']);
    expect(rules(read(bytesOf('vanguard.csv')))).toContain('as_of_assumed');
  });

  it('reads any table by a mapping: semicolons, a comma as the decimal mark, the day first', () => {
    const sent =
      '{"symbol":"Ticker","quantity":"Stück","total_cost":"Einstand gesamt","entry_date":"Kaufdatum","currency":"Währung","decimal":",","date_order":"dmy"}';
    const read_ = readMapping(sent);
    const mapping = 'mapping' in read_ ? read_.mapping : null;
    const file = read(bytesOf('generic.csv'), { preset: 'generic', mapping, asOf: '2024-11-29' });
    expect(told(file)).toEqual(['2 MSFT 12.5 300.02 2023-01-31', '3 BRK.B 4 300 2023-02-15']);
    expect(file.problems).toEqual([]);
    const absent = read('A,B\n1,2\n', { preset: 'generic', mapping });
    expect(absent.problems).toContainEqual(expect.objectContaining({ rule: 'header', severity: 'error' }));
  });

  it('says what is wrong with a mapping', () => {
    for (const sent of ['[]', '{', '{"symbol":3}', '{"sedol":"S"}', '{"decimal":";"}', '{"date_order":"ymd"}']) {
      expect(readMapping(sent)).toMatchObject({ faults: [expect.stringMatching(/^mapping/)] });
    }
  });

  it('reads Ghostfolio in order of time, with private assets, and leaves liabilities out', () => {
    const file = read(bytesOf('ghostfolio.json'));
    expect(file).toMatchObject({ preset: 'ghostfolio', cash: '1250.75', rows: 7, asOf: '2024-11-29' });
    expect(file.entries.map(({ row, kind, instrument }) => [row, kind, instrument?.symbol ?? null].join(' '))).toEqual([
      '2 buy VTI',
      '6 buy LAKE_CABIN',
      '6 mark LAKE_CABIN',
      '3 dividend VTI',
      '4 fee ',
      '5 interest ',
      '1 sell VTI',
    ]);
    expect(rules(file)).toEqual(['liability']);
  });

  it.each([
    ['type', '"type": "SELL"', '"type": "GIFT"'],
    [
      'currency',
      '"currency": "USD", "dataSource": "YAHOO", "date": "2024-06-03',
      '"currency": "EUR", "dataSource": "YAHOO", "date": "2024-06-03',
    ],
    ['date', '2024-06-03T14', '2024-06-31T14'],
    ['future', '2024-06-03T14', '2025-06-03T14'],
    ['number', '"quantity": 10,', '"quantity": "many",'],
    ['amount', '"unitPrice": 250.1', '"unitPrice": 0'],
    ['decimals', '"quantity": 10,', '"quantity": 10.123456789,'],
  ])('tells %s of an activity', (rule, from, to) => {
    const text = new TextDecoder().decode(bytesOf('ghostfolio.json'));
    expect(text).toContain(from);
    const file = read(text.replace(from, to));
    expect(file.problems).toContainEqual(expect.objectContaining({ row: 1, rule, severity: 'error' }));
  });

  it('finds the preset of every fixture and of every example header, and of nothing else', () => {
    for (const { name, exampleHeader } of PRESET_DESCRIPTIONS) {
      const title = name === 'schwab' ? '"Positions for account A as of 2024/11/29"\n' : '';
      expect([name, read(`${title}${exampleHeader}\n`).preset]).toEqual([name, name]);
    }
    expect(PRESET_DESCRIPTIONS.map(({ name }) => name)).toEqual(PRESETS);
    const unknown = read('Name;Amount\nx;1\n');
    expect(unknown).toMatchObject({ preset: null, problems: [{ rule: 'preset', value: 'Name;Amount' }] });
  });

  it('refuses a row with too few cells instead of moving them', () => {
    const file = read('Symbol,Quantity,Total Cost\nAAPL,1\nMSFT,2,$1,000.00\n');
    expect(file.problems.filter(({ rule }) => rule === 'columns').map(({ row }) => row)).toEqual([2, 3]);
  });

  it('counts rows as an editor does, over blank lines and values of several lines', () => {
    const file = read('Symbol,Description,Quantity,Total Cost\r\n\r\n\r\nAAPL,"one\r\ntwo",1,10\r\nMSFT,,x,10\r\n');
    expect(file.problems).toContainEqual(expect.objectContaining({ row: 6, field: 'Quantity', value: 'x' }));
    expect(told(file)).toEqual(['4 AAPL 1 10 2024-12-02']);
  });

  it('keeps companies apart that are named as totals and cash are', () => {
    const file = read(
      [
        'Symbol,Description,Quantity,Total Cost,Price,Value',
        'TTE,Total SE ADR,3,180.00,60,180',
        'CASH,Pathward Financial,10,450.00,80,800',
        'CASH,,,,,25.5',
        'Total,,,,,1005.5',
      ].join('\n'),
    );
    expect([told(file).map((line) => line.split(' ')[1]), file.cash]).toEqual([['TTE', 'CASH'], '25.5']);
  });

  it('refuses a day in the future', () => {
    expect(rules(read(bytesOf('ghostfolio.json'), { asOf: '2024-12-03' }))).toEqual(['future']);
  });

  it('reads no more rows than are allowed', () => {
    const content = (rows: number): string => `Symbol,Quantity,Total Cost\n${'AAPL,1,10\n'.repeat(rows)}`;
    expect(rules(read(content(MAX_ROWS)))).toEqual(['rows']);
    expect(read(content(MAX_ROWS - 1)).rows).toBe(MAX_ROWS - 1);
  });

  it('never throws: neither on bytes nor on texts that look like files', () => {
    const presets = fc.constantFrom(null, ...PRESETS);
    const cell = fc.constantFrom(
      'Symbol',
      'Quantity',
      'AAPL',
      '"',
      '$1,2',
      '(',
      '--',
      'Open Positions',
      'Header',
      'Data',
      'Lot',
      '{',
      '[]',
      '\n',
      ',',
      ';',
      ' ',
      '9e9',
    );
    const texts = fc
      .array(fc.oneof(cell, fc.string({ maxLength: 5 })), { maxLength: 60 })
      .map((parts) => parts.join(','));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), texts), presets, (content, preset) => {
        const file = read(content, { preset });
        expect(file.holdings.length + file.entries.length === 0 || file.rows > 0).toBe(true);
        for (const problem of file.problems) expect(problem.message).not.toBe('');
      }),
    );
  });

  it('never throws on JSON of any shape', () => {
    fc.assert(
      fc.property(fc.json(), fc.array(fc.jsonValue(), { maxLength: 5 }), (any, activities) => {
        read(any, { preset: 'ghostfolio' });
        read(JSON.stringify({ activities, accounts: activities, meta: any }));
      }),
    );
  });
});
