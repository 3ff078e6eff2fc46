import { type LedgerKind } from '../../ledger/ledger-entry.kernel.js';
import { type InstrumentWish } from '../../market-data/instrument.kernel.js';
import { type Holding } from '../../positions/import/holding.kernel.js';
import { type ImportProblem } from '../import-problem.kernel.js';
import { type GenericMapping } from './generic.kernel.js';

export const PRESETS = ['schwab', 'fidelity', 'ibkr', 'vanguard', 'ghostfolio', 'generic', 'sigmasight'] as const;
export type Preset = (typeof PRESETS)[number];

/** What the reader is told beside the file. */
export interface ImportOptions {
  /** Null to find out. */
  readonly preset: Preset | null;
  /** Of the preset `generic`; null for the usual headers. */
  readonly mapping: GenericMapping | null;
  /** Overrides the day that the file says. */
  readonly asOf: string | null;
  readonly account: string | null;
  /** Of the portfolio. */
  readonly currency: string;
  readonly today: string;
}

/** A dated entry of a file of activities. Decimal texts as the ledger takes them. */
export interface ActivityEntry {
  readonly row: number;
  readonly kind: LedgerKind;
  readonly tradeDate: string;
  readonly instrument: InstrumentWish | null;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly fees: string;
  readonly amount: string | null;
  readonly notes: string | null;
}

/** A file as it was understood. */
export interface ImportFile {
  /** Null when no preset knows it. */
  readonly preset: Preset | null;
  /** The account that was read; null when the file names none. */
  readonly account: string | null;
  /** Every account in the file. */
  readonly accounts: readonly string[];
  /** The day of the holdings and of the cash. */
  readonly asOf: string;
  readonly holdings: readonly Holding[];
  readonly entries: readonly ActivityEntry[];
  /** Null when the file says nothing of cash. */
  readonly cash: string | null;
  /** Rows with data. */
  readonly rows: number;
  readonly problems: readonly ImportProblem[];
}

export const unreadFile = (preset: Preset | null, asOf: string, ...problems: readonly ImportProblem[]): ImportFile => ({
  preset,
  account: null,
  accounts: [],
  asOf,
  holdings: [],
  entries: [],
  cash: null,
  rows: 0,
  problems,
});
