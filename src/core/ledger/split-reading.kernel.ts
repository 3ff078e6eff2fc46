import { Exact } from './decimal.kernel.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';
import { effectiveEntries } from './ledger-order.kernel.js';
import { LotBook, type LotMethod } from './lot-book.kernel.js';
import { type SplitEvent, splitsIn } from './split-factor.kernel.js';

/** What the splits of the market mean to a ledger. */
export interface SplitReading {
  /** Those that prices have to be read with: of the market as far as they concern the ledger, and its own. */
  readonly events: readonly SplitEvent[];
  /** Lots were held over them, and the ledger does not know yet. */
  readonly due: readonly SplitEvent[];
  /**
   * The ledger contradicts them: it has another ratio about that day, or it has closed lots of before since in
   * quantities that no split has changed. Nobody can tell but its user; prices are read as the ledger has it.
   */
  readonly unclear: readonly SplitEvent[];
}

/** A split may be booked on its ex-date, its pay date or the day that the user noticed. */
const SAME_EVENT_DAYS = 7;
/** Ratios of the same split, written with few decimals. */
const SAME_RATIO = 1e-3;
const MS_A_DAY = 86_400_000;

/**
 * Compares the splits of a dataset with those of a ledger. A split that the ledger has is one event, on the market's day
 * and with the ledger's ratio. One that was booked and reversed does not apply: that is how users say that the
 * quantities they entered are those of after the split.
 */
export function readSplits(
  entries: readonly LedgerEntry[],
  market: readonly SplitEvent[],
  method: LotMethod,
): SplitReading {
  if (market.length === 0) return { events: splitsIn(effectiveEntries(entries).entries), due: [], unclear: [] };
  const effective = effectiveEntries(entries).entries;
  const own = splitsIn(effective);
  const declined = splitsIn(reversedEntries(entries));
  const events: SplitEvent[] = [];
  const due: SplitEvent[] = [];
  const unclear: SplitEvent[] = [];
  for (const event of market) {
    const booked = own.findIndex((split) => isSame(split, event));
    const [split] = booked < 0 ? [] : own.splice(booked, 1);
    if (split) {
      events.push({ ...event, ratio: split.ratio });
      continue;
    }
    if (declined.some((one) => isSame(one, event))) continue;
    const isHeld = isHeldInto(event, effective, method);
    if (own.some((one) => isNear(one, event)) || (isHeld && hasClosedSince(event, effective))) {
      unclear.push(event);
      continue;
    }
    if (isHeld) due.push(event);
    events.push(event);
  }
  return { events: [...events, ...own], due, unclear };
}

function reversedEntries(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const reversed = new Set(entries.flatMap(({ reversesId }) => (reversesId === null ? [] : [reversesId])));
  return entries.filter(({ id }) => reversed.has(id));
}

const isNear = (a: SplitEvent, b: SplitEvent): boolean =>
  a.instrumentId === b.instrumentId && Math.abs(Date.parse(a.date) - Date.parse(b.date)) <= SAME_EVENT_DAYS * MS_A_DAY;

const isSame = (a: SplitEvent, b: SplitEvent): boolean =>
  isNear(a, b) && new Exact(a.ratio).div(b.ratio).minus(1).abs().lt(SAME_RATIO);

/** Whether a lot of before is open when the day begins. */
function isHeldInto({ instrumentId, date }: SplitEvent, effective: readonly LedgerEntry[], method: LotMethod): boolean {
  const book = new LotBook(method);
  for (const entry of effective) {
    if (entry.instrumentId === instrumentId && entry.tradeDate < date) book.apply(entry);
  }
  return book.openLots.size > 0;
}

const CLOSING: ReadonlySet<string> = new Set(['sell', 'cover', 'exercise', 'assignment']);

const hasClosedSince = ({ instrumentId, date }: SplitEvent, effective: readonly LedgerEntry[]): boolean =>
  effective.some((entry) => entry.instrumentId === instrumentId && entry.tradeDate >= date && CLOSING.has(entry.kind));
