/**
 * Moments of a series. Every function expects present values only (see `presentValues`): one NaN makes the result NaN.
 * Variances and covariances are the sample's (n - 1), in two passes: the one-pass formula loses all digits when
 * the mean is large against the spread.
 *
 * Plain loops throughout: most of what the batch computes passes through here, and iterators would take several times as long.
 */

/**
 * A series whose range is below this share of its largest magnitude has no variation. Returns of a steadily
 * compounding price differ in the last digits only, and their computed variance is noise, not zero.
 */
const CONSTANT_RANGE = 1e-12;

/** Arithmetic mean; NaN for an empty series. */
export function mean(values: Float64Array): number {
  return meanOfRange(values, 0, values.length);
}

/** Mean of the values from `start` up to, not including, `end`: what `mean` says of that part, without a view of it. */
export function meanOfRange(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i] ?? Number.NaN;
  return sum / (end - start);
}

/** Whether the largest and smallest value agree, up to rounding. True when empty, false when a value is missing. */
export function isConstant(values: Float64Array): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) return false;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low <= CONSTANT_RANGE * Math.max(Math.abs(low), Math.abs(high));
}

/** Sum of squared deviations from the mean; exactly 0 for a constant series. */
export function centredSumOfSquares(values: Float64Array): number {
  if (isConstant(values)) return 0;
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = (values[i] ?? Number.NaN) - centre;
    sum += deviation * deviation;
  }
  return sum;
}

/** Sample variance (n - 1); NaN below two values. */
export function sampleVariance(values: Float64Array): number {
  return values.length < 2 ? Number.NaN : centredSumOfSquares(values) / (values.length - 1);
}

/** Sample standard deviation (n - 1); NaN below two values. */
export function sampleStandardDeviation(values: Float64Array): number {
  return Math.sqrt(sampleVariance(values));
}

/** Sum of the products of deviations from the means; exactly 0 when either series is constant. */
export function centredSumOfProducts(a: Float64Array, b: Float64Array): number {
  assertAligned(a, b);
  if (isConstant(a) || isConstant(b)) return 0;
  const centreA = mean(a);
  const centreB = mean(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? Number.NaN) - centreA) * ((b[i] ?? Number.NaN) - centreB);
  return sum;
}

/** Sample covariance (n - 1); NaN below two pairs. */
export function sampleCovariance(a: Float64Array, b: Float64Array): number {
  const sum = centredSumOfProducts(a, b);
  return a.length < 2 ? Number.NaN : sum / (a.length - 1);
}

/** Throws a RangeError when two series differ in length: they can not belong to the same sessions. */
export function assertAligned(a: Float64Array, b: Float64Array): void {
  if (a.length !== b.length) throw new RangeError(`series of ${a.length} and ${b.length} values are not aligned`);
}

/** The series without its missing values (NaN), in order. The input itself when nothing is missing. */
export function presentValues(values: Float64Array): Float64Array {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) missing += 1;
  return missing === 0 ? values : values.filter((value) => !Number.isNaN(value));
}

/** Two aligned series, present in both. */
export interface Pairs {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** The pairs of which neither side is missing (NaN), in order. The inputs themselves when nothing is missing. */
export function completePairs(a: Float64Array, b: Float64Array): Pairs {
  assertAligned(a, b);
  let count = 0;
  for (let i = 0; i < a.length; i++) if (isPair(a, b, i)) count += 1;
  if (count === a.length) return { a, b };
  const pairs = { a: new Float64Array(count), b: new Float64Array(count) };
  for (let i = 0, to = 0; i < a.length; i++) {
    if (!isPair(a, b, i)) continue;
    pairs.a[to] = a[i] ?? Number.NaN;
    pairs.b[to] = b[i] ?? Number.NaN;
    to += 1;
  }
  return pairs;
}

const isPair = (a: Float64Array, b: Float64Array, i: number): boolean =>
  !Number.isNaN(a[i] ?? Number.NaN) && !Number.isNaN(b[i] ?? Number.NaN);
