import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { importWarning } from '../import-problem.kernel.js';
import { type BrokerTable, noTable, readTable, type TableShape } from './broker-table.kernel.js';

/**
 * Vanguard's download: a table of holdings without any cost, and below it one of transactions, which is not booked since the
 * holdings are what came of it.
 */
export const VANGUARD: TableShape = {
  aliases: {
    account: ['accountnumber'],
    description: ['investmentname'],
    symbol: ['symbol'],
    quantity: ['shares'],
    price: ['shareprice'],
    value: ['totalvalue'],
    total_cost: ['costbasis', 'totalcost'],
    entry_date: ['acquireddate', 'dateacquired'],
  },
  required: ['account', 'description', 'symbol', 'quantity', 'price', 'value'],
  endsAt: (keys) => keys.includes('tradedate') && keys.includes('transactiontype'),
};

export const VANGUARD_EXAMPLE = 'Account Number,Investment Name,Symbol,Shares,Share Price,Total Value';

export const isVanguard = (records: readonly CsvRecord[]): boolean => readTable(records, VANGUARD).hasHeader;

export function readVanguard(records: readonly CsvRecord[]): BrokerTable {
  const { rows, names, hasHeader, endedAt, problems } = readTable(records, VANGUARD);
  const message = 'The table of transactions that begins here is not booked: the holdings above are what came of it.';
  const fix = 'Nothing needs to be done; book dividends and sales by hand if the portfolio is to show them.';
  return {
    rows,
    names,
    asOf: null,
    problems: [
      ...(hasHeader ? problems : [noTable('Vanguard', VANGUARD_EXAMPLE)]),
      ...(endedAt === null ? [] : [importWarning('transactions_table', message, fix, { row: endedAt })]),
    ],
  };
}
