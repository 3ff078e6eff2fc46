import { isCalendarDay, parsePlainDecimal } from '../../market-data/csv-value.kernel.js';

/**
 * Option symbols of the Options Clearing Corporation (OSI key, 2010): a root of 1–6 letters, the expiration as
 * YYMMDD, C or P, and the strike in thousandths of a dollar on 8 digits. `AAPL270115C00190000` is the compact form;
 * the official one pads the root with blanks to 6, which makes 21 characters. The century is always 2000.
 */
export interface OccContract {
  /** 1–6 capital letters. */
  readonly root: string;
  /** `YYYY-MM-DD` from 2000 to 2099. */
  readonly expirationDate: string;
  readonly optionType: 'CALL' | 'PUT';
  /** Dollars a share, above 0, at most 99999.999. */
  readonly strikePrice: string;
}

const SHAPE = /^([A-Z0-9]{1,6}) {0,5}(\d{2})(\d{2})(\d{2})([CP])(\d{5})(\d{3})$/;

/** Whether the text can only be meant as an option symbol, even if one of its parts is impossible. */
export const hasOccShape = (text: string): boolean => text.length <= 26 && SHAPE.test(text.toUpperCase());

/**
 * Reads the compact or the padded form, in any case. Null when it is none: another shape, a root with digits
 * (an adjusted contract, which does not deliver 100 shares), a day that is not in the calendar, or a strike of 0.
 */
export function parseOccSymbol(text: string): OccContract | null {
  const match = text.length <= 26 ? SHAPE.exec(text.toUpperCase()) : null;
  if (!match) return null;
  const [, root = '', year = '', month = '', day = '', side, dollars = '', mills = ''] = match;
  const expirationDate = `20${year}-${month}-${day}`;
  const strike = parsePlainDecimal(`${dollars}.${mills}`);
  if (!/^[A-Z]+$/.test(root) || !isCalendarDay(expirationDate) || strike?.sign !== 1) return null;
  return { root, expirationDate, optionType: side === 'C' ? 'CALL' : 'PUT', strikePrice: strike.text };
}

/** The root for an underlying: its letters without the dot, dash or underscore of a share class; null if it has none. */
export function occRoot(underlying: string): string | null {
  const root = underlying.toUpperCase().replace(/[._-]/g, '');
  return /^[A-Z]{1,6}$/.test(root) ? root : null;
}

/** Whether an option of the first root can be on the second one. Index options may have a letter more: SPXW on SPX. */
export const standsFor = (optionRoot: string, underlyingRoot: string): boolean =>
  optionRoot === underlyingRoot || optionRoot.slice(0, -1) === underlyingRoot;

export const isOccExpiration = (day: string): boolean => day.startsWith('20') && isCalendarDay(day);

export function isOccStrike(strike: string): boolean {
  const decimal = parsePlainDecimal(strike);
  return decimal?.sign === 1 && decimal.integerDigits <= 5 && decimal.decimals <= 3;
}

/** The compact form. Throws RangeError when the contract has a part that the symbol cannot hold. */
export function formatOccSymbol({ root, expirationDate, optionType, strikePrice }: OccContract): string {
  if (!/^[A-Z]{1,6}$/.test(root)) throw new RangeError(`not an option root: ${root}`);
  if (!isOccExpiration(expirationDate)) throw new RangeError(`not an expiration of this century: ${expirationDate}`);
  if (!isOccStrike(strikePrice)) throw new RangeError(`not a strike in thousandths: ${strikePrice}`);
  const [dollars = '', mills = ''] = (parsePlainDecimal(strikePrice)?.text ?? '').split('.');
  const day = expirationDate.slice(2).replaceAll('-', '');
  return `${root}${day}${optionType.charAt(0)}${dollars.padStart(5, '0')}${mills.padEnd(3, '0')}`;
}

/** The 21 characters of the official form. */
export function formatPaddedOccSymbol(contract: OccContract): string {
  const compact = formatOccSymbol(contract);
  return contract.root.padEnd(6, ' ') + compact.slice(contract.root.length);
}
