import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { importWarning, type ImportProblem } from '../import-problem.kernel.js';
import { type BrokerTable, type HeadedRow, noTable, readTable, type TableShape } from './broker-table.kernel.js';

/**
 * Positions as Fidelity exports them: a header, rows of one or more accounts, blank lines, and disclaimers with
 * `Date downloaded Nov-29-2024 4:05 p.m ET`. The core position bears two asterisks (`SPAXX**`) and only a value.
 */
export const FIDELITY: TableShape = {
  aliases: {
    account: ['accountnumber'],
    account_name: ['accountname'],
    symbol: ['symbol'],
    description: ['description'],
    quantity: ['quantity'],
    price: ['lastprice'],
    value: ['currentvalue'],
    total_cost: ['costbasistotal', 'costbasis'],
    unit_cost: ['averagecostbasis', 'costbasispershare'],
    entry_date: ['dateacquired'],
  },
  required: ['account', 'symbol', 'quantity', 'value', 'total_cost'],
};

export const FIDELITY_EXAMPLE =
  'Account Number,Account Name,Symbol,Description,Quantity,Last Price,Current Value,Cost Basis Total,Average Cost Basis,Type';

const DOWNLOADED = /^date downloaded (?<day>[A-Za-z]{3}-\d{1,2}-\d{4}|\d{1,2}\/\d{1,2}\/\d{4})/i;
const PENDING = /^pending activity$/i;

export const isFidelity = (records: readonly CsvRecord[]): boolean => readTable(records, FIDELITY).hasHeader;

export function readFidelity(records: readonly CsvRecord[]): BrokerTable {
  const { rows, names, notes, hasHeader, problems } = readTable(records, FIDELITY);
  const downloaded = notes.map((note) => DOWNLOADED.exec(note)?.groups?.['day']).find((day) => day !== undefined);
  return {
    rows: rows.filter((row) => !isPending(row)).map((row) => ({ ...row, isCash: row.cells.symbol.endsWith('**') })),
    names,
    asOf: downloaded ?? null,
    problems: hasHeader
      ? [...problems, ...rows.filter(isPending).map(pendingActivity)]
      : [noTable('Fidelity', FIDELITY_EXAMPLE)],
  };
}

const isPending = ({ cells }: HeadedRow): boolean => PENDING.test(cells.symbol) || PENDING.test(cells.description);

const pendingActivity = ({ line, cells }: HeadedRow): ImportProblem =>
  importWarning(
    'pending',
    'Pending activity is not booked: it is neither a holding nor settled cash.',
    'Book it when it has settled.',
    {
      row: line,
      field: 'Symbol',
      value: cells.value,
    },
  );
