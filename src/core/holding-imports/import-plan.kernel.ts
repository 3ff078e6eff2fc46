import { Exact, NUMERIC_SCALE } from '../ledger/decimal.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { type LedgerDraft, type LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { type Lot } from '../ledger/lot.kernel.js';
import { type InstrumentWish } from '../market-data/instrument.kernel.js';
import { type HeldInstrument, openingDrafts } from '../onboarding/opening-ledger.kernel.js';
import { type ActivityEntry, type ImportFile } from './brokers/import-file.kernel.js';

/** A ledger line of an import, with the row of the file that it comes from. */
export interface PlannedDraft extends LedgerDraft {
  readonly id: string;
  /** Null for the adjustment of cash. */
  readonly row: number | null;
  readonly source: 'opening' | 'import';
  readonly notes: string | null;
}

/** Cash on the day of the file. Decimal texts. */
export interface CashReport {
  /** Null when the file says nothing of cash; then nothing is adjusted. */
  readonly inFile: string | null;
  readonly before: string;
  /** What the imported lines cost or bring. */
  readonly effect: string;
  /** Positive: a deposit; negative: a withdrawal. */
  readonly adjustment: string;
  readonly after: string;
}

/** A lot as it is opened by the import. */
export interface PlannedHolding {
  readonly row: number | null;
  readonly symbol: string;
  readonly investmentClass: string;
  /** Signed; zero when a later line of the file closes it. */
  readonly quantity: string;
  readonly entryPrice: string;
  readonly entryDate: string;
  readonly multiplier: number;
  /** Of what is held: quantity × price × multiplier, without a sign. */
  readonly cost: string;
}

export interface ImportPlan {
  readonly holdings: readonly PlannedHolding[];
  readonly cash: CashReport;
  /** Ledger lines by kind. */
  readonly lines: Readonly<Record<string, number>>;
  readonly lineCount: number;
}

/** What each line of the file is about, holdings first, in the order of `plannedDrafts`. */
export const wishesOf = ({ holdings, entries }: ImportFile): readonly (InstrumentWish & { readonly row: number })[] => [
  ...holdings,
  ...entries.flatMap(({ row, instrument }) => (instrument === null ? [] : [{ ...instrument, row }])),
];

/**
 * What a file means for the ledger: holdings are opening purchases and short sales, activities are what they are.
 * @param instruments one for each of `wishesOf`, in their order
 */
export function plannedDrafts(
  file: ImportFile,
  instruments: readonly HeldInstrument[],
  newId: () => string,
): PlannedDraft[] {
  const { holdings, entries } = file;
  const opened: PlannedDraft[] = openingDrafts(holdings, instruments.slice(0, holdings.length), newId);
  let next = holdings.length;
  const booked = entries.map((entry): PlannedDraft => {
    const instrument = entry.instrument === null ? null : instruments[next++];
    return activityDraft(entry, instrument ?? null, newId());
  });
  return [...opened, ...booked];
}

function activityDraft(entry: ActivityEntry, instrument: HeldInstrument | null, id: string): PlannedDraft {
  const { kind, tradeDate, quantity, price, fees, amount, row, notes } = entry;
  const about = { instrumentId: instrument?.id ?? null, multiplier: instrument?.multiplier ?? 1 };
  return { ...draftOf({ kind, tradeDate, ...about, quantity, price, fees, amount }), id, row, source: 'import', notes };
}

/** @param before cash of the portfolio on that day, without the import; @param entries what the import books */
export function cashReport(file: ImportFile, before: string, entries: readonly LedgerEntry[]): CashReport {
  const effect = entries
    .filter(({ tradeDate }) => tradeDate <= file.asOf)
    .reduce((sum, { amount }) => sum.plus(amount), new Exact(0));
  const without = effect.plus(before);
  const inFile = file.cash === null ? null : new Exact(file.cash).toDecimalPlaces(NUMERIC_SCALE);
  return {
    inFile: inFile?.toFixed() ?? null,
    before: new Exact(before).toFixed(),
    effect: effect.toFixed(),
    adjustment: inFile?.minus(without).toFixed() ?? '0',
    after: (inFile ?? without).toFixed(),
  };
}

/**
 * The line that makes cash what the file says. A deposit pays for the purchases and is booked on the first day of the
 * import, as an opening deposit would be; what is too much is withdrawn on the day of the file.
 */
export function cashDraft(
  { adjustment }: CashReport,
  file: ImportFile,
  entries: readonly LedgerEntry[],
  id: string,
): PlannedDraft | null {
  const amount = new Exact(adjustment);
  if (amount.isZero()) return null;
  const first = entries.reduce((day, { tradeDate }) => (tradeDate < day ? tradeDate : day), file.asOf);
  const draft = amount.gt(0)
    ? draftOf({ kind: 'deposit', tradeDate: first, amount: amount.toFixed() })
    : draftOf({ kind: 'withdrawal', tradeDate: file.asOf, amount: amount.abs().toFixed() });
  return { ...draft, id, row: null, source: 'import', notes: 'Cash of the imported file' };
}

/** The lots that these drafts open, in the order of the file. */
export function plannedHoldings(
  drafts: readonly PlannedDraft[],
  lots: readonly Lot[],
  instruments: ReadonlyMap<string, { readonly symbol: string; readonly investmentClass: string }>,
): PlannedHolding[] {
  const byId = new Map(lots.map((lot) => [lot.id, lot]));
  return drafts.flatMap(({ id, row }): PlannedHolding[] => {
    const lot = byId.get(id);
    const instrument = instruments.get(lot?.instrumentId ?? '');
    if (!lot || !instrument) return [];
    const { quantity, entryPrice, openedOn: entryDate, multiplier } = lot;
    const cost = new Exact(quantity).abs().times(entryPrice).times(multiplier).toDecimalPlaces(2).toFixed(2);
    const { symbol, investmentClass } = instrument;
    return [{ row, symbol, investmentClass, quantity, entryPrice, entryDate, multiplier, cost }];
  });
}

/** How many lines of each kind, in the order in which the kinds appear. */
export function countByKind(drafts: readonly Pick<LedgerDraft, 'kind'>[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of drafts) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
