import { daysBefore, isCalendarDay, type PlainDecimal, parsePlainDecimal } from '../../market-data/csv-value.kernel.js';
import { type RowProblems } from './csv-problem.kernel.js';

/** What the columns can store before the decimal point. */
const MAX_INTEGER_DIGITS = 12;
const MAX_QUANTITY_DECIMALS = 8;
const MAX_PRICE_DECIMALS = 4;
const MAX_AGE_DAYS = 36_500;

const PLAIN_FIX =
  'Write digits with a point for the decimals, such as 1250.5, without separators, signs of currency or exponents.';
const DAY_FIX = 'Write the day as YYYY-MM-DD, such as 2024-03-15.';

/** The signed number of shares or contracts; negative when short. */
export function readQuantity(text: string, problems: RowProblems): PlainDecimal | null {
  const add = (
    code: 'ERR_POS_004' | 'ERR_POS_005' | 'ERR_POS_006' | 'ERR_POS_007',
    message: string,
    fix: string,
  ): null => {
    problems.add(code, 'Quantity', text, message, fix);
    return null;
  };
  if (text === '') {
    return add(
      'ERR_POS_004',
      'The quantity is missing.',
      'Write the number of shares or contracts; negative when short.',
    );
  }
  const quantity = parsePlainDecimal(text);
  if (!quantity) return add('ERR_POS_005', 'The quantity is not a plain decimal number.', PLAIN_FIX);
  if (quantity.integerDigits > MAX_INTEGER_DIGITS) {
    return add('ERR_POS_005', 'The quantity has more than 12 digits before the point.', 'Write a smaller quantity.');
  }
  if (quantity.sign === 0) {
    return add('ERR_POS_006', 'The quantity is zero.', 'Write what is held, negative when short, or remove the line.');
  }
  if (quantity.decimals > MAX_QUANTITY_DECIMALS) {
    return add('ERR_POS_007', 'The quantity has more than 8 decimals.', 'Round the quantity to at most 8 decimals.');
  }
  return quantity;
}

/** The price paid or received for one share, above 0. */
export function readEntryPrice(text: string, problems: RowProblems): string | null {
  const field = 'Entry Price Per Share';
  if (text === '') {
    problems.add(
      'ERR_POS_008',
      field,
      text,
      'The entry price is missing.',
      'Write the price of one share on the entry date.',
    );
    return null;
  }
  return readPrice(text, field, problems);
}

/**
 * The day and the price of a closing trade, which are given together or not at all. The price of an option that
 * expired worthless is 0, so that is allowed here.
 */
export function readExit(
  cells: { readonly date: string; readonly price: string },
  entryDate: string | null,
  today: string,
  problems: RowProblems,
): { readonly exitDate: string | null; readonly exitPrice: string | null } {
  if (cells.date === '' && cells.price === '') return { exitDate: null, exitPrice: null };
  const fix = 'Fill both Exit Date and Exit Price Per Share of a closed position, or neither.';
  if (cells.date === '') {
    problems.add('ERR_POS_012', 'Exit Date', '', 'The line has an exit price but no exit date.', fix);
  }
  if (cells.price === '') {
    problems.add('ERR_POS_009', 'Exit Price Per Share', '', 'The line has an exit date but no exit price.', fix);
  }
  const exitDate = cells.date === '' ? null : readPastDay(cells.date, 'Exit Date', today, problems);
  const exitPrice = cells.price === '' ? null : readPrice(cells.price, 'Exit Price Per Share', problems);
  if (exitDate !== null && entryDate !== null && exitDate < entryDate) {
    const message = `The exit date lies before the entry date, ${entryDate}.`;
    problems.add('ERR_POS_018', 'Exit Date', exitDate, message, 'Correct whichever of the two days is wrong.');
  }
  return { exitDate, exitPrice };
}

/** The day of the opening trade, at most 100 years (36,500 days) ago. */
export function readEntryDate(text: string, today: string, problems: RowProblems): string | null {
  if (text === '') {
    problems.add('ERR_POS_012', 'Entry Date', text, 'The entry date is missing.', DAY_FIX);
    return null;
  }
  const day = readPastDay(text, 'Entry Date', today, problems);
  if (day === null) return null;
  if (day >= daysBefore(today, MAX_AGE_DAYS)) return day;
  problems.add('ERR_POS_015', 'Entry Date', text, 'The entry date is more than 100 years ago.', 'Correct the year.');
  return null;
}

function readPastDay(
  text: string,
  field: 'Entry Date' | 'Exit Date',
  today: string,
  problems: RowProblems,
): string | null {
  const name = field.toLowerCase();
  if (!isCalendarDay(text)) {
    problems.add('ERR_POS_013', field, text, `The ${name} is not a calendar day written YYYY-MM-DD.`, DAY_FIX);
    return null;
  }
  if (text > today) {
    const message = `The ${name} lies in the future; today is ${today}.`;
    problems.add('ERR_POS_014', field, text, message, 'Write a day that has come; planned trades are not imported.');
    return null;
  }
  return text;
}

function readPrice(
  text: string,
  field: 'Entry Price Per Share' | 'Exit Price Per Share',
  problems: RowProblems,
): string | null {
  const add = (code: 'ERR_POS_009' | 'ERR_POS_010' | 'ERR_POS_011', message: string, fix: string): null => {
    problems.add(code, field, text, message, fix);
    return null;
  };
  const isExit = field === 'Exit Price Per Share';
  const name = isExit ? 'exit price' : 'entry price';
  const price = parsePlainDecimal(text);
  if (!price) return add('ERR_POS_009', `The ${name} is not a plain decimal number.`, PLAIN_FIX);
  if (price.integerDigits > MAX_INTEGER_DIGITS) {
    return add('ERR_POS_009', `The ${name} has more than 12 digits before the point.`, 'Write the price of one share.');
  }
  if (price.sign < 0 || (price.sign === 0 && !isExit)) {
    const rule = isExit ? 'must not be negative' : 'must be above 0';
    return add(
      'ERR_POS_010',
      `The ${name} ${rule}.`,
      'Write the price without a sign; only the quantity of a short is negative.',
    );
  }
  if (price.decimals > MAX_PRICE_DECIMALS) {
    return add('ERR_POS_011', `The ${name} has more than 4 decimals.`, 'Round the price to at most 4 decimals.');
  }
  return price.text;
}
