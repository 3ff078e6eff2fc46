import { Exact } from '../../ledger/decimal.kernel.js';
import { type Holding } from '../../positions/import/holding.kernel.js';
import { byRow, importError, type ImportProblem, importWarning } from '../import-problem.kernel.js';
import { chooseAccount } from './broker-account.kernel.js';
import { readDay } from './broker-day.kernel.js';
import { type DecimalMark, readFigure } from './broker-figure.kernel.js';
import { readBrokerHolding, type ReadingRules } from './broker-holding.kernel.js';
import { isCashName, isMoneyFund } from './broker-symbol.kernel.js';
import { type BrokerRow, type BrokerTable } from './broker-table.kernel.js';
import { PLAIN_MAPPING } from './generic.kernel.js';
import { type ImportFile, type ImportOptions, type Preset } from './import-file.kernel.js';

/** Reads the rows of a table as holdings and cash of one account. */
export function readBrokerTable(table: BrokerTable, preset: Preset, options: ImportOptions): ImportFile {
  const { decimal, dateOrder } = options.mapping ?? PLAIN_MAPPING;
  const { asOf, problems: dayProblems } = dayOf(table, options);
  const {
    account,
    accounts,
    problems: accountProblems,
  } = chooseAccount(
    table.rows.map(({ cells }) => ({ id: cells.account, name: cells.account_name })),
    options.account,
  );
  const found = [...table.problems, ...dayProblems, ...accountProblems];
  const about = { preset, account, accounts, asOf };
  if (accountProblems.length > 0) {
    return { ...about, holdings: [], entries: [], cash: null, rows: table.rows.length, problems: found };
  }
  const rows = table.rows.filter(({ cells }) => account === null || cells.account === account);
  const rules: ReadingRules = {
    asOf,
    today: options.today,
    currency: options.currency,
    decimal,
    dateOrder,
    names: table.names,
  };
  const { holdings, cash, problems } = readRows(rows, rules);
  const all = [...found, ...problems].sort(byRow);
  const isEmpty = holdings.length === 0 && cash === null && !all.some(({ severity }) => severity === 'error');
  const empty = importError(
    'empty',
    'The file holds neither a position nor cash.',
    'Export the holdings again, or choose another account.',
  );
  return { ...about, holdings, entries: [], cash, rows: rows.length, problems: isEmpty ? [empty, ...all] : all };
}

function readRows(
  rows: readonly BrokerRow[],
  rules: ReadingRules,
): { holdings: readonly Holding[]; cash: string | null; problems: readonly ImportProblem[] } {
  const holdings: Holding[] = [];
  const problems: ImportProblem[] = [];
  let cash: InstanceType<typeof Exact> | null = null;
  for (const row of rows) {
    const foreign = foreignCurrency(row, rules);
    if (foreign) {
      problems.push(foreign);
      continue;
    }
    if (isCash(row, rules.decimal)) {
      const read = readCash(row, rules);
      if (typeof read === 'string') cash = (cash ?? new Exact(0)).plus(read);
      else problems.push(read);
      continue;
    }
    const read = readBrokerHolding(row, rules);
    for (const holding of read.holdings) holdings.push(holding);
    for (const problem of read.problems) problems.push(problem);
  }
  return { holdings, cash: cash?.toFixed() ?? null, problems };
}

const isCash = (row: BrokerRow, mark: DecimalMark): boolean => isSaidToBeCash(row) && !isListedFund(row, mark);

/** Companies and funds bear the symbols CASH, CORE and USD, too: theirs have a price, or a cost that is not the quantity. */
function isListedFund({ cells, isCash: said }: BrokerRow, mark: DecimalMark): boolean {
  if (said || !/^(?:CASH|CORE|USD)$/i.test(cells.symbol) || /cash|currency|money/i.test(cells.asset_type)) return false;
  const figure = (text: string): string => readFigure(text, mark) ?? '';
  const [quantity, price, unit] = [figure(cells.quantity), figure(cells.price), figure(cells.unit_cost)];
  if (quantity === '') return false;
  const worth = [figure(cells.value), figure(cells.total_cost)].filter((amount) => amount !== '');
  return ![price, unit].every((one) => one === '' || one === '1') || worth.some((amount) => amount !== quantity);
}

const isSaidToBeCash = ({ cells, isCash: said }: BrokerRow): boolean =>
  said ||
  isCashName(cells.symbol) ||
  isMoneyFund(cells.symbol) ||
  (cells.symbol === '' && isCashName(cells.description));

/** The value, else what was paid, else the units, of which one is worth one. */
function readCash({ line, cells }: BrokerRow, { decimal, names }: ReadingRules): string | ImportProblem {
  for (const field of ['value', 'total_cost', 'quantity'] as const) {
    const amount = readFigure(cells[field], decimal);
    if (amount !== null && amount !== '') return amount;
    if (amount === null) {
      const place = { row: line, field: names.get(field) ?? field, value: cells[field] };
      return importError('number', 'The amount of cash is not a number.', 'Write digits, such as 1,234.50.', place);
    }
  }
  const place = { row: line, field: names.get('value') ?? 'value' };
  return importError('cash', 'The row of cash says no amount.', 'Add its value, or remove the row.', place);
}

function foreignCurrency({ line, cells }: BrokerRow, { currency, names }: ReadingRules): ImportProblem | null {
  const own = cells.currency.toUpperCase();
  if (own === '' || own === currency) return null;
  return importError(
    'currency',
    `${cells.symbol || 'The row'} is in ${own}, the portfolio is kept in ${currency}.`,
    `Import it into a portfolio in ${own}, or remove the row.`,
    { row: line, field: names.get('currency') ?? 'currency', value: cells.currency },
  );
}

/** What the request says, else the file, else today. */
function dayOf(table: BrokerTable, { asOf, today }: ImportOptions): { asOf: string; problems: ImportProblem[] } {
  const place = { field: 'as_of_date' };
  const told = asOf ?? (table.asOf === null ? '' : readDay(table.asOf));
  if (told === null) {
    const message = 'The day of the holdings could not be read from the file.';
    const problem = importError('date', message, 'Send as_of_date as YYYY-MM-DD.', { ...place, value: table.asOf });
    return { asOf: today, problems: [problem] };
  }
  if (told > today) {
    const message = `The holdings are of a day in the future; today is ${today}.`;
    return {
      asOf: told,
      problems: [importError('future', message, 'Send as_of_date as YYYY-MM-DD.', { ...place, value: told })],
    };
  }
  if (told !== '') return { asOf: told, problems: [] };
  const message = `The file does not say of which day it is: ${today} is taken.`;
  return {
    asOf: today,
    problems: [importWarning('as_of_assumed', message, 'Send as_of_date if it was another day.', place)],
  };
}
