import { type Reason } from '../../../shared/outcome.js';
import { formatMoney, formatNumber, formatPercent } from '../../chat/format.kernel.js';

const BECAUSE: Readonly<Record<Reason, string>> = {
  'too-few-observations': 'the price history is too short',
  'zero-variance': 'the series does not vary',
  'no-price': 'a price is missing',
  'stale-price': 'the last price is too old',
  'no-benchmark': 'the benchmark has no prices for those sessions',
  'insufficient-coverage': 'too small a part of the portfolio has usable prices',
  'no-positions': 'there are no open positions',
  'non-positive-equity': 'net asset value is not positive',
  'not-applicable': 'it does not apply here',
  'not-computed-yet': 'it has not been computed yet',
  'no-data-before-this-date': 'there are no data before that date',
  'no-solution': 'no solution was found',
  'missing-valuation': 'money moved on a day that was not valued',
  'mixed-currencies': 'the portfolios are kept in different currencies',
  'computation-failed': 'its calculation failed; the run says why',
};

export type Row = Readonly<Record<string, unknown>>;
export type Format = (value: number) => string;

export const number = (row: Row, field: string): number | null => {
  const value = row[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};
export const text = (row: Row, field: string): string => (typeof row[field] === 'string' ? row[field] : '');
export const rows = (row: Row, field: string): readonly Row[] =>
  Array.isArray(row[field]) ? (row[field] as readonly Row[]) : [];
export const percent: Format = (value) => formatPercent(value);

/** Without a currency in the data none is made up. */
export const moneyIn = (data: Row): Format => {
  const currency = text(data, 'currency');
  return (value) => (currency === '' ? formatNumber(value) : formatMoney(value, currency));
};

/** Why a field is null, in words. A reason that is unknown here is given as it is. */
export function because(data: Row, field: string): string {
  const reason = text((data['reasons'] ?? {}) as Row, field);
  if (reason === '') return 'it has not been computed';
  return Object.hasOwn(BECAUSE, reason) ? BECAUSE[reason as Reason] : reason;
}

/** "The HHI is 2,500." or "There is no HHI: the price history is too short." */
export function sentence(data: Row, field: string, name: string, format: Format): string {
  const value = number(data, field);
  return value === null ? `There is no ${name}: ${because(data, field)}.` : `The ${name} is ${format(value)}.`;
}

/** "A", "A or B", "A, B or C". */
export const listOf = (words: readonly string[], last = 'or'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
