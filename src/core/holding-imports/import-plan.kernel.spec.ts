import { describe, expect, it } from 'vitest';
import { entryOf } from '../ledger/ledger-booking.kernel.js';
import { deriveLots } from '../ledger/lot.kernel.js';
import { type ImportFile } from './brokers/import-file.kernel.js';
import { readImportFile } from './brokers/import-file.loader.js';
import { cashDraft, cashReport, countByKind, plannedDrafts, plannedHoldings, wishesOf } from './import-plan.kernel.js';
import { describeOutcome, describeProblems } from './import-report.kernel.js';

const TODAY = '2024-12-02';
const CONTENT = [
  'Symbol,Quantity,Total Cost,Entry Date,Value',
  'AAPL,10,1500.55,2024-01-16,',
  'AAPL 01/17/2025 250.00 C,-2,1210.66,2024-11-01,',
  'CASH,,,,250.10',
].join('\n');

const fileOf = (content: string): ImportFile =>
  readImportFile('table.csv', new TextEncoder().encode(content), {
    preset: 'generic',
    mapping: null,
    asOf: '2024-11-29',
    account: null,
    currency: 'USD',
    today: TODAY,
  });

const ids = (): (() => string) => {
  let next = 0;
  return () => `id-${String(++next)}`;
};
const instrumentsOf = (file: ImportFile) =>
  wishesOf(file).map(({ symbol, investmentClass }) => {
    return { id: symbol, symbol, investmentClass, multiplier: investmentClass === 'OPTIONS' ? 100 : 1 };
  });
const bookedOf = (file: ImportFile) => {
  const drafts = plannedDrafts(file, instrumentsOf(file), ids());
  return { drafts, entries: drafts.map((draft, index) => entryOf(draft, draft.id, index + 1)) };
};

describe('the plan of an import', () => {
  const file = fileOf(CONTENT);
  const { drafts, entries } = bookedOf(file);

  it('opens each holding with the row that it comes from', () => {
    expect(drafts.map(({ kind, row, source, tradeDate }) => [kind, row, source, tradeDate])).toEqual([
      ['buy', 2, 'opening', '2024-01-16'],
      ['short', 3, 'opening', '2024-11-01'],
    ]);
    expect(countByKind(drafts)).toEqual({ buy: 1, short: 1 });
    const { lots } = deriveLots(entries, 'fifo');
    const instruments = new Map(instrumentsOf(file).map((one) => [one.id, one]));
    expect(plannedHoldings(drafts, lots, instruments).map(({ row, quantity, cost }) => [row, quantity, cost])).toEqual([
      [2, '10', '1500.55'],
      [3, '-2', '1210.66'],
    ]);
  });

  it('makes cash what the file says, by a deposit on the first day', () => {
    const report = cashReport(file, '39.9', entries);
    expect(report).toEqual({
      inFile: '250.1',
      before: '39.9',
      effect: '-289.89',
      adjustment: '500.09',
      after: '250.1',
    });
    expect(cashDraft(report, file, entries, 'x')).toMatchObject({
      kind: 'deposit',
      tradeDate: '2024-01-16',
      amount: '500.09',
      row: null,
      source: 'import',
    });
  });

  it('withdraws on the day of the file what is too much, and does nothing when nothing is', () => {
    const much = cashReport(file, '1000', entries);
    expect(cashDraft(much, file, entries, 'x')).toMatchObject({
      kind: 'withdrawal',
      tradeDate: '2024-11-29',
      amount: '460.01',
    });
    expect(cashDraft(cashReport(file, '539.99', entries), file, entries, 'x')).toBeNull();
  });

  it('leaves cash alone when the file says nothing of it, and what comes after its day out', () => {
    const silent = { ...file, cash: null };
    expect(cashReport(silent, '10', entries)).toEqual({
      inFile: null,
      before: '10',
      effect: '-289.89',
      adjustment: '0',
      after: '-279.89',
    });
    expect(cashReport({ ...silent, asOf: '2024-06-01' }, '0', entries).effect).toBe('-1500.55');
  });

  it('is told to a terminal in lines', () => {
    const report = cashReport(file, '39.9', entries);
    const outcome = { isDryRun: true, importId: null, fileName: 'table.csv', file, problems: [] };
    const plan = { holdings: [], cash: report, lines: { buy: 1, short: 1, deposit: 1 }, lineCount: 3 };
    expect(describeOutcome({ ...outcome, plan })).toBe(
      [
        'table.csv: generic, as of 2024-11-29, 3 rows',
        '  cash 39.9 before, -289.89 by the holdings, 500.09 adjusted, 250.1 after',
        '  ledger lines: 1 buy, 1 short, 1 deposit',
        '  Nothing was stored: this was a dry run.',
        '',
      ].join('\n'),
    );
    const problems = fileOf('Symbol,Quantity,Total Cost\nAAPL,x,1\n').problems;
    expect(describeProblems(problems)).toBe(
      '  error (row 2, Quantity, "x"): The quantity is not a number. Write digits, such as 1,234.50; a figure below zero has a minus or stands in brackets.\n',
    );
  });
});
