/** Members of a JSON answer, read without trusting its shape: what is not what it should be is null. */

export type Json = Readonly<Record<string, unknown>>;

export const objectIn = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

export const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** A number, a text that is one, or `{ raw }`, which Yahoo wraps numbers in. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][-+]?\d+)?%?$/.test(value.trim()))
    return Number.parseFloat(value);
  return typeof value === 'object' && value !== null && 'raw' in value ? numberIn(value.raw) : null;
}

export function wholeIn(value: unknown): number | null {
  const number = numberIn(value);
  return number !== null && Number.isInteger(number) ? number : null;
}

export const flagIn = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

/** YYYY-MM-DD, also as the head of a longer text, and of `{ raw }` in seconds. */
export function dayIn(value: unknown): string | null {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(value.trim())?.[0] ?? null;
  const seconds = numberIn(value);
  return seconds === null || Math.abs(seconds) > 1e11 ? null : new Date(seconds * 1_000).toISOString().slice(0, 10);
}

const MAX_DECIMALS = 6;

/**
 * A number of an answer as decimal text of at most six decimals. Yahoo sends prices as single-precision floats written out
 * as doubles (189.97000122070312): such a number becomes the shortest decimal that is the same float, so that a price
 * reads as it was quoted and does not seem to change with the next fetch.
 */
export function decimalIn(value: unknown): string | null {
  const number = numberIn(value);
  if (number === null || Math.abs(number) >= 1e18) return null;
  return trimmed(shortestFloat(number).toFixed(MAX_DECIMALS));
}

/** As `decimalIn`, of what can only be above zero. */
export function positiveIn(value: unknown): string | null {
  const text = decimalIn(value);
  return text !== null && Number(text) > 0 ? text : null;
}

function shortestFloat(number: number): number {
  if (Number.isInteger(number) || Math.fround(number) !== number) return number;
  for (let digits = 6; digits <= 9; digits += 1) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return short;
  }
  return number;
}

const trimmed = (text: string): string => {
  const short = text.replace(/\.?0+$/, '');
  return short === '-0' ? '0' : short;
};
