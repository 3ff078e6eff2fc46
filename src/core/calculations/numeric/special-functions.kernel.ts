/**
 * Special functions behind the distributions. Relative accuracy is about 1e-13 over the arguments statistics use,
 * also far in the tails: each tail is computed itself, never as one minus the other.
 * Sources: Abramowitz and Stegun, Handbook of Mathematical Functions (numbers in brackets); continued fractions
 * are evaluated from the front by Lentz's method (Thompson and Barnett 1986).
 */

const EPSILON = 1e-16;
/** Stands in for a zero denominator in Lentz's method. */
const TINY = 1e-300;
const MAX_TERMS = 10_000;

/** Bernoulli terms of Stirling's series (6.1.41); with x >= SHIFT the first one left out is below 1e-17. */
const STIRLING: readonly number[] = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];
const SHIFT = 10;

/** Natural logarithm of the gamma function, x > 0. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError('logGamma needs a positive argument');
  let shifted = x;
  let product = 1;
  while (shifted < SHIFT) {
    product *= shifted;
    shifted += 1;
  }
  let series = 0;
  let power = 1 / shifted;
  for (const coefficient of STIRLING) {
    series += coefficient * power;
    power /= shifted * shifted;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** x^a e^-x / Γ(a), common to both incomplete gamma functions. */
const gammaFront = (a: number, x: number): number => Math.exp(a * Math.log(x) - x - logGamma(a));

/** Series of P (6.5.29): all terms positive, fast for x below a + 1. */
function lowerGammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return gammaFront(a, x) * sum;
}

/** Continued fraction of Q (6.5.31), fast for x above a + 1. */
function upperGammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < EPSILON * 2) break;
  }
  return gammaFront(a, x) * fraction;
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** Regularised lower incomplete gamma function P(a, x), a > 0, x >= 0. */
export function lowerIncompleteGamma(a: number, x: number): number {
  if (x === 0) return 0;
  return x < a + 1 ? lowerGammaSeries(a, x) : 1 - upperGammaFraction(a, x);
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), with the tail at full relative accuracy. */
export function upperIncompleteGamma(a: number, x: number): number {
  if (x === 0) return 1;
  return x < a + 1 ? 1 - lowerGammaSeries(a, x) : upperGammaFraction(a, x);
}

/** Error function, by P(1/2, x²) (6.5.16). */
export function erf(x: number): number {
  return Math.sign(x) * lowerIncompleteGamma(0.5, x * x);
}

/** Complementary error function 1 - erf(x). */
export function erfc(x: number): number {
  return x >= 0 ? upperIncompleteGamma(0.5, x * x) : 1 + lowerIncompleteGamma(0.5, x * x);
}

/** Continued fraction of the incomplete beta function (26.5.8), fast for x below (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < EPSILON * 2) break;
  }
  return fraction;
}

/**
 * Regularised incomplete beta function I_x(a, b), a and b > 0, 0 <= x <= 1.
 * `complement` is 1 - x; give it when it is known better than the subtraction tells.
 */
export function incompleteBeta(a: number, b: number, x: number, complement = 1 - x): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const logFront = a * Math.log(x) + b * Math.log(complement) + logGamma(a + b) - logGamma(a) - logGamma(b);
  const front = Math.exp(logFront);
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(a, b, x)) / a;
  return 1 - (front * betaFraction(b, a, complement)) / b;
}
