import { type CsvProblem, RowProblems } from './csv-problem.kernel.js';
import { readEntryDate, readEntryPrice, readExit, readQuantity } from './holding-figures.kernel.js';
import {
  deriveInvestmentClass,
  derivePositionType,
  type Holding,
  type HoldingCells,
  INVESTMENT_CLASSES,
  type InvestmentClass,
  SUBTYPES,
} from './holding.kernel.js';
import { hasOccShape, type OccContract, parseOccSymbol } from './occ-symbol.kernel.js';
import { namesOptionColumn, type OptionTerms, readOptionTerms } from './option-columns.kernel.js';

const MAX_SYMBOL_LENGTH = 100;

export interface HoldingRow {
  /** Null when there is any problem. */
  readonly holding: Holding | null;
  readonly problems: readonly CsvProblem[];
  /** Symbol and entry date, which no two lines of a file share; null when either could not be read. */
  readonly identity: string | null;
}

/**
 * Reads one line. All its problems are collected, except that a line without a symbol stops there.
 * @param row the line of the user's file, for the problems and the holding
 * @param today the day against which "future" is judged, `YYYY-MM-DD`
 */
export function readHolding(row: number, cells: HoldingCells, today: string): HoldingRow {
  const problems = new RowProblems(row, (cells.Symbol || cells['Underlying Symbol']).toUpperCase());
  const occ = parseOccSymbol(cells.Symbol);
  const investmentClass = readClass(cells, occ, problems);
  if (cells.Symbol === '' && !(investmentClass === 'OPTIONS' && cells['Underlying Symbol'] !== '')) {
    const fix = 'Write the symbol; of an option either its OCC symbol or, in the option columns, the contract.';
    problems.add('ERR_POS_001', 'Symbol', '', 'The symbol is missing.', fix);
    return { holding: null, problems: problems.found, identity: null };
  }
  const ownSymbol = occ ? null : readSymbol(cells.Symbol, problems);
  const option = investmentClass === 'OPTIONS' ? readOptionTerms(cells, occ, problems) : null;
  const investmentSubtype = readSubtype(cells, investmentClass, option, problems);
  const quantity = readQuantity(cells.Quantity, problems);
  const entryPrice = readEntryPrice(cells['Entry Price Per Share'], problems);
  const entryDate = readEntryDate(cells['Entry Date'], today, problems);
  const exitCells = { date: cells['Exit Date'], price: cells['Exit Price Per Share'] };
  const { exitDate, exitPrice } = readExit(exitCells, entryDate, today, problems);

  if (option) refuseTradesAfterExpiration(option, { entryDate, exitDate }, problems);

  const symbol = investmentClass === 'OPTIONS' ? (option?.symbol ?? null) : ownSymbol;
  const identity = symbol !== null && entryDate !== null ? `${symbol} ${entryDate}` : null;
  if (
    problems.found.length > 0 ||
    investmentClass === null ||
    symbol === null ||
    quantity === null ||
    entryPrice === null ||
    entryDate === null
  ) {
    return { holding: null, problems: problems.found, identity };
  }
  const holding: Holding = {
    row,
    symbol,
    quantity: quantity.text,
    entryPrice,
    entryDate,
    investmentClass,
    investmentSubtype,
    underlyingSymbol: option?.underlyingSymbol ?? null,
    strikePrice: option?.strikePrice ?? null,
    expirationDate: option?.expirationDate ?? null,
    optionType: option?.optionType ?? null,
    positionType: derivePositionType(quantity.sign < 0, option?.optionType ?? null),
    exitDate,
    exitPrice,
  };
  return { holding, problems: [], identity };
}

/** A contract is not traded after its last day; such a line would open a lot that nothing ever closes. */
function refuseTradesAfterExpiration(
  { expirationDate }: OptionTerms,
  { entryDate, exitDate }: { readonly entryDate: string | null; readonly exitDate: string | null },
  problems: RowProblems,
): void {
  const late = [entryDate, exitDate].find((day) => day !== null && day > expirationDate);
  if (late === undefined || late === null) return;
  const message = `The contract expired on ${expirationDate}, before it was traded on ${late}.`;
  problems.add(
    'ERR_POS_021',
    'Expiration Date',
    expirationDate,
    message,
    'Correct whichever of the two days is wrong.',
  );
}

/** The symbol in capitals; an empty one (an option told by its columns) is no problem here, and null. */
function readSymbol(text: string, problems: RowProblems): string | null {
  if (text === '') return null;
  const add = (code: 'ERR_POS_002' | 'ERR_POS_003', message: string, fix: string): null => {
    problems.add(code, 'Symbol', text, message, fix);
    return null;
  };
  if (text.length > MAX_SYMBOL_LENGTH) {
    return add('ERR_POS_002', 'The symbol has more than 100 characters.', 'Shorten the symbol.');
  }
  if (hasOccShape(text)) {
    // As a share of that name it would be held at a hundredth of its size, so it is not let through as one.
    const message = 'The symbol is built like an OCC option symbol, but its root, expiration or strike is impossible.';
    return add('ERR_POS_003', message, 'Write 1 to 6 letters, YYMMDD, C or P, and the strike times 1000 on 8 digits.');
  }
  if (!/^[A-Za-z0-9._-]+$/.test(text)) {
    const fix = 'Use letters, digits, dot, dash and underscore only, such as BRK.B.';
    return add('ERR_POS_003', 'The symbol has characters other than letters, digits, dot, dash and underscore.', fix);
  }
  return text.toUpperCase();
}

/** The class as written, or derived when there is none; null when what is written cannot be. */
function readClass(cells: HoldingCells, occ: OccContract | null, problems: RowProblems): InvestmentClass | null {
  const text = cells['Investment Class'].toUpperCase();
  const namesOption = occ !== null || namesOptionColumn(cells);
  if (text === '') {
    return deriveInvestmentClass(cells.Symbol.toUpperCase(), cells['Investment Subtype'].toUpperCase(), namesOption);
  }
  const given = INVESTMENT_CLASSES.find((name) => name === text);
  if (given === undefined) {
    const fix = 'Write PUBLIC, OPTIONS or PRIVATE, or leave the column empty.';
    problems.add('ERR_POS_016', 'Investment Class', text, 'There is no such investment class.', fix);
    return null;
  }
  if (namesOption && given !== 'OPTIONS') {
    const message = `The class is ${given}, but the option symbol or the option columns say that this is an option.`;
    problems.add('ERR_POS_016', 'Investment Class', text, message, 'Write OPTIONS, or empty the option columns.');
    return null;
  }
  return given;
}

/** The subtype in capitals, or null; that of an option is its type. */
function readSubtype(
  cells: HoldingCells,
  investmentClass: InvestmentClass | null,
  option: OptionTerms | null,
  problems: RowProblems,
): string | null {
  const text = cells['Investment Subtype'].toUpperCase();
  if (investmentClass === null) return null;
  if (text === '') return option?.optionType ?? null;
  if (!SUBTYPES[investmentClass].includes(text)) {
    const fix = `Write one of ${SUBTYPES[investmentClass].join(', ')}, or leave the column empty.`;
    problems.add('ERR_POS_017', 'Investment Subtype', text, `${investmentClass} has no such subtype.`, fix);
  } else if (option && option.optionType !== text) {
    const message = `The subtype is ${text}, but the option is a ${option.optionType}.`;
    problems.add('ERR_POS_017', 'Investment Subtype', text, message, 'Correct whichever of the two is wrong.');
  }
  return text;
}
