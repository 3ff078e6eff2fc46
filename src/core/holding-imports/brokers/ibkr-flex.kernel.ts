import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { type BrokerTable, headerKey, noTable, readTable, type TableShape } from './broker-table.kernel.js';

/**
 * A Flex query of open positions of Interactive Brokers as CSV: one header and plain rows, of lots (`LevelOfDetail` LOT), of
 * summaries, or of both.
 */
export const FLEX: TableShape = {
  aliases: {
    account: ['clientaccountid'],
    symbol: ['symbol'],
    description: ['description'],
    asset_type: ['assetclass'],
    currency: ['currencyprimary', 'currency'],
    multiplier: ['multiplier'],
    quantity: ['quantity', 'position'],
    price: ['markprice'],
    value: ['positionvalue'],
    unit_cost: ['costbasisprice'],
    total_cost: ['costbasismoney'],
    entry_date: ['opendatetime', 'holdingperioddatetime'],
  },
  required: ['account', 'symbol', 'quantity', 'total_cost'],
};

export const isFlex = (records: readonly CsvRecord[]): boolean => readTable(records, FLEX).hasHeader;

export function readFlex(records: readonly CsvRecord[]): BrokerTable {
  const { rows, names, hasHeader, problems } = readTable(records, FLEX);
  const header = records.find(({ cells }) => cells.some((cell) => headerKey(cell) === 'clientaccountid'));
  const keys = (header?.cells ?? []).map(headerKey);
  const byLine = new Map(records.map(({ line, cells }) => [line, cells]));
  const other = (line: number, key: string): string => byLine.get(line)?.[keys.indexOf(key)]?.trim() ?? '';
  const nameOf = (row: (typeof rows)[number]): string => `${row.cells.account} ${row.cells.symbol}`;
  const inLots = new Set(rows.filter(({ line }) => other(line, 'levelofdetail') === 'LOT').map(nameOf));
  const kept = rows.filter((row) => other(row.line, 'levelofdetail') !== 'SUMMARY' || !inLots.has(nameOf(row)));
  const reported = rows.map(({ line }) => other(line, 'reportdate')).find((day) => day !== '');
  return {
    rows: kept,
    names,
    asOf: reported ?? null,
    problems: hasHeader ? problems : [noTable('Interactive Brokers', 'ClientAccountID,Symbol,Quantity,CostBasisMoney')],
  };
}
