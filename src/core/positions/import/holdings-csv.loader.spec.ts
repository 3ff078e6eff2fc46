import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvCode } from './csv-problem.kernel.js';
import { HOLDING_COLUMNS, type HoldingColumn } from './holding.kernel.js';
import { type HoldingsCsv } from './holdings-csv.kernel.js';
import { MAX_HOLDINGS_BYTES, parseHoldingsCsv } from './holdings-csv.loader.js';

const TODAY = '2025-12-01';
const HEADER = 'Symbol,Quantity,Entry Price Per Share,Entry Date';
const AAPL = 'AAPL,100,150.25,2024-01-16';
const MSFT = 'MSFT,50,402.15,2024-02-12';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string | Uint8Array, name = 'holdings.csv'): HoldingsCsv =>
  parseHoldingsCsv(name, typeof text === 'string' ? bytes(text) : text, TODAY);
const problems = (result: HoldingsCsv) => (result.ok ? [] : result.problems);
const rows = (result: HoldingsCsv) =>
  result.ok ? result.holdings.map(({ row, symbol }) => [row, symbol]) : result.problems;

describe('parseHoldingsCsv, files', () => {
  it.each<[CsvCode, string, number | null, string | Uint8Array]>([
    ['ERR_CSV_001', 'more than 10 MiB', null, new Uint8Array(MAX_HOLDINGS_BYTES + 1)],
    ['ERR_CSV_005', 'nothing', null, ''],
    ['ERR_CSV_005', 'a byte order mark and nothing else', null, '\uFEFF'],
    ['ERR_CSV_005', 'blank lines', null, ' \r\n\t\r\n'],
    ['ERR_CSV_003', 'comments', null, '# one\n  # two'],
    ['ERR_CSV_003', 'a header', 2, `# one\n${HEADER}\n`],
    ['ERR_CSV_003', 'a header and blank records', 1, `${HEADER}\n,,,\n`],
    ['ERR_CSV_004', 'no quantity', 1, `Symbol,Entry Price Per Share,Entry Date\nAAPL,1,2024-01-16`],
    ['ERR_CSV_004', 'a column twice', 1, `${HEADER},quantity\n${AAPL},1`],
    ['ERR_CSV_005', 'no header', 1, `${AAPL}\n${MSFT}`],
    ['ERR_CSV_005', 'a blank header', 1, `,,,\n${AAPL}`],
    ['ERR_CSV_006', 'bytes that are not UTF-8', null, new Uint8Array([0x53, 0xff, 0x0a])],
    ['ERR_CSV_006', 'UTF-16', null, new Uint8Array(Buffer.from(`${HEADER}\n${AAPL}`, 'utf16le'))],
    [
      'ERR_CSV_006',
      'a quote that is never closed',
      3,
      `${HEADER}\n${AAPL}\n"MSFT,50,402.15,2024-02-12\nX,1,1,2024-01-16`,
    ],
    ['ERR_CSV_006', 'a quote within a value', 2, `${HEADER}\nAA"PL,100,150.25,2024-01-16`],
    ['ERR_CSV_006', 'text after a closing quote', 2, `${HEADER}\n"AA"PL,100,150.25,2024-01-16`],
    ['ERR_CSV_006', 'a line with one column too many', 3, `${HEADER}\n${AAPL}\n${MSFT},9`],
    ['ERR_CSV_006', 'a line with one column too few', 2, `${HEADER}\nAAPL,100,150.25\n${MSFT}`],
    ['ERR_CSV_006', 'an unquoted thousands separator', 2, `${HEADER}\nAAPL,1,000,150.25,2024-01-16`],
  ])('answers %s for %s', (code, _name, row, content) => {
    expect(problems(parse(content)).map((problem) => [problem.code, problem.row])).toEqual([[code, row]]);
  });

  it('answers ERR_CSV_002 for another name, and takes .CSV', () => {
    expect(problems(parse(`${HEADER}\n${AAPL}`, 'holdings.xlsx'))).toMatchObject([
      { code: 'ERR_CSV_002', value: 'holdings.xlsx' },
    ]);
    expect(parse(`${HEADER}\n${AAPL}`, 'HOLDINGS.CSV').ok).toBe(true);
  });

  it('accepts exactly 10 MiB', () => {
    const content = `${HEADER}\n${AAPL}\n#`;
    expect(parse(content.padEnd(MAX_HOLDINGS_BYTES, ' ')).ok).toBe(true);
  });

  it('names each missing column', () => {
    expect(problems(parse('Ticker,Shares\nAAPL,1')).map(({ code, field }) => [code, field])).toEqual([
      ['ERR_CSV_004', 'Symbol'],
      ['ERR_CSV_004', 'Quantity'],
      ['ERR_CSV_004', 'Entry Price Per Share'],
      ['ERR_CSV_004', 'Entry Date'],
    ]);
  });

  it('tells of semicolons', () => {
    expect(problems(parse(`${HEADER}\n${AAPL}`.replaceAll(',', ';')))[0]?.fix).toMatch(/commas/);
  });

  it('reports uneven lines beside the problems of other lines', () => {
    const result = parse(`${HEADER}\nAAPL,0,150,2024-01-16\n${MSFT},,`);
    expect(problems(result).map(({ row, code }) => [row, code])).toEqual([
      [2, 'ERR_POS_006'],
      [3, 'ERR_CSV_006'],
    ]);
  });

  it('gives up on a file that is uneven throughout', () => {
    expect(problems(parse(`${HEADER}\n${'a\n'.repeat(200_000)}`))).toMatchObject([{ code: 'ERR_CSV_006', row: 1002 }]);
  });
});

describe('parseHoldingsCsv, lines', () => {
  it('counts lines as the user sees them: comments, blank lines and quoted line breaks included', () => {
    const text = [
      '\uFEFF# a "comment',
      '',
      `Note,${HEADER}`,
      '  # another',
      `"one\r\ntwo\r\n\r\nfour",${AAPL}`,
      ',,,,',
      `x,${MSFT}`,
      'y,Z,0,1,2024-01-16',
    ];
    const good = parse(text.slice(0, -1).join('\r\n'));
    expect(rows(good)).toEqual([
      [5, 'AAPL'],
      [10, 'MSFT'],
    ]);
    expect(good.totalRows).toBe(2);
    expect(problems(parse(text.join('\n')))).toMatchObject([{ row: 11, symbol: 'Z', code: 'ERR_POS_006' }]);
  });

  it.each([
    ['LF', '\n', '\n'],
    ['CRLF', '\r\n', '\r\n'],
    ['CR', '\r', '\r'],
    ['a mixture', '\r\n', '\n'],
  ])('reads line ends of %s', (_name, first, second) => {
    expect(rows(parse(`${HEADER}${first}${AAPL}${second}${MSFT}`))).toEqual([
      [2, 'AAPL'],
      [3, 'MSFT'],
    ]);
  });

  it('matches header names in any case and with blanks around, and passes over other columns', () => {
    const text = ` ENTRY DATE , Broker,quantity,"Symbol ",Entry price per share,,\n2024-01-16,x,\t100 , aapl ," 150.25 ",,`;
    expect(parse(text)).toMatchObject({
      ok: true,
      holdings: [{ symbol: 'AAPL', quantity: '100', entryPrice: '150.25', entryDate: '2024-01-16' }],
    });
  });

  it('reads 10,000 lines', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `S${at.toString()},1.5,20.25,2024-01-16`);
    expect(parse([HEADER, ...lines].join('\n'))).toMatchObject({ ok: true, totalRows: 10_000 });
  });
});

type Line = Record<HoldingColumn, string>;
const blank = Object.fromEntries(HOLDING_COLUMNS.map((column) => [column, ''])) as Line;
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2025-12-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const price = fc.integer({ min: 1, max: 10 ** 9 }).map((units) => (units / 10_000).toString());
const strike = fc.integer({ min: 1, max: 99_999_999 }).map((mills) => (mills / 1000).toString());
const quantity = fc
  .integer({ min: -(10 ** 9), max: 10 ** 9 })
  .filter((n) => n !== 0)
  .map((units) => (units / 1000).toString());
const line: fc.Arbitrary<Line> = fc.record({
  ...Object.fromEntries(HOLDING_COLUMNS.map((column) => [column, fc.constant('')])),
  Symbol: fc.stringMatching(/^[A-Z][A-Z0-9._-]{0,9}$/),
  Quantity: quantity,
  'Entry Price Per Share': price,
  'Entry Date': day,
}) as fc.Arbitrary<Line>;
const optionLine = fc
  .tuple(line, fc.stringMatching(/^[A-Z]{1,6}$/), strike, day, fc.constantFrom('CALL', 'PUT'))
  .map(([cells, root, strikePrice, expiration, type]) => ({
    ...cells,
    Symbol: '',
    'Underlying Symbol': root,
    'Strike Price': strikePrice,
    'Expiration Date': expiration < '2000' || expiration < cells['Entry Date'] ? '2030-01-18' : expiration,
    'Option Type': type,
  }));
const closedLine = line.chain((cells) =>
  price.map((exit) => ({ ...cells, 'Exit Date': TODAY, 'Exit Price Per Share': exit })),
);
const identity = (cells: Line): string =>
  Object.values({ ...cells, Quantity: '', 'Entry Price Per Share': '' })
    .slice(0, 10)
    .join();
const file = fc.uniqueArray(fc.oneof(line, optionLine, closedLine), {
  selector: identity,
  minLength: 1,
  maxLength: 12,
});

describe('parseHoldingsCsv, in general', () => {
  it('reads back any holdings, in any order of columns, with any line ends and quoting', () => {
    const columns = fc.shuffledSubarray([...HOLDING_COLUMNS], { minLength: 12 });
    fc.assert(
      fc.property(
        file,
        columns,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        (lines, order, eol, bom, quote) => {
          const cell = (text: string): string => (quote ? `"${text}"` : text);
          const csv = [order, ...lines.map((cells) => order.map((column) => cells[column]))];
          const result = parse((bom ? '\uFEFF' : '') + csv.map((cells) => cells.map(cell).join(',')).join(eol));
          if (!result.ok) throw new Error(JSON.stringify(result.problems));
          const written = result.holdings.map((holding) => ({
            ...blank,
            Symbol: holding.optionType ? '' : holding.symbol,
            Quantity: holding.quantity,
            'Entry Price Per Share': holding.entryPrice,
            'Entry Date': holding.entryDate,
            'Underlying Symbol': holding.underlyingSymbol ?? '',
            'Strike Price': holding.strikePrice ?? '',
            'Expiration Date': holding.expirationDate ?? '',
            'Option Type': holding.optionType ?? '',
            'Exit Date': holding.exitDate ?? '',
            'Exit Price Per Share': holding.exitPrice ?? '',
          }));
          expect(written).toEqual(lines);
        },
      ),
    );
  });

  it('throws for no bytes and no text, and always says something', () => {
    const texts = fc
      .array(
        fc.oneof(fc.constantFrom(HEADER, ',', '"', '\n', '\r', '#', ' ', AAPL), fc.string({ unit: 'binary-ascii' })),
      )
      .map((parts) => bytes(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), texts), (content) => {
        const result = parse(content);
        expect(result.ok ? result.holdings.length : result.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
