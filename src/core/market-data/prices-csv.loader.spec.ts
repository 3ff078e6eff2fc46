import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_REJECTED_KEPT, PricesCsvReader, type PricesCsvReport } from './prices-csv.loader.js';
import { type CsvPrice } from './prices-csv.kernel.js';

const options = { today: '2025-12-01', isSession: (day: string): boolean => day !== '2025-11-27' };

interface Import {
  readonly prices: readonly CsvPrice[];
  readonly sizes: readonly number[];
  readonly report: PricesCsvReport;
}

async function read(chunks: string | readonly (string | Uint8Array)[], batchSize = 3): Promise<Import> {
  const bytes = [chunks].flat().map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  const reader = new PricesCsvReader(Readable.from(bytes), { ...options, batchSize });
  const [prices, sizes]: [CsvPrice[], number[]] = [[], []];
  for await (const batch of reader.batches()) {
    sizes.push(batch.length);
    prices.push(...batch);
  }
  return { prices, sizes, report: reader.report };
}

const HEADER = 'symbol,date,close';
const closes = ({ prices }: Import) => prices.map(({ symbol, date, close, line }) => [symbol, date, close, line]);

describe('PricesCsvReader', () => {
  it('reads prices with the lines they stand on', async () => {
    const text =
      '\uFEFF# from a vendor\r\n\r\nDate,Symbol,Volume,Close\r\n2025-11-26,aapl,100,277.55\r\n,,,\r\n2025-11-28,"AAPL", ,"278.85"\r\n';
    const result = await read(text);
    expect(closes(result)).toEqual([
      ['AAPL', '2025-11-26', '277.55', 4],
      ['AAPL', '2025-11-28', '278.85', 6],
    ]);
    expect(result.report).toEqual({
      rowsRead: 2,
      accepted: 2,
      repeated: 0,
      rejected: { total: 0, kept: [] },
      failure: null,
    });
  });

  it('yields batches of the size asked for, and the rest', async () => {
    const lines = Array.from({ length: 7 }, (_, at) => `S${at},2025-11-28,1`);
    expect((await read([HEADER, ...lines].join('\n'))).sizes).toEqual([3, 3, 1]);
    expect((await read([HEADER, ...lines.slice(0, 6)].join('\n'))).sizes).toEqual([3, 3]);
  });

  it('accepts the good lines and reports the others', async () => {
    const { prices, report } = await read(
      [
        HEADER,
        'A,2025-11-28,1',
        'A,2025-11-27,1',
        'A,2025-11-26,x',
        'A,2025-11-25',
        '"A,2025-11-24,1',
        'A,2025-11-28,2',
        'A,2025-11-28,1.0',
        'A,2025-11-21,3',
      ].join('\n'),
    );
    expect(prices.map(({ line }) => line)).toEqual([2, 9]);
    expect(report).toMatchObject({ rowsRead: 8, accepted: 2, repeated: 1, failure: null });
    expect(report.rejected.total).toBe(5);
    expect(report.rejected.kept.map(({ line, rule }) => [line, rule])).toEqual([
      [3, 'not-a-session'],
      [4, 'number'],
      [5, 'column-count'],
      [6, 'csv'],
      [7, 'duplicate'],
    ]);
  });

  it('finds a duplicate across batches', async () => {
    const lines = Array.from({ length: 9 }, (_, at) => `S${at},2025-11-28,1`);
    const { report } = await read([HEADER, ...lines, 'S0,2025-11-28,2'].join('\n'), 2);
    expect(report.rejected.kept).toMatchObject([
      { line: 11, symbol: 'S0', field: 'close', value: '2', rule: 'duplicate' },
    ]);
  });

  it('keeps the first thousand rejected lines and counts all', async () => {
    const { report } = await read(`${HEADER}\n${'A,2025-11-27,1\n'.repeat(1200)}`);
    expect(report.rejected.total).toBe(1200);
    expect(report.rejected.kept).toHaveLength(MAX_REJECTED_KEPT);
  });

  it.each<[string, string, number, readonly (string | Uint8Array)[]]>([
    ['an empty file', 'header', 1, ['']],
    ['a file of comments', 'header', 1, ['# nothing\n']],
    ['a file without a header', 'header', 1, ['A,2025-11-28,1\n']],
    ['a header with a stray quote', 'csv', 1, [`"${HEADER}\nA,2025-11-28,1`]],
    [
      'bytes that are no text',
      'utf-8',
      3,
      [`${HEADER}\nA,2025-11-28,1\n`, new Uint8Array([0xff, 0xfe]), 'B,2025-11-28,1\n'],
    ],
    ['a character cut off at the end', 'utf-8', 3, [`${HEADER}\nA,2025-11-28,1\n`, new Uint8Array([0xc3])]],
    ['a line without an end', 'csv', 2, [`${HEADER}\n`, 'x'.repeat(70_000)]],
  ])('says why it stopped at %s', async (_name, rule, line, chunks) => {
    expect((await read(chunks)).report.failure).toMatchObject({ rule, line });
  });

  it('keeps what stood before the place where it stopped', async () => {
    const result = await read([`${HEADER}\nA,2025-11-28,1\n`, new Uint8Array([0xff])]);
    expect(closes(result)).toEqual([['A', '2025-11-28', '1', 2]]);
  });

  it('throws for a file that is not there', async () => {
    const reader = new PricesCsvReader('/nowhere/prices.csv', options);
    await expect(reader.batches().next()).rejects.toThrow(/ENOENT/);
  });

  it('stops reading its source when its reader stops', async () => {
    const source = Readable.from([`${HEADER}\nA,2025-11-28,1\nB,2025-11-28,1\n`, 'C,2025-11-28,1\n']);
    for await (const batch of new PricesCsvReader(source, { ...options, batchSize: 1 }).batches()) {
      expect(batch).toHaveLength(1);
      break;
    }
    expect(source.destroyed).toBe(true);
  });

  it('reads no further than the batches that are taken', async () => {
    let produced = 0;
    const source = Readable.from(
      (function* () {
        yield `${HEADER}\n`;
        for (; produced < 100_000; produced++) yield `S${produced},2025-11-28,1\n`;
      })(),
    );
    const batches = new PricesCsvReader(source, { ...options, batchSize: 10 }).batches();
    await batches.next();
    expect(produced).toBeLessThan(1000);
    await batches.return();
  });

  it('reads the same however its bytes are cut', async () => {
    const text = `\uFEFF${HEADER},näme\r\nA,2025-11-28,1,"ö,ü"\rB,2025-11-28,2,€\n\r\n"C",2025-11-28,3,\r\nC,2025-11-27,3,\r\n`;
    const bytes = Buffer.from(text);
    const whole = await read(text);
    expect(closes(whole).map(([symbol, , , line]) => [symbol, line])).toEqual([
      ['A', 2],
      ['B', 3],
      ['C', 5],
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, at) => bytes.subarray(places[at], end));
        expect(await read(chunks)).toEqual(whole);
      }),
    );
  });

  it('accounts for every line of any bytes', async () => {
    const part = fc.oneof(
      fc.constantFrom('A,2025-11-28,1', 'A,2025-11-26,2', ',', '"', '\n', '\r'),
      fc.string({ unit: 'binary-ascii' }),
      fc.uint8Array(),
    );
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(part), async (withHeader, parts) => {
        const { prices, report } = await read([withHeader ? `${HEADER}\n` : '', ...parts]);
        expect(report.accepted).toBe(prices.length);
        expect(report.accepted + report.repeated + report.rejected.total).toBe(report.rowsRead);
      }),
    );
  });
});
