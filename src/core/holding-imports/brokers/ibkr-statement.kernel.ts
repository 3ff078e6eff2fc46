import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { importError } from '../import-problem.kernel.js';
import {
  type BrokerField,
  type BrokerRow,
  type BrokerTable,
  headerKey,
  NO_CELLS,
  noTable,
} from './broker-table.kernel.js';

export const STATEMENT_EXAMPLE =
  'Open Positions,Header,DataDiscriminator,Asset Category,Currency,Symbol,Quantity,Mult,Cost Price,Cost Basis,Close Price,Value';

const POSITIONS = 'Open Positions';
const CASH = 'Cash Report';
const FIELDS: Readonly<Record<string, BrokerField>> = {
  account: 'account',
  assetcategory: 'asset_type',
  currency: 'currency',
  symbol: 'symbol',
  open: 'entry_date',
  quantity: 'quantity',
  mult: 'multiplier',
  costprice: 'unit_cost',
  costbasis: 'total_cost',
  closeprice: 'price',
  value: 'value',
};

/** A row of a section by the headers of that section. */
interface SectionRow {
  readonly line: number;
  readonly section: string;
  readonly get: (header: string) => string;
  readonly headers: ReadonlyMap<string, string>;
}

export const isStatement = (records: readonly CsvRecord[]): boolean =>
  records.some(({ cells }) => cells[0] === POSITIONS && cells[1] === 'Header') ||
  records.slice(0, 5).some(({ cells }) => cells[0] === 'Statement' && cells[1] === 'Data');

/**
 * An activity statement of Interactive Brokers: every record begins with the name of its section and `Header`, `Data`,
 * `SubTotal` or `Total`. Of Open Positions the rows of lots are read where a symbol has them, else its summary; the day is
 * the last one of the period, and cash is the ending cash of each currency.
 */
export function readStatement(records: readonly CsvRecord[]): BrokerTable {
  const data = sectionRows(records);
  const open = data.filter(({ section }) => section === POSITIONS);
  const account = valueOf(data, 'Account Information', 'Account');
  const base = valueOf(data, 'Account Information', 'Base Currency');
  const rows = [...positionsOf(open, account), ...cashOf(data, account, base)];
  const names = new Map<BrokerField, string>();
  for (const [key, header] of open[0]?.headers ?? []) {
    const field = FIELDS[key];
    if (field !== undefined) names.set(field, header);
  }
  const period = valueOf(data, 'Statement', 'Period');
  const asOf = period.split(/ - /).at(-1)?.trim() ?? '';
  const isFound = records.some(({ cells }) => cells[0] === POSITIONS && cells[1] === 'Header');
  return {
    rows,
    names,
    asOf: asOf === '' ? null : asOf,
    problems: isFound || rows.length > 0 ? uneven(data) : [noTable('Interactive Brokers', STATEMENT_EXAMPLE)],
  };
}

function sectionRows(records: readonly CsvRecord[]): SectionRow[] {
  const headers = new Map<string, ReadonlyMap<string, string>>();
  const rows: SectionRow[] = [];
  for (const { line, cells } of records) {
    const [section = '', discriminator = '', ...values] = cells.map((cell) => cell.trim());
    if (discriminator === 'Header') headers.set(section, new Map(values.map((name) => [headerKey(name), name])));
    const header = headers.get(section);
    if (discriminator !== 'Data' || !header) continue;
    const keys = [...header.keys()];
    rows.push({ line, section, headers: header, get: (name) => values[keys.indexOf(name)] ?? '' });
  }
  return rows;
}

const valueOf = (rows: readonly SectionRow[], section: string, field: string): string =>
  rows.find((row) => row.section === section && row.get('fieldname') === field)?.get('fieldvalue') ?? '';

const isLot = (row: SectionRow): boolean => row.get('datadiscriminator') === 'Lot';

function positionsOf(open: readonly SectionRow[], account: string): BrokerRow[] {
  const keyOf = (row: SectionRow): string => `${row.get('account')} ${row.get('currency')} ${row.get('symbol')}`;
  const inLots = new Set(open.filter(isLot).map(keyOf));
  const multipliers = new Map(open.map((row) => [keyOf(row), row.get('mult')]));
  return open
    .filter((row) => isLot(row) || (row.get('datadiscriminator') === 'Summary' && !inLots.has(keyOf(row))))
    .map((row): BrokerRow => {
      const found = [...row.headers.keys()].flatMap((key): [BrokerField, string][] => {
        const field = FIELDS[key];
        return field === undefined ? [] : [[field, row.get(key)]];
      });
      const cells = { ...NO_CELLS, ...Object.fromEntries(found) };
      const multiplier = cells.multiplier || (multipliers.get(keyOf(row)) ?? '');
      return { line: row.line, cells: { ...cells, multiplier, account: cells.account || account }, isCash: false };
    });
}

/** Currencies without cash are left out, so that a row of zeros is no foreign money. */
function cashOf(data: readonly SectionRow[], account: string, base: string): BrokerRow[] {
  const ending = data.filter((row) => row.section === CASH && row.get('currencysummary') === 'Ending Cash');
  const single = ending.filter((row) => /^[A-Z]{3}$/.test(row.get('currency')));
  return (single.length > 0 ? single : ending).flatMap((row): BrokerRow[] => {
    const value = row.get('total');
    const currency = /^[A-Z]{3}$/.test(row.get('currency')) ? row.get('currency') : base;
    if (currency !== base && /^[-0.]*$/.test(value)) return [];
    const cells = { ...NO_CELLS, symbol: 'CASH', currency, value, account: row.get('account') || account };
    return [{ line: row.line, cells, isCash: true }];
  });
}

/** A row of Open Positions that its header does not fit. */
function uneven(data: readonly SectionRow[]): BrokerTable['problems'] {
  return data
    .filter((row) => row.section === POSITIONS && row.get('datadiscriminator') === '')
    .map((row) =>
      importError(
        'columns',
        `Line ${row.line} does not fit the header of its section.`,
        'Export the statement again.',
        {
          row: row.line,
        },
      ),
    );
}
