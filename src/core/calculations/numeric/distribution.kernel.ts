import { erfc, incompleteBeta, logGamma, upperIncompleteGamma } from './special-functions.kernel.js';

/**
 * Normal, Student t, chi-squared and F distributions: tails at full relative accuracy, quantiles by Newton steps on
 * the logarithm of the tail, which is concave there, so that the steps can not cycle.
 */

const MAX_STEPS = 100;

/** Standard normal density. */
export const normalDensity = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** Standard normal distribution function. */
export const normalCdf = (x: number): number => 0.5 * erfc(-x / Math.SQRT2);

/** Probability of a standard normal farther from 0 than z, on both sides. */
export const normalTwoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2);

function assertProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${p} is not a probability`);
}

/**
 * Standard normal quantile; infinite at 0 and 1.
 * Starts from Abramowitz and Stegun 26.2.23 (error below 4.5e-4).
 */
export function normalQuantile(p: number): number {
  assertProbability(p);
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  const t = Math.sqrt(-2 * Math.log(p));
  const start = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  return newton(start, (x) => {
    const tail = normalCdf(x);
    return (Math.log(tail / p) * tail) / normalDensity(x);
  });
}

/** Newton's iteration; `step` is the function over its derivative. */
function newton(start: number, step: (x: number) => number): number {
  let x = start;
  for (let i = 0; i < MAX_STEPS; i++) {
    const change = step(x);
    x -= change;
    if (Math.abs(change) <= 1e-15 * Math.max(1, Math.abs(x))) break;
  }
  return x;
}

/** Probability that Student's t exceeds |t| on either side; `degrees` > 0, not necessarily whole. */
export function studentTTwoSided(t: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError('degrees of freedom must be positive');
  const square = t * t;
  return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square));
}

/** Student t distribution function. */
export function studentTCdf(t: number, degrees: number): number {
  const tail = 0.5 * studentTTwoSided(t, degrees);
  return t > 0 ? 1 - tail : tail;
}

/** Student t density. */
export function studentTDensity(t: number, degrees: number): number {
  const logScale = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
  return Math.exp(logScale - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees));
}

/**
 * Student t quantile; infinite at 0 and 1. Solved for ln t, in which the logarithm of the tail is nearly straight
 * (a power law), from the normal quantile.
 */
export function studentTQuantile(p: number, degrees: number): number {
  assertProbability(p);
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, degrees);
  if (p === 0) return -Infinity;
  // Next to the median the density is flat, while the logarithm of t has no hold there.
  if (0.5 - p < 1e-6) return (p - 0.5) / studentTDensity(0, degrees);
  const logT = newton(Math.log(-normalQuantile(p)), (u) => {
    const t = Math.exp(u);
    const tail = studentTCdf(-t, degrees);
    return (-Math.log(tail / p) * tail) / (t * studentTDensity(t, degrees));
  });
  return -Math.exp(logT);
}

/** Probability that a chi-squared variable exceeds x. */
export const chiSquaredUpperTail = (x: number, degrees: number): number =>
  x <= 0 ? 1 : upperIncompleteGamma(degrees / 2, x / 2);

/** Probability that an F variable exceeds x. */
export function fUpperTail(x: number, numeratorDegrees: number, denominatorDegrees: number): number {
  if (x <= 0) return 1;
  const scaled = numeratorDegrees * x;
  const total = denominatorDegrees + scaled;
  return incompleteBeta(denominatorDegrees / 2, numeratorDegrees / 2, denominatorDegrees / total, scaled / total);
}
