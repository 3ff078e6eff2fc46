/**
 * How figures are written in answers. Locale en-US always, so that the figure tracer can read them back.
 * Rounding is half away from zero at the last digit shown; a value that rounds to zero is shown without a sign.
 */
const withDigits = (fractionDigits: number, style: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', {
    ...style,
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
    signDisplay: 'negative',
  });

const WHOLE_UNITS_FROM = 1_000;

/**
 * Money with its currency: cents below a thousand, whole units from there on.
 *
 * @param value amount in units of the currency; negative is written with a leading minus.
 * @param currency ISO 4217 code; an unknown but well-formed code is written before the amount.
 */
export function formatMoney(value: number, currency: string): string {
  const digits = Math.abs(value) < WHOLE_UNITS_FROM ? 2 : 0;
  return withDigits(digits, { style: 'currency', currency }).format(value);
}

/** A ratio as per cent: 0.1234 is "12.3%". */
export const formatPercent = (ratio: number, fractionDigits = 1): string =>
  withDigits(fractionDigits, { style: 'percent' }).format(ratio);

/** A plain number such as a beta or an index, with thousands separators: 1234.56 is "1,235" at zero digits. */
export const formatNumber = (value: number, fractionDigits = 2): string => withDigits(fractionDigits).format(value);

/** A multiple: 1.5 is "1.50x". */
export const formatMultiple = (value: number, fractionDigits = 2): string => `${formatNumber(value, fractionDigits)}x`;

/** A share count: as many of eight decimals as it needs. */
export const formatQuantity = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: 8, signDisplay: 'negative' }).format(value);
