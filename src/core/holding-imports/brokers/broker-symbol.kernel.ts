import { parsePlainDecimal } from '../../market-data/csv-value.kernel.js';
import {
  isOccExpiration,
  isOccStrike,
  type OccContract,
  occRoot,
  parseOccSymbol,
} from '../../positions/import/occ-symbol.kernel.js';
import { readDay } from './broker-day.kernel.js';
import { readFigure } from './broker-figure.kernel.js';

export interface NamedContract extends OccContract {
  /** The share or fund as the broker names it, with the dot of a share class. */
  readonly underlying: string;
}

const MAX_LENGTH = 100;
const PLAIN = /^[A-Z0-9][A-Z0-9._-]{0,99}$/;
/** A share class or a preferred share behind its company: `BRK/B`, `BRK B`, `BAC PRL`. */
const CLASSED = /^([A-Z]{1,5})[/ .]([A-Z]{1,2}|PR[A-Z]{0,2})$/;

/** In capitals, with a dot before the share class and without the marks of footnotes; null when it can be no symbol. */
export function readSymbol(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const symbol = text.trim().toUpperCase().replace(/\*+$/, '').trim();
  const classed = CLASSED.exec(symbol);
  if (classed) return `${classed[1] ?? ''}.${classed[2] ?? ''}`;
  return PLAIN.test(symbol) ? symbol : null;
}

/**
 * A contract as a broker writes it: `AAPL 01/17/2025 150.00 C` (Schwab), `-AAPL250117C150` (Fidelity),
 * `AAPL 17JAN25 150 C` (Interactive Brokers), `AAPL JAN 17 2025 $150 CALL` and `CALL AAPL 01/17/25 150` in descriptions, and
 * the OCC symbol of 21 characters or without its blanks. Null when it is none of these.
 */
export function readContract(text: string): NamedContract | null {
  if (text.length > MAX_LENGTH) return null;
  const name = text.trim().toUpperCase().replace(/\s+/g, ' ');
  const occ = parseOccSymbol(text.trim()) ?? parseOccSymbol(name);
  if (occ) return { ...occ, underlying: occ.root };
  return spaced(name) ?? compact(name);
}

/** Whether the text can only be meant as a contract, even when it is not a possible one. */
export const looksLikeContract = (text: string): boolean => {
  const name = text.trim().toUpperCase();
  return (
    name.length <= MAX_LENGTH &&
    (/^-?[A-Z0-9]{1,6} *\d{6}[CP]\d/.test(name) || /\d[\d.,]* ?(?:C|P|CALL|PUT)$/.test(name) || name.startsWith('-'))
  );
};

const ROOT = '(?<root>[A-Z]{1,6}(?:[/. ][A-Z])?)';
const DAY = String.raw`(?<day>\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}[A-Z]{3}\d{2,4}|[A-Z]{3} \d{1,2},? \d{4})`;
const STRIKE = String.raw`\$?(?<strike>[\d,]*\.?\d+)`;
const SPACED = [
  new RegExp(`^${ROOT} ${DAY} ${STRIKE} (?<side>C|P|CALL|PUT)$`),
  new RegExp(`^(?<side>CALL|PUT) (?:\\()?${ROOT}(?:\\))? ${DAY} ${STRIKE}$`),
];

function spaced(name: string): NamedContract | null {
  for (const shape of SPACED) {
    const parts = shape.exec(name)?.groups;
    if (parts)
      return contractOf(parts['root'] ?? '', readDay(parts['day'] ?? ''), parts['strike'] ?? '', parts['side'] ?? '');
  }
  return null;
}

/** Of Fidelity: a dash, then root, YYMMDD, C or P and the strike in dollars as it is. */
function compact(name: string): NamedContract | null {
  const match = /^-([A-Z]{1,6})(\d{6})([CP])(\d{1,5}(?:\.\d{1,3})?)$/.exec(name);
  if (!match) return null;
  return contractOf(match[1] ?? '', readDay(`20${match[2] ?? ''}`), match[4] ?? '', match[3] ?? '');
}

function contractOf(
  name: string,
  expirationDate: string | null,
  strikeText: string,
  side: string,
): NamedContract | null {
  const underlying = readSymbol(name);
  const root = underlying === null ? null : occRoot(underlying);
  const strike = parsePlainDecimal(readFigure(strikeText) ?? '');
  if (underlying === null || root === null || expirationDate === null || !isOccExpiration(expirationDate)) return null;
  if (strike === null || !isOccStrike(strike.text)) return null;
  return {
    root,
    underlying,
    expirationDate,
    optionType: side.startsWith('C') ? 'CALL' : 'PUT',
    strikePrice: strike.text,
  };
}

/** Names under which brokers keep uninvested money. Funds of five letters that end in XX are money-market funds. */
const CASH_NAMES =
  /^(?:cash|cash (?:&|and) cash investments|cash (?:balance|equivalents?)|core|fcash|usd|us dollars?|money market|settlement fund)$/i;

export const isCashName = (text: string): boolean => CASH_NAMES.test(text.trim().replace(/\*+$/, ''));

export const isMoneyFund = (text: string): boolean =>
  /^[A-Z]{3}XX$/.test(text.trim().toUpperCase().replace(/\*+$/, ''));
