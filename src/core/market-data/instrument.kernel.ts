import {
  formatOccSymbol,
  hasOccShape,
  isOccExpiration,
  isOccStrike,
  type OccContract,
  occRoot,
  parseOccSymbol,
  standsFor,
} from '../positions/import/occ-symbol.kernel.js';
import { parsePlainDecimal } from './csv-value.kernel.js';

/** An instrument as other features see it. */
export interface InstrumentView {
  readonly id: string;
  readonly symbol: string;
  readonly ownerUserId: string | null;
  readonly investmentClass: 'PUBLIC' | 'OPTIONS' | 'PRIVATE';
  readonly investmentSubtype: string | null;
  readonly currency: string;
  readonly underlyingSymbol: string | null;
  readonly strikePrice: string | null;
  readonly expirationDate: string | null;
  readonly optionType: 'CALL' | 'PUT' | null;
  readonly multiplier: number;
}

/** An instrument to be made. */
export type NewInstrument = Omit<InstrumentView, 'id'> & { readonly name: string | null };

/** Shares a listed option contract stands for. */
export const CONTRACT_SIZE = 100;
/** Of shared symbols: they are those of the American exchanges, and nobody's portfolio may say otherwise. */
export const LISTING_CURRENCY = 'USD';

/** What somebody wants to hold. */
export interface InstrumentWish {
  /** Upper case; of an option the compact OCC symbol. */
  readonly symbol: string;
  readonly investmentClass: 'PUBLIC' | 'OPTIONS' | 'PRIVATE';
  readonly investmentSubtype: string | null;
  readonly underlyingSymbol: string | null;
  readonly strikePrice: string | null;
  readonly expirationDate: string | null;
  readonly optionType: 'CALL' | 'PUT' | null;
  /** Given to an instrument that is made for the wish. */
  readonly name?: string;
}

/** As a client describes it: a symbol, or the fields of an option contract, or both if they agree. */
export interface InstrumentDescription {
  readonly symbol: string | null;
  readonly investmentClass: 'PUBLIC' | 'OPTIONS' | 'PRIVATE' | null;
  readonly investmentSubtype: string | null;
  readonly underlyingSymbol: string | null;
  readonly strikePrice: string | null;
  readonly expirationDate: string | null;
  readonly optionType: 'CALL' | 'PUT' | null;
}

export interface DescriptionFault {
  readonly field:
    | 'symbol'
    | 'investment_class'
    | 'investment_subtype'
    | 'underlying_symbol'
    | 'strike_price'
    | 'expiration_date'
    | 'option_type';
  readonly message: string;
}

export type ReadDescription =
  { readonly wish: InstrumentWish } | { readonly faults: readonly [DescriptionFault, ...DescriptionFault[]] };

const PLAIN_SYMBOL = /^[A-Z0-9._-]{1,100}$/;

/** The symbol under which an instrument is kept: capitals, and the compact form of an OCC symbol. */
export function canonicalSymbol(text: string): string {
  const occ = parseOccSymbol(text);
  return occ ? formatOccSymbol(occ) : text.trim().toUpperCase();
}

const fault = (field: DescriptionFault['field'], message: string): ReadDescription => ({
  faults: [{ field, message }],
});

/** Whether an option is meant: by its class, by the shape of its symbol, or by any field of a contract. */
export const describesOption = (given: InstrumentDescription): boolean =>
  given.investmentClass === 'OPTIONS' ||
  (given.symbol !== null && hasOccShape(given.symbol)) ||
  [given.underlyingSymbol, given.strikePrice, given.expirationDate, given.optionType].some((part) => part !== null);

/**
 * The shared instrument of a canonical symbol: an OCC symbol says that it is an option, and what its terms are.
 * @throws RangeError for one that only looks like an OCC symbol
 */
export function listedInstrument(symbol: string): NewInstrument {
  const occ = parseOccSymbol(symbol);
  if (!occ && hasOccShape(symbol)) throw new RangeError(`${symbol} is an impossible option symbol`);
  const wish = occ ? option({ ...occ, underlyingSymbol: occ.root }, symbol) : share(symbol, null);
  return {
    ...wish,
    ownerUserId: null,
    currency: LISTING_CURRENCY,
    multiplier: occ ? CONTRACT_SIZE : 1,
    name: null,
  };
}

/**
 * The instrument that a description means, known or not. Without a class everything that is no option is PUBLIC.
 * Says what is wrong instead when it cannot be an instrument, or tells two stories.
 */
export function readInstrument(given: InstrumentDescription): ReadDescription {
  if (!describesOption(given)) return readPlain(given, given.investmentClass === 'PRIVATE' ? 'PRIVATE' : 'PUBLIC');
  if (given.investmentClass !== null && given.investmentClass !== 'OPTIONS') {
    const said = 'but the symbol or the option fields describe an option: use OPTIONS.';
    return fault('investment_class', `The class is ${given.investmentClass}, ${said}`);
  }
  const occ = given.symbol === null ? null : parseOccSymbol(given.symbol);
  return occ ? readOcc(occ, given) : readContract(given);
}

function readPlain(given: InstrumentDescription, investmentClass: 'PUBLIC' | 'PRIVATE'): ReadDescription {
  const symbol = given.symbol?.trim().toUpperCase() ?? '';
  if (!PLAIN_SYMBOL.test(symbol)) {
    return fault('symbol', 'A symbol has 1 to 100 letters, digits, dots, dashes and underscores.');
  }
  return { wish: { ...share(symbol, given.investmentSubtype?.toUpperCase() ?? null), investmentClass } };
}

function share(symbol: string, investmentSubtype: string | null): InstrumentWish {
  const terms = { underlyingSymbol: null, strikePrice: null, expirationDate: null, optionType: null };
  return { symbol, investmentClass: 'PUBLIC', investmentSubtype, ...terms };
}

/** The symbol says it all; what is said beside it must be the same. */
function readOcc(occ: OccContract, given: InstrumentDescription): ReadDescription {
  const { underlyingSymbol, strikePrice, expirationDate, optionType, investmentSubtype } = given;
  const disagrees = (field: DescriptionFault['field'], isSame: boolean, own: string): DescriptionFault[] =>
    isSame
      ? []
      : [{ field, message: `The option symbol says ${own}, ${field} another: make them agree, or leave it out.` }];
  const strike = strikePrice === null ? null : (parsePlainDecimal(strikePrice)?.text ?? '');
  const root = underlyingSymbol === null ? null : occRoot(underlyingSymbol);
  const [first, ...others] = [
    ...disagrees(
      'underlying_symbol',
      underlyingSymbol === null || (root !== null && standsFor(occ.root, root)),
      occ.root,
    ),
    ...disagrees('strike_price', strike === null || strike === occ.strikePrice, occ.strikePrice),
    ...disagrees('expiration_date', (expirationDate ?? occ.expirationDate) === occ.expirationDate, occ.expirationDate),
    ...disagrees('option_type', (optionType ?? occ.optionType) === occ.optionType, occ.optionType),
    ...disagrees('investment_subtype', isSubtype(investmentSubtype, occ.optionType), occ.optionType),
  ];
  if (first !== undefined) return { faults: [first, ...others] };
  const contract = { ...occ, underlyingSymbol: underlyingSymbol?.toUpperCase() ?? occ.root };
  return { wish: option(contract, formatOccSymbol(occ)) };
}

function readContract(given: InstrumentDescription): ReadDescription {
  const { expirationDate, optionType } = given;
  const symbol = given.symbol?.trim().toUpperCase() ?? null;
  if (symbol !== null && hasOccShape(symbol)) {
    return fault('symbol', 'The symbol is built like an OCC option symbol, but one of its parts is impossible.');
  }
  const underlyingSymbol = given.underlyingSymbol?.toUpperCase() ?? null;
  const root = underlyingSymbol === null ? null : occRoot(underlyingSymbol);
  if (underlyingSymbol === null || root === null) {
    return fault('underlying_symbol', 'An option needs its underlying, such as SPY, or an OCC symbol.');
  }
  if (symbol !== null && symbol !== underlyingSymbol) {
    return fault('symbol', 'The symbol of an option is its OCC symbol or its underlying: correct it, or leave it out.');
  }
  const strike = given.strikePrice === null ? null : parsePlainDecimal(given.strikePrice);
  if (strike === null || !isOccStrike(strike.text)) {
    return fault('strike_price', 'An option needs a strike above 0, at most 99999.999, with at most 3 decimals.');
  }
  if (expirationDate === null || !isOccExpiration(expirationDate)) {
    return fault('expiration_date', 'An option needs its expiration as YYYY-MM-DD.');
  }
  if (optionType === null) return fault('option_type', 'An option is a CALL or a PUT.');
  if (!isSubtype(given.investmentSubtype, optionType)) {
    return fault('investment_subtype', `The option is a ${optionType}: use that, or leave investment_subtype out.`);
  }
  const contract = { underlyingSymbol, strikePrice: strike.text, expirationDate, optionType };
  return { wish: option(contract, formatOccSymbol({ ...contract, root })) };
}

const isSubtype = (given: string | null, optionType: 'CALL' | 'PUT'): boolean =>
  (given?.toUpperCase() ?? optionType) === optionType;

function option(
  contract: Pick<InstrumentWish, 'underlyingSymbol' | 'strikePrice' | 'expirationDate' | 'optionType'>,
  symbol: string,
): InstrumentWish {
  const { underlyingSymbol, strikePrice, expirationDate, optionType } = contract;
  const terms = { underlyingSymbol, strikePrice, expirationDate, optionType };
  return { symbol, investmentClass: 'OPTIONS', investmentSubtype: optionType, ...terms };
}
