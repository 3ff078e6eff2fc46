import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { type BrokerTable, type HeadedRow, noTable, readTable, type TableShape } from './broker-table.kernel.js';

/**
 * Positions as Schwab exports them: a title `Positions for account … as of 04:00 PM ET, 2024/11/29`, a header, rows, a row of
 * cash and a total; with all accounts in one file, the name of each above a table of its own. Headers come in a long form
 * (`Qty (Quantity)`) and a short one (`Quantity`).
 */
export const SCHWAB: TableShape = {
  aliases: {
    symbol: ['symbol'],
    description: ['description'],
    quantity: ['qtyquantity', 'quantity', 'qty'],
    price: ['price'],
    value: ['mktvalmarketvalue', 'marketvalue', 'mktval'],
    unit_cost: ['costshare', 'costpershare', 'averagecost'],
    total_cost: ['costbasis'],
    asset_type: ['securitytype', 'assettype'],
  },
  required: ['symbol', 'description', 'quantity', 'value', 'total_cost'],
};

export const SCHWAB_EXAMPLE =
  '"Symbol","Description","Qty (Quantity)","Price","Mkt Val (Market Value)","Cost Basis","Security Type"';

const TITLE = /^positions for (?:account )?(?<account>.*?)(?: as of (?<day>.*))?$/i;
const DAY = /\d{4}[/-]\d{2}[/-]\d{2}|\d{1,2}\/\d{1,2}\/\d{4}/;

export const isSchwab = (records: readonly CsvRecord[]): boolean =>
  records.slice(0, 5).some(({ cells }) => TITLE.test(cells[0]?.trim() ?? '')) && readTable(records, SCHWAB).hasHeader;

export function readSchwab(records: readonly CsvRecord[]): BrokerTable {
  const { rows, names, notes, hasHeader, problems } = readTable(records, SCHWAB);
  const title = notes.map((note) => TITLE.exec(note)?.groups).find((groups) => groups !== undefined);
  return {
    rows: rows.map((row) => rowOf(row, title?.['account'] ?? '')),
    names,
    asOf: DAY.exec(title?.['day'] ?? '')?.[0] ?? null,
    problems: hasHeader ? problems : [noTable('Schwab', SCHWAB_EXAMPLE)],
  };
}

function rowOf({ line, cells, heading }: HeadedRow, titled: string): BrokerTable['rows'][number] {
  const account = TITLE.test(heading) || heading === '' ? titled : heading;
  const isCash =
    /^cash (?:&|and) cash investments$/i.test(cells.symbol) || /^cash and money market$/i.test(cells.asset_type);
  return { line, cells: { ...cells, account: account.trim() }, isCash };
}
