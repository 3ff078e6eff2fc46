import { parsePlainDecimal } from '../../market-data/csv-value.kernel.js';

/** What divides units from tenths. The other signs, blanks and apostrophes may divide thousands. */
export type DecimalMark = '.' | ',';

const MAX_LENGTH = 64;
/** How brokers write "there is none". */
const ABSENT = /^(?:-+|—|–|n\/?a|not available|null|nan|incomplete)?$/i;
const CURRENCY =
  /^(?:[$€£¥]|(?:USD|EUR|GBP|CHF|CAD|AUD|JPY)(?![A-Z]))\s*|\s*(?:[€£$¥]|\s(?:USD|EUR|GBP|CHF|CAD|AUD|JPY))$/gi;
const GROUPED: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ']\d{3})+|\d*)(?:\.\d*)?$/,
  ',': /^(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:[ ']\d{3})+|\d*)(?:,\d*)?$/,
};

/**
 * Reads a figure as brokers write it: `$1,234.50`, `(100)`, `100-`, `-$5`, `1.234,50 €` with a comma as its mark.
 * Thousands are grouped by three or not at all, so that a misplaced comma is no figure. Never an exponent, a percentage or
 * two signs.
 * @returns the canonical decimal text; an empty text where the broker says that there is none; null for anything else
 */
export function readFigure(text: string, mark: DecimalMark = '.'): string | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = text
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/\u2212/g, '-')
    .trim();
  if (ABSENT.test(plain)) return '';
  const bracketed = /^([$€£]?\s*)\(([^()]*)\)$/.exec(plain);
  const inner = bracketed ? `${bracketed[1] ?? ''}${bracketed[2] ?? ''}`.trim() : plain;
  const signs = [...inner.matchAll(/[+-]/g)].map(([sign]) => sign);
  if (signs.length > 1 || (bracketed && signs.length > 0)) return null;
  const unsigned = withoutSign(inner);
  if (unsigned === null) return null;
  const digits = unsigned.replace(CURRENCY, '').trim();
  if (digits === '' || !GROUPED[mark].test(digits)) return null;
  const ungrouped = mark === '.' ? digits.replace(/[, ']/g, '') : digits.replace(/[. ']/g, '').replace(',', '.');
  const decimal = parsePlainDecimal(ungrouped);
  if (!decimal) return null;
  const isNegative = (bracketed !== null || signs[0] === '-') && decimal.sign !== 0;
  return isNegative ? `-${decimal.text}` : decimal.text;
}

/** The sign stands before or behind the digits, or between a sign of currency and the digits. */
function withoutSign(text: string): string | null {
  const match =
    /^(?:[+-]\s*(?<after>[^+-]*)|(?<before>[^+-]*?)\s*[+-]|(?<currency>[$€£¥]\s*)[+-](?<rest>[^+-]*)|(?<none>[^+-]*))$/.exec(
      text,
    );
  if (!match?.groups) return null;
  const { after, before, currency, rest, none } = match.groups;
  return (after ?? before ?? (currency === undefined ? none : `${currency}${rest ?? ''}`) ?? '').trim();
}
