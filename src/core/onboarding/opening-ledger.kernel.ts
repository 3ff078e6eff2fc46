import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { type LedgerDraft } from '../ledger/ledger-entry.kernel.js';
import { type Holding } from '../positions/import/holding.kernel.js';

/** An entry of an imported portfolio, with the line of the file it comes from. */
export interface OpeningDraft extends LedgerDraft {
  readonly id: string;
  readonly row: number;
  readonly source: 'opening' | 'import';
  readonly notes: string | null;
}

export interface HeldInstrument {
  readonly id: string;
  readonly multiplier: number;
}

/** The first day on which anything was held; null without holdings. */
export function firstDay(holdings: readonly Holding[]): string | null {
  return holdings.reduce<string | null>(
    (first, { entryDate }) => (first === null || entryDate < first ? entryDate : first),
    null,
  );
}

/**
 * What a file of holdings means for the ledger. Each line is a purchase or short sale at its price and day; an exit
 * closes just that lot; a private asset is marked at its entry price; an option that was not sold before its last day
 * expired then.
 * @param instruments one for each holding, in their order
 * @param newId makes an id
 * @param today options whose last day is before it have expired
 */
export function openingDrafts(
  holdings: readonly Holding[],
  instruments: readonly HeldInstrument[],
  newId: () => string,
  today: string,
): OpeningDraft[] {
  const expired = new Map<string, OpeningDraft>();
  const drafts = holdings.flatMap((holding, index): OpeningDraft[] => {
    const instrument = instruments[index];
    if (!instrument) throw new RangeError('a holding has no instrument');
    const { row, expirationDate } = holding;
    const about = { instrumentId: instrument.id, multiplier: instrument.multiplier };
    if (holding.exitDate === null && expirationDate !== null && expirationDate < today) {
      const draft = draftOf({ kind: 'expiry', tradeDate: expirationDate, ...about });
      expired.set(instrument.id, { ...draft, id: newId(), row, source: 'import', notes: 'Expired before the import' });
    }
    return tradesOf(holding, about, newId);
  });
  return [...drafts, ...expired.values()];
}

function tradesOf(
  holding: Holding,
  about: { readonly instrumentId: string; readonly multiplier: number },
  newId: () => string,
): OpeningDraft[] {
  const { row, entryDate: tradeDate, entryPrice: price, exitDate, exitPrice } = holding;
  const isShort = holding.quantity.startsWith('-');
  const quantity = isShort ? holding.quantity.slice(1) : holding.quantity;
  const id = newId();
  const entry = draftOf({ kind: isShort ? 'short' : 'buy', tradeDate, ...about, quantity, price });
  const drafts: OpeningDraft[] = [{ ...entry, id, row, source: 'opening', notes: null }];
  if (holding.investmentClass === 'PRIVATE') {
    const mark = draftOf({ kind: 'mark', tradeDate, ...about, price });
    drafts.push({ ...mark, id: newId(), row, source: 'import', notes: 'Entry price' });
  }
  if (exitDate !== null && exitPrice !== null) {
    const isWorthless = /^0*\.?0*$/.test(exitPrice);
    const closed = { tradeDate: exitDate, ...about, quantity, lotId: id };
    const exit = isWorthless
      ? draftOf({ kind: 'expiry', ...closed })
      : draftOf({ kind: isShort ? 'cover' : 'sell', ...closed, price: exitPrice });
    drafts.push({ ...exit, id: newId(), row, source: 'import', notes: null });
  }
  return drafts;
}
