import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { importError } from '../import-problem.kernel.js';
import { type DayOrder } from './broker-day.kernel.js';
import { type DecimalMark } from './broker-figure.kernel.js';
import {
  BROKER_FIELDS,
  type BrokerField,
  type BrokerTable,
  headerKey,
  readTable,
  type TableShape,
} from './broker-table.kernel.js';

/** How to read a table of any origin. */
export interface GenericMapping {
  /** The header of each field; the usual names where it says nothing. */
  readonly columns: Partial<Readonly<Record<BrokerField, string>>>;
  readonly decimal: DecimalMark;
  readonly dateOrder: DayOrder;
}

export const PLAIN_MAPPING: GenericMapping = { columns: {}, decimal: '.', dateOrder: 'mdy' };

export const GENERIC_EXAMPLE = 'Symbol,Quantity,Total Cost,Entry Date,Currency';

/** Headers that need no mapping. */
const USUAL: Readonly<Record<BrokerField, readonly string[]>> = {
  account: ['account', 'accountnumber', 'accountid'],
  account_name: ['accountname'],
  symbol: ['symbol', 'ticker', 'instrument', 'security'],
  description: ['description', 'name', 'securityname'],
  asset_type: ['assettype', 'securitytype', 'assetclass', 'type'],
  quantity: ['quantity', 'qty', 'shares', 'units', 'position'],
  unit_cost: [
    'unitcost',
    'averagecost',
    'avgcost',
    'averageprice',
    'avgprice',
    'costpershare',
    'purchaseprice',
    'entryprice',
  ],
  total_cost: ['totalcost', 'costbasis', 'costbasistotal', 'bookvalue', 'cost'],
  price: ['price', 'lastprice', 'currentprice', 'marketprice'],
  value: ['value', 'marketvalue', 'currentvalue', 'totalvalue'],
  entry_date: ['entrydate', 'purchasedate', 'acquired', 'dateacquired', 'opendate', 'tradedate'],
  currency: ['currency'],
  multiplier: ['multiplier', 'contractsize'],
};

/** The mapping that a client sends as JSON, or every sentence about what is wrong with it. */
export function readMapping(
  text: string,
): { readonly mapping: GenericMapping } | { readonly faults: readonly string[] } {
  const sent = parsed(text);
  if (sent === null)
    return { faults: ['mapping must be a JSON object, such as {"symbol":"Ticker","quantity":"Units"}.'] };
  const faults: string[] = [];
  const columns: Partial<Record<BrokerField, string>> = {};
  for (const [key, value] of Object.entries(sent)) {
    if (key === 'decimal' || key === 'date_order') continue;
    if (!isField(key))
      faults.push(`mapping.${key} is no field: use ${BROKER_FIELDS.join(', ')}, decimal or date_order.`);
    else if (typeof value !== 'string' || headerKey(value) === '')
      faults.push(`mapping.${key} must be the header of a column.`);
    else columns[key] = value;
  }
  const { decimal = '.', date_order: dateOrder = 'mdy' } = sent;
  if (decimal !== '.' && decimal !== ',') faults.push('mapping.decimal must be "." or ",".');
  if (dateOrder !== 'mdy' && dateOrder !== 'dmy') faults.push('mapping.date_order must be "mdy" or "dmy".');
  if (faults.length > 0) return { faults };
  return { mapping: { columns, decimal: decimal as DecimalMark, dateOrder: dateOrder as DayOrder } };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isField = (key: string): key is BrokerField => (BROKER_FIELDS as readonly string[]).includes(key);

const shapeOf = ({ columns }: GenericMapping): TableShape => ({
  aliases: Object.fromEntries(
    BROKER_FIELDS.map((field): [BrokerField, readonly string[]] => {
      const named = columns[field];
      return [field, named === undefined ? USUAL[field] : [headerKey(named)]];
    }),
  ),
  // A column that the mapping names has to be there, else its figures would be missing without a word.
  required: [
    ...new Set<BrokerField>(['symbol', 'quantity', ...BROKER_FIELDS.filter((field) => columns[field] !== undefined)]),
  ],
});

/** Only when nothing has to be guessed: symbol, quantity and a cost under their usual names. */
export function isGeneric(records: readonly CsvRecord[]): boolean {
  const { hasHeader, names } = readTable(records, shapeOf(PLAIN_MAPPING));
  return hasHeader && (names.has('total_cost') || names.has('unit_cost'));
}

export function readGeneric(records: readonly CsvRecord[], mapping: GenericMapping): BrokerTable {
  const shape = shapeOf(mapping);
  const { rows, names, hasHeader, problems } = readTable(records, shape);
  const wanted = shape.required.map((field) => `"${mapping.columns[field] ?? field}"`).join(', ');
  const missing = importError(
    'header',
    `No line of the file has all of the columns ${wanted}.`,
    'Name the columns of the file in mapping, such as {"symbol":"Ticker","quantity":"Units","total_cost":"Cost"}.',
  );
  return { rows, names, asOf: null, problems: hasHeader ? problems : [missing] };
}
