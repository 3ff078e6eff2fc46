import { isCalendarDay, parsePlainDecimal } from '../../market-data/csv-value.kernel.js';
import { type RowProblems } from './csv-problem.kernel.js';
import { type HoldingCells, type OptionType } from './holding.kernel.js';
import {
  formatOccSymbol,
  isOccExpiration,
  isOccStrike,
  type OccContract,
  occRoot,
  standsFor,
} from './occ-symbol.kernel.js';

export interface OptionTerms {
  /** Compact OCC symbol. */
  readonly symbol: string;
  readonly underlyingSymbol: string;
  readonly strikePrice: string;
  readonly expirationDate: string;
  readonly optionType: OptionType;
}

export const namesOptionColumn = (cells: HoldingCells): boolean =>
  [cells['Underlying Symbol'], cells['Strike Price'], cells['Expiration Date'], cells['Option Type']].some(Boolean);

/**
 * The contract of an option line: from its four option columns, from the OCC symbol in the symbol column, or from
 * both if they agree. Null when a part is missing or wrong, which is then among the problems.
 */
export function readOptionTerms(
  cells: HoldingCells,
  occ: OccContract | null,
  problems: RowProblems,
): OptionTerms | null {
  const underlyingSymbol = readUnderlying(cells['Underlying Symbol'].toUpperCase(), occ, problems);
  const strikePrice = readStrike(cells['Strike Price'], occ, problems);
  const expirationDate = readExpiration(cells['Expiration Date'], occ, problems);
  const optionType = readOptionType(cells['Option Type'].toUpperCase(), occ, problems);
  if (underlyingSymbol === null || strikePrice === null || expirationDate === null || optionType === null) return null;
  const root = occ?.root ?? occRoot(underlyingSymbol) ?? '';
  const symbol = formatOccSymbol({ root, expirationDate, optionType, strikePrice });
  return { symbol, underlyingSymbol, strikePrice, expirationDate, optionType };
}

const CONFLICT_FIX = 'Make the column agree with the option symbol, or leave it empty.';

function readUnderlying(text: string, occ: OccContract | null, problems: RowProblems): string | null {
  const add = (message: string, fix: string): null => {
    problems.add('ERR_POS_019', 'Underlying Symbol', text, message, fix);
    return null;
  };
  if (text === '') {
    return occ?.root ?? add('An option needs its underlying.', 'Write the symbol of the share or fund, such as SPY.');
  }
  const root = text.length <= 20 ? occRoot(text) : null;
  if (root === null) {
    return add(
      'The underlying of a listed option has 1 to 6 letters (a dot, dash or underscore may divide them).',
      'Write the symbol of the share or fund, such as SPY or BRK.B.',
    );
  }
  if (occ && !standsFor(occ.root, root)) {
    return add(`The option symbol names ${occ.root}, this column another underlying.`, CONFLICT_FIX);
  }
  return text;
}

function readStrike(text: string, occ: OccContract | null, problems: RowProblems): string | null {
  const add = (message: string, fix = 'Write the strike for one share, such as 450 or 17.5.'): null => {
    problems.add('ERR_POS_020', 'Strike Price', text, message, fix);
    return null;
  };
  if (text === '') return occ?.strikePrice ?? add('An option needs its strike price.');
  const strike = parsePlainDecimal(text);
  if (!strike) return add('The strike price is not a plain decimal number.');
  if (strike.sign !== 1) return add('The strike price must be above 0.');
  if (!isOccStrike(strike.text)) return add('The strike price must be at most 99999.999, with at most 3 decimals.');
  if (occ && occ.strikePrice !== strike.text) {
    return add(`The option symbol has a strike of ${occ.strikePrice}, this column another.`, CONFLICT_FIX);
  }
  return strike.text;
}

function readExpiration(text: string, occ: OccContract | null, problems: RowProblems): string | null {
  const add = (
    message: string,
    fix = 'Write the last day of the contract as YYYY-MM-DD, such as 2027-12-17.',
  ): null => {
    problems.add('ERR_POS_021', 'Expiration Date', text, message, fix);
    return null;
  };
  if (text === '') return occ?.expirationDate ?? add('An option needs its expiration date.');
  if (!isCalendarDay(text)) return add('The expiration date is not a calendar day written YYYY-MM-DD.');
  if (!isOccExpiration(text)) return add('The expiration date must lie between 2000-01-01 and 2099-12-31.');
  if (occ && occ.expirationDate !== text) {
    return add(`The option symbol expires on ${occ.expirationDate}, this column says otherwise.`, CONFLICT_FIX);
  }
  return text;
}

function readOptionType(text: string, occ: OccContract | null, problems: RowProblems): OptionType | null {
  const add = (message: string, fix = 'Write CALL or PUT.'): null => {
    problems.add('ERR_POS_022', 'Option Type', text, message, fix);
    return null;
  };
  if (text === '') return occ?.optionType ?? add('An option needs its type.');
  if (text !== 'CALL' && text !== 'PUT') return add('The option type is neither CALL nor PUT.');
  if (occ && occ.optionType !== text) {
    return add(`The option symbol is a ${occ.optionType}, this column says ${text}.`, CONFLICT_FIX);
  }
  return text;
}
