import {
  type DescriptionFault,
  describesOption,
  type InstrumentDescription,
  type InstrumentView,
  type InstrumentWish,
  readInstrument,
  type ReadDescription,
} from '../market-data/instrument.kernel.js';
import { type LedgerKind } from './ledger-entry.kernel.js';

/** An entry of a request, as far as it says what it is about. */
export interface DescribedEntry {
  readonly kind: LedgerKind;
  /** A trade that may open a lot on its own side, whatever is held. */
  readonly crossesZero?: boolean;
  /** Null for entries about cash. */
  readonly instrument: InstrumentDescription | null;
}

/** Of each symbol the user's own private instrument, if there is one, then the shared one. */
export type KnownInstruments = ReadonlyMap<string, readonly InstrumentView[]>;

/** What an entry is about: an instrument that we know, one that the request brings, or why it is neither. */
export type TradedInstrument =
  | { readonly known: InstrumentView }
  | { readonly wish: InstrumentWish }
  | { readonly faults: readonly DescriptionFault[] };

const OPENING: ReadonlySet<LedgerKind> = new Set(['buy', 'short']);
const opens = ({ kind, crossesZero }: DescribedEntry): boolean => OPENING.has(kind) || crossesZero === true;
const TRADES: ReadonlySet<LedgerKind> = new Set(['buy', 'sell', 'short', 'cover']);

/** The symbol under which the instrument is kept, if it can be one: of an option the compact OCC symbol. */
export function symbolOf(given: InstrumentDescription): string | null {
  const read = readInstrument(given);
  // A symbol that we would not accept anew may be known all the same, from a price file.
  if (!('wish' in read)) return describesOption(given) ? null : (given.symbol?.trim().toUpperCase() ?? null);
  return read.wish.symbol;
}

/**
 * The instrument of each entry, null for cash. Purchases and short sales bring what is new, and the rest of the request
 * may refer to it, in whatever order it comes. An option is looked for under its own symbol, never under that of its
 * underlying.
 */
export function tradedInstruments(
  entries: readonly DescribedEntry[],
  known: KnownInstruments,
): (TradedInstrument | null)[] {
  const brought = new Map<string, InstrumentWish[]>();
  for (const entry of entries) {
    const { instrument } = entry;
    if (!instrument || !opens(entry) || match(instrument, known)) continue;
    const read = readInstrument(instrument);
    if ('wish' in read) brought.set(read.wish.symbol, [...(brought.get(read.wish.symbol) ?? []), read.wish]);
  }
  return entries.map((entry) => entry.instrument && tradedBy(entry, entry.instrument, known, brought));
}

function tradedBy(
  entry: DescribedEntry,
  given: InstrumentDescription,
  known: KnownInstruments,
  brought: ReadonlyMap<string, readonly InstrumentWish[]>,
): TradedInstrument {
  const candidates = [match(given, known), match(given, brought)];
  // A private asset of the user's own hides the listed one of its symbol, also one that this very request brings.
  const found = candidates.find((one) => one?.investmentClass === 'PRIVATE') ?? candidates[0] ?? candidates[1];
  if (entry.kind === 'mark' && found && found.investmentClass !== 'PRIVATE') {
    const message = `${found.symbol} is priced by its market: only private assets are marked by hand.`;
    return { faults: [{ field: 'symbol', message }] };
  }
  if (found) return 'id' in found ? { known: found } : { wish: found };
  const read: ReadDescription = readInstrument(given);
  if (opens(entry)) return read;
  return 'faults' in read && describesOption(given) ? read : { faults: [neverHeld(given)] };
}

/** Among several of one symbol the class decides, or else the first. */
function match<T extends Pick<InstrumentWish, 'investmentClass'>>(
  given: InstrumentDescription,
  candidates: ReadonlyMap<string, readonly T[]>,
): T | undefined {
  const wanted = describesOption(given) ? 'OPTIONS' : given.investmentClass;
  return candidates
    .get(symbolOf(given) ?? '')
    ?.find(({ investmentClass }) => wanted === null || wanted === investmentClass);
}

function neverHeld(given: InstrumentDescription): DescriptionFault {
  const symbol = symbolOf(given) ?? '';
  return given.symbol === null
    ? { field: 'underlying_symbol', message: `The contract ${symbol} was never held: check its fields.` }
    : { field: 'symbol', message: `Nothing named ${symbol} was ever held: check the symbol.` };
}

/** The last day of a contract that an entry would trade later; null when it does not. */
export const expiredBefore = (
  { kind, tradeDate }: { readonly kind: LedgerKind; readonly tradeDate: string },
  instrument: Pick<InstrumentView, 'expirationDate'> | null,
): string | null => {
  const lastDay = instrument?.expirationDate ?? null;
  return lastDay !== null && TRADES.has(kind) && tradeDate > lastDay ? lastDay : null;
};

/** A share, to be found or made. */
export const listedWish = (symbol: string): InstrumentWish => ({
  symbol,
  investmentClass: 'PUBLIC',
  investmentSubtype: null,
  underlyingSymbol: null,
  strikePrice: null,
  expirationDate: null,
  optionType: null,
});
