import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/core/calculations/result-columns.js';
import { ResultRepository } from '../../src/core/calculations/result.repository.js';
import { type Cell, type ResultTable, uuidsText } from '../../src/core/calculations/result-table.js';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import { asSystem } from '../../src/shared/database/transactions.js';
import { TestApp } from '../support/app.js';

const TABLE: ResultTable = {
  name: 'every_type',
  key: { id: 'uuid', as_of_date: 'date' },
  values: {
    a_day: 'date',
    an_integer: 'integer',
    a_double: 'double precision',
    a_text: 'text',
    a_numeric: 'numeric',
    a_jsonb: 'jsonb',
    doubles: 'double precision[]',
    uuids: 'uuid[]',
  },
};
const COLUMNS = Object.entries({ ...TABLE.key, ...TABLE.values });
const KEYS = Object.keys(TABLE.key).length;

/** -0 is stored as 0. */
const numbers = fc.double().map((value) => value + 0);
/** PostgreSQL has no NUL in texts, and UTF-8 no lone surrogate. */
const texts = fc.string({ unit: 'grapheme-composite' }).filter((text) => !text.includes('\0'));
const days = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const values = {
  uuid: fc.uuid(),
  date: days,
  integer: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  'double precision': numbers,
  text: texts,
  numeric: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map((cents) => (Number(cents) / 100).toFixed(2)),
  jsonb: fc.dictionary(texts, fc.oneof(texts, fc.integer(), fc.constant(null))).map((value) => JSON.stringify(value)),
  'double precision[]': fc.array(numbers, { maxLength: 5 }).map((list) => Float64Array.from(list)),
  'uuid[]': fc.array(fc.uuid(), { maxLength: 3 }).map(uuidsText),
} as const;
const row: fc.Arbitrary<Cell[]> = fc.tuple(
  ...COLUMNS.map(([, type], i): fc.Arbitrary<Cell> => (i < KEYS ? values[type] : fc.option<Cell>(values[type]))),
);

/** What a cell should be read as by the statement below. */
function expected(cell: Cell, type: string): unknown {
  if (cell instanceof Float64Array) return [...cell];
  if (type === 'jsonb' && typeof cell === 'string') return JSON.parse(cell);
  return cell;
}

describe('result columns', () => {
  let app: TestApp;
  let results: ResultRepository;
  let tx: CoreTransactions;

  beforeAll(async () => {
    app = await TestApp.start();
    results = app.app.get(ResultRepository, { strict: false });
    tx = app.app.get(CoreTransactions, { strict: false });
    const columns = COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');
    await app.sql(
      'core',
      `CREATE TABLE every_type (${columns}, updated_at timestamptz, PRIMARY KEY (${Object.keys(TABLE.key).join(', ')}))`,
    );
    await app.sql('core', 'GRANT SELECT, INSERT, UPDATE, DELETE ON every_type TO sigmasight_system');
  });
  afterAll(() => app.close());

  const store = async (rows: readonly Cell[][]): Promise<void> => {
    for (const one of columnsOf([{ table: TABLE, rows }])) {
      await tx.run(asSystem('batch'), () => results.store(one));
    }
  };
  const read = (): Promise<Record<string, unknown>[]> =>
    app.sql(
      'core',
      `SELECT id, as_of_date::text, a_day::text, an_integer, a_double, a_text, a_numeric::text, a_jsonb, doubles, uuids::text
         FROM every_type ORDER BY id, as_of_date`,
    );

  it('hold in every type what they were given, and no row is written again that says the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { minLength: 1, maxLength: 12, selector: ([id, date]) => `${String(id)} ${String(date)}` }),
        async (rows) => {
          await app.sql('core', 'TRUNCATE every_type');
          await store(rows);
          const sorted = rows.toSorted((a, b) => (a.slice(0, KEYS).join(' ') < b.slice(0, KEYS).join(' ') ? -1 : 1));
          expect(await read()).toEqual(
            sorted.map((cells) =>
              Object.fromEntries(COLUMNS.map(([name, type], i) => [name, expected(cells[i] ?? null, type)])),
            ),
          );
          const versions = 'SELECT xmin::text, ctid::text FROM every_type ORDER BY id, as_of_date';
          const before = await app.sql('core', versions);
          await store(rows);
          expect(await app.sql('core', versions)).toEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are rewritten where a value differs, be it a null or an empty list', async () => {
    const cells = (doubles: Cell): Cell[] => [
      '6f2c0f4e-3d0a-4c51-9f1a-0d6b3a1c2e3f',
      '2024-01-02',
      ...[null, 1, Number.NaN, '', '1.50', '{}', doubles, '{}'],
    ];
    for (const doubles of [new Float64Array(0), null, Float64Array.of(Number.NaN, -Infinity, 5e-324)]) {
      await app.sql('core', 'TRUNCATE every_type');
      await store([cells(Float64Array.of(1))]);
      await store([cells(doubles)]);
      expect(await read()).toMatchObject([{ doubles: expected(doubles, ''), a_double: Number.NaN }]);
    }
  });
});
