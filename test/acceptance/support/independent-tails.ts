import { mean, type Question, returnsUpTo, weights } from './independent-risk.js';

/*
 * Correlations and value at risk a second time, from the price file alone, by the formulas of docs/calculations.md in
 * their longest form: nothing is rearranged to be quick. Shares no code with the program.
 */

/** Quantiles of the standard normal, as tables print them. */
const NORMAL: Readonly<Record<number, number>> = { 95: 1.6448536269514722, 99: 2.3263478740408408 };
const YEAR = 252;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Of the returns up to the date, the newest last. */
function heldSeries(question: Question, window: number): { symbol: string; weight: number; returns: number[] }[] {
  const { table, sessions, holdings, equity, date } = question;
  return [...weights(table, holdings, equity, date)].map(([symbol, weight]) => ({
    ...{ symbol, weight },
    returns: returnsUpTo(table, symbol, sessions, date, window),
  }));
}

function covariance(x: readonly number[], y: readonly number[], divisor: number): number {
  const [mx, my] = [mean(x), mean(y)];
  return sum(x.map((value, t) => (value - mx) * (y[t]! - my))) / divisor;
}

const pearson = (x: readonly number[], y: readonly number[]): number =>
  covariance(x, y, 1) / Math.sqrt(covariance(x, x, 1) * covariance(y, y, 1));

/**
 * Probability of a |t| at least as large, for an even number of degrees: then the integral is a finite sum of powers of
 * the cosine (Abramowitz and Stegun 26.7.4).
 */
function twoSided(t: number, degrees: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(degrees));
  let [term, inside] = [1, 1];
  for (let k = 1; k <= degrees / 2 - 1; k += 1) {
    term *= ((2 * k - 1) / (2 * k)) * Math.cos(angle) ** 2;
    inside += term;
  }
  return 1 - Math.sin(angle) * inside;
}

export interface Pair {
  readonly symbols: string;
  readonly correlation: number;
  readonly pValue: number;
}

/** What has 1 % of gross value at least, pair by pair over the last sessions, and the average by signed weights. */
export function correlations(question: Question, window: number): { pairs: Pair[]; average: number } {
  const all = heldSeries(question, window);
  const gross = sum(all.map(({ weight }) => Math.abs(weight)));
  const chosen = all.filter(({ weight }) => Math.abs(weight) >= 0.01 * gross);
  const pairs: Pair[] = [];
  let [numerator, denominator] = [0, 0];
  for (const [i, a] of chosen.entries()) {
    for (const b of chosen.slice(i + 1)) {
      const correlation = pearson(a.returns, b.returns);
      const t = correlation * Math.sqrt((window - 2) / (1 - correlation ** 2));
      pairs.push({ symbols: pairOf(a.symbol, b.symbol), correlation, pValue: twoSided(t, window - 2) });
      numerator += a.weight * b.weight * correlation;
      denominator += Math.abs(a.weight * b.weight);
    }
  }
  return { pairs: pairs.sort((a, b) => (a.symbols < b.symbols ? -1 : 1)), average: numerator / denominator };
}

const pairOf = (a: string, b: string): string => [a, b].sort().join('/');

/** VaR and CVaR by the three methods at 95 % and 99 %, as they are named in the store. */
export function tails(question: Question): Record<string, number> {
  const held = heldSeries(question, YEAR);
  const series = Array.from({ length: YEAR }, (_, t) => sum(held.map(({ weight, returns }) => weight * returns[t]!)));
  const deviation = shrunkDeviation(held);
  const measures: Record<string, number> = {};
  for (const percent of [95, 99]) {
    const tail = 1 - percent / 100;
    const z = NORMAL[percent]!;
    const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
    measures[`historical_var_${percent}`] = quantile(series, percent / 100);
    measures[`historical_cvar_${percent}`] = worst(series, tail);
    measures[`parametric_var_${percent}`] = z * deviation;
    measures[`parametric_cvar_${percent}`] = (density / tail) * deviation;
    Object.assign(measures, cornishFisher(series, percent, density / tail));
  }
  return measures;
}

/** Of the losses, between the two neighbours of its place (type 7). */
function quantile(returns: readonly number[], confidence: number): number {
  const losses = returns.map((value) => -value).sort((a, b) => a - b);
  const place = (losses.length - 1) * confidence;
  const below = Math.floor(place);
  return losses[below]! * (1 - (place - below)) + losses[Math.ceil(place)]! * (place - below);
}

/** Mean of the worst n (1 - c) losses, the last of them in part. */
function worst(returns: readonly number[], tail: number): number {
  const losses = returns.map((value) => -value).sort((a, b) => b - a);
  const count = losses.length * tail;
  const whole = Math.floor(count);
  return (sum(losses.slice(0, whole)) + (count - whole) * losses[whole]!) / count;
}

/** About the series' own mean, with the moments of a population; `tail` is the mean of the normal beyond its quantile. */
function cornishFisher(series: readonly number[], percent: number, tail: number): Record<string, number> {
  const [centre, n] = [mean(series), series.length];
  const moment = (power: number): number => sum(series.map((value) => (value - centre) ** power)) / n;
  const deviation = Math.sqrt((moment(2) * n) / (n - 1));
  const [s, k] = [moment(3) / moment(2) ** 1.5, moment(4) / moment(2) ** 2 - 3];
  const w = -NORMAL[percent]!;
  const z = w + ((w ** 2 - 1) * s) / 6 + ((w ** 3 - 3 * w) * k) / 24 - ((2 * w ** 3 - 5 * w) * s ** 2) / 36;
  // E[w | tail] = -tail, E[w^2 - 1] = w E[w], E[w^3 - 3w] = (w^2 - 1) E[w], and so 2w^3 - 5w = 2 (w^3 - 3w) + w.
  const beyond = -tail * (1 + (w * s) / 6 + ((w ** 2 - 1) * k) / 24 - ((2 * (w ** 2 - 1) + 1) * s ** 2) / 36);
  return {
    [`cornish_fisher_var_${percent}`]: -(centre + z * deviation),
    [`cornish_fisher_cvar_${percent}`]: -(centre + beyond * deviation),
  };
}

/**
 * A session's deviation of the portfolio by the covariance that Ledoit and Wolf (2004, "Honey, I shrunk the sample
 * covariance matrix", appendix B) shrink towards one correlation for all: every pi, rho and gamma cell by cell.
 */
function shrunkDeviation(held: readonly { weight: number; returns: readonly number[] }[]): number {
  const n = YEAR;
  const centred = held.map(({ returns }) => returns.map((value) => value - mean(returns)));
  const size = held.length;
  const cells = <T>(of: (i: number, j: number) => T): T[][] => held.map((_, i) => held.map((__, j) => of(i, j)));
  const s = cells((i, j) => sum(centred[i]!.map((value, t) => value * centred[j]![t]!)) / n);
  const at = (i: number, j: number): number => s[i]![j]!;
  const root = (i: number): number => Math.sqrt(at(i, i));
  const others = cells((i, j) => (i === j ? 0 : at(i, j) / (root(i) * root(j))));
  const average = sum(others.flat()) / (size * (size - 1));
  const target = cells((i, j) => (i === j ? at(i, i) : average * root(i) * root(j)));
  const covarying = (i: number, j: number, k: number): number =>
    sum(centred[i]!.map((value, t) => (centred[k]![t]! ** 2 - at(k, k)) * (value * centred[j]![t]! - at(i, j)))) / n;
  const pi = cells((i, j) => sum(centred[i]!.map((value, t) => (value * centred[j]![t]! - at(i, j)) ** 2)) / n);
  const rho = cells((i, j) =>
    i === j
      ? pi[i]![i]!
      : (average / 2) * ((root(j) / root(i)) * covarying(i, j, i) + (root(i) / root(j)) * covarying(i, j, j)),
  );
  const gamma = sum(cells((i, j) => (target[i]![j]! - at(i, j)) ** 2).flat());
  const kappa = (sum(pi.flat()) - sum(rho.flat())) / gamma;
  const share = Math.max(0, Math.min(1, kappa / n));
  const shrunk = cells((i, j) => held[i]!.weight * held[j]!.weight * (share * target[i]![j]! + (1 - share) * at(i, j)));
  return Math.sqrt(sum(shrunk.flat()));
}
