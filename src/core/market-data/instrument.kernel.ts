import {
  formatOccSymbol,
  hasOccShape,
  isOccExpiration,
  isOccStrike,
  occRoot,
  parseOccSymbol,
} from '../positions/import/occ-symbol.kernel.js';

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

/** As a client describes it: a symbol at least, and the rest if it is new to us. */
export interface InstrumentDescription {
  readonly symbol: string;
  readonly investmentClass: 'PUBLIC' | 'OPTIONS' | 'PRIVATE' | null;
  readonly investmentSubtype: string | null;
  readonly underlyingSymbol: string | null;
  readonly strikePrice: string | null;
  readonly expirationDate: string | null;
  readonly optionType: 'CALL' | 'PUT' | null;
}

export interface DescriptionFault {
  readonly field:
    'symbol' | 'investment_class' | 'underlying_symbol' | 'strike_price' | 'expiration_date' | 'option_type';
  readonly message: string;
}

const PLAIN_SYMBOL = /^[A-Z0-9._-]{1,100}$/;

/** The symbol under which an instrument is kept: capitals, and the compact form of an OCC symbol. */
export function canonicalSymbol(text: string): string {
  const occ = parseOccSymbol(text);
  return occ ? formatOccSymbol(occ) : text.trim().toUpperCase();
}

/**
 * The instrument that a description means. An OCC symbol, or option fields, make it an option; without a class
 * everything else is PUBLIC. Returns what is wrong instead when it cannot be an instrument.
 */
export function readInstrument(given: InstrumentDescription): InstrumentWish | DescriptionFault {
  const occ = parseOccSymbol(given.symbol);
  const { underlyingSymbol, strikePrice, expirationDate, optionType } = given;
  const namesOption = [underlyingSymbol, strikePrice, expirationDate, optionType].some((part) => part !== null);
  const investmentClass = given.investmentClass ?? (occ || namesOption ? 'OPTIONS' : 'PUBLIC');
  if (investmentClass !== 'OPTIONS') {
    if (occ || namesOption) {
      const message = `The class is ${investmentClass}, but the symbol or the option fields describe an option: use OPTIONS.`;
      return { field: 'investment_class', message };
    }
    return readPlain(given, investmentClass);
  }
  if (occ) {
    const contract = { ...occ, underlyingSymbol: underlyingSymbol?.toUpperCase() ?? occ.root };
    return option(contract, formatOccSymbol(occ));
  }
  return readContract(given);
}

function readPlain(
  given: InstrumentDescription,
  investmentClass: 'PUBLIC' | 'PRIVATE',
): InstrumentWish | DescriptionFault {
  const symbol = given.symbol.trim().toUpperCase();
  if (!PLAIN_SYMBOL.test(symbol)) {
    return { field: 'symbol', message: 'A symbol has 1 to 100 letters, digits, dots, dashes and underscores.' };
  }
  if (hasOccShape(symbol)) {
    return {
      field: 'symbol',
      message: 'The symbol is built like an OCC option symbol, but one of its parts is impossible.',
    };
  }
  const { investmentSubtype } = given;
  return {
    ...{ symbol, investmentClass, investmentSubtype: investmentSubtype?.toUpperCase() ?? null },
    ...{ underlyingSymbol: null, strikePrice: null, expirationDate: null, optionType: null },
  };
}

function readContract(given: InstrumentDescription): InstrumentWish | DescriptionFault {
  const { strikePrice, expirationDate, optionType } = given;
  const underlyingSymbol = given.underlyingSymbol?.toUpperCase() ?? null;
  const root = underlyingSymbol === null ? null : occRoot(underlyingSymbol);
  if (underlyingSymbol === null || root === null) {
    return { field: 'underlying_symbol', message: 'An option needs its underlying, such as SPY, or an OCC symbol.' };
  }
  if (strikePrice === null || !isOccStrike(strikePrice)) {
    return {
      field: 'strike_price',
      message: 'An option needs a strike above 0, at most 99999.999, with at most 3 decimals.',
    };
  }
  if (expirationDate === null || !isOccExpiration(expirationDate)) {
    return { field: 'expiration_date', message: 'An option needs its expiration as YYYY-MM-DD.' };
  }
  if (optionType === null) return { field: 'option_type', message: 'An option is a CALL or a PUT.' };
  const contract = { underlyingSymbol, strikePrice, expirationDate, optionType };
  return option(contract, formatOccSymbol({ root, expirationDate, optionType, strikePrice }));
}

function option(
  contract: Pick<InstrumentWish, 'underlyingSymbol' | 'strikePrice' | 'expirationDate' | 'optionType'>,
  symbol: string,
): InstrumentWish {
  const { underlyingSymbol, strikePrice, expirationDate, optionType } = contract;
  const terms = { underlyingSymbol, strikePrice, expirationDate, optionType };
  return { symbol, investmentClass: 'OPTIONS', investmentSubtype: optionType, ...terms };
}
