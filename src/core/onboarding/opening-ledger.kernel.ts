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
 * closes just that lot; a private asset is marked at its entry price. An option past its last day stays open: what it was
 * worth then the file does not say, and the batch settles it by the prices.
 * @param instruments one for each holding, in their order
 * @param newId makes an id
 */
export function openingDrafts(
  holdings: readonly Holding[],
  instruments: readonly HeldInstrument[],
  newId: () => string,
): OpeningDraft[] {
  return holdings.flatMap((holding, index): OpeningDraft[] => {
    const instrument = instruments[index];
    if (!instrument) throw new RangeError('a holding has no instrument');
    return tradesOf(holding, { instrumentId: instrument.id, multiplier: instrument.multiplier }, newId);
  });
}

/** Symbols of the options that are still held and whose last day is before `today`, each once, in the order of the file. */
export function expiredSymbols(
  holdings: readonly Holding[],
  instruments: readonly { readonly symbol: string }[],
  today: string,
): readonly string[] {
  const expired = holdings.flatMap(({ exitDate, expirationDate }, index) => {
    const instrument = instruments[index];
    return instrument && exitDate === null && expirationDate !== null && expirationDate < today
      ? [instrument.symbol]
      : [];
  });
  return [...new Set(expired)];
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
