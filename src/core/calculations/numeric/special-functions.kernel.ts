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

/** Numerator and denominator of a rational approximation, highest power first; the denominator's own is 1. */
interface Rational {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** Cody (1969), Rational Chebyshev approximations for the error function: erf(x) / x up to 0.46875, by x². */
const NEAR: Rational = {
  above: [
    ...[1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2],
    3.20937758913846947e3,
  ],
  below: [2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3],
};
/** exp(x²) erfc(x) up to 4, by x. */
const MIDDLE: Rational = {
  above: [
    ...[2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1],
    ...[2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3],
    1.23033935479799725e3,
  ],
  below: [
    ...[1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3],
    ...[3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3],
  ],
};
/** What 1 / √π exceeds x exp(x²) erfc(x) by beyond 4, over 1 / x², by 1 / x². */
const FAR: Rational = {
  above: [
    ...[1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1],
    ...[1.60837851487422766e-2, 6.58749161529837803e-4],
  ],
  below: [
    ...[2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2],
    2.33520497626869185e-3,
  ],
};
const NEAR_END = 0.46875;
const MIDDLE_END = 4;
/** Beyond it erfc is less than any number but 0. */
const VANISHED = 27.3;
const INVERSE_SQRT_PI = 1 / Math.sqrt(Math.PI);

function rational({ above, below }: Rational, x: number): number {
  let numerator = 0;
  for (const coefficient of above) numerator = numerator * x + coefficient;
  let denominator = 1;
  for (const coefficient of below) denominator = denominator * x + coefficient;
  return numerator / denominator;
}

/** exp(-x²) of x² split, so that the rounding of a large square costs no digits. */
function gaussian(x: number): number {
  const rough = Math.trunc(x * 16) / 16;
  return Math.exp(-rough * rough) * Math.exp(-(x - rough) * (x + rough));
}

/** Of x above 0.46875, with the tail at full relative accuracy. */
function upperErfc(x: number): number {
  if (x > VANISHED) return 0;
  if (x <= MIDDLE_END) return gaussian(x) * rational(MIDDLE, x);
  const inverse = 1 / (x * x);
  return (gaussian(x) * (INVERSE_SQRT_PI - inverse * rational(FAR, inverse))) / x;
}

/** Error function, within 1e-15 of its value. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size <= NEAR_END) return x * rational(NEAR, x * x);
  return Math.sign(x) * (1 - upperErfc(size));
}

/** Complementary error function 1 - erf(x), within 1e-15 of its value relatively, also far out where it is positive. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= NEAR_END) return 1 - erf(x);
  return x > 0 ? upperErfc(size) : 2 - upperErfc(size);
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
