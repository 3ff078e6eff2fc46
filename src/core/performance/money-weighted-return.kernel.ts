import { computed, mapOutcome, type Outcome, skipped } from '../../shared/outcome.js';

/** Money at a day: negative is paid in by the investor, positive is received. */
export interface DatedAmount {
  readonly date: string;
  readonly amount: number;
}

interface TimedAmount {
  /** Since the first flow. */
  readonly time: number;
  readonly amount: number;
}

const MS_A_DAY = 86_400_000;
/** Always, as Excel's XIRR counts; leap years too. */
export const DAYS_A_YEAR = 365;

const GRID_STEPS = 240;
const BISECTIONS = 200;
/** Rates below −99.9999 % and above 10¹² a year are numbers of the equation, not of an investment. */
const LOWEST = Math.log(1e-6);
const HIGHEST = Math.log(1e12);

/** Calendar days from one day to another, both `YYYY-MM-DD`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / MS_A_DAY);

/**
 * Internal rate of return of dated flows: the rate a year r with Σ amount ÷ (1 + r)^(days ÷ 365) = 0, as XIRR of Excel.
 * A ratio above −1. Flows come in any order; those of one day are netted.
 * Reason: no-solution when there is no rate, or more than one, since then none of them says what was earned.
 */
export function xirr(flows: readonly DatedAmount[]): Outcome<number> {
  const first = flows.reduce((least, { date }) => (date < least ? date : least), flows[0]?.date ?? '');
  return rateOf(flows.map(({ date, amount }) => ({ time: daysBetween(first, date) / DAYS_A_YEAR, amount })));
}

/** Internal rate of return a period of amounts that are one period apart. Reason: no-solution, as of `xirr`. */
export const irr = (amounts: readonly number[]): Outcome<number> =>
  rateOf(amounts.map((amount, time) => ({ time, amount })));

function rateOf(flows: readonly TimedAmount[]): Outcome<number> {
  const netted = netOf(flows);
  const signs = netted.map(({ amount }) => Math.sign(amount));
  if (!signs.includes(1) || !signs.includes(-1)) return skipped('no-solution');
  const roots = rootsOf(netted);
  const [root] = roots;
  return root === undefined || roots.length > 1 ? skipped('no-solution') : computed(Math.expm1(root));
}

function netOf(flows: readonly TimedAmount[]): TimedAmount[] {
  const byTime = new Map<number, number>();
  for (const { time, amount } of flows) byTime.set(time, (byTime.get(time) ?? 0) + amount);
  const netted = [...byTime].map(([time, amount]) => ({ time, amount })).filter(({ amount }) => amount !== 0);
  netted.sort((a, b) => a.time - b.time);
  const start = netted[0]?.time ?? 0;
  return netted.map(({ time, amount }) => ({ time: time - start, amount }));
}

/**
 * Logarithms of 1 + rate at which the flows are worth nothing. Newton's method from ten per cent would miss rates near
 * −100 % and above 1,000 %; every bracket of a grid that is fine around zero and reaches far is bisected instead.
 */
function rootsOf(flows: readonly TimedAmount[]): number[] {
  const worth = (x: number): number => presentWorth(flows, x);
  const grid = gridFor(flows);
  const roots: number[] = [];
  for (const [i, x] of grid.entries()) {
    if (worth(x) === 0) roots.push(x);
    const next = grid[i + 1];
    if (next !== undefined && Math.sign(worth(x)) * Math.sign(worth(next)) < 0) roots.push(bisect(worth, x, next));
  }
  return roots;
}

function gridFor(flows: readonly TimedAmount[]): number[] {
  const smallest = 1e-3 / (flows.at(-1)?.time ?? 1);
  const step = Math.log(Math.max(2, HIGHEST / smallest)) / GRID_STEPS;
  const positive = Array.from({ length: GRID_STEPS + 1 }, (_, i) => smallest * Math.exp(i * step));
  return [
    LOWEST,
    ...positive
      .map((x) => -x)
      .filter((x) => x > LOWEST)
      .reverse(),
    0,
    ...positive,
  ];
}

/** Up to a positive factor that keeps every exponent at or below zero, so that nothing overflows. */
function presentWorth(flows: readonly TimedAmount[], x: number): number {
  const origin = x < 0 ? (flows.at(-1)?.time ?? 0) : 0;
  let sum = 0;
  for (const { time, amount } of flows) sum += amount * Math.exp(-x * (time - origin));
  return sum;
}

function bisect(worth: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const sign = Math.sign(worth(low));
  for (let i = 0; i < BISECTIONS && high - low > 0; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(worth(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A rate a year over some days, and back. */
export const overDays = (rate: Outcome<number>, days: number): Outcome<number> =>
  mapOutcome(rate, (annual) => (1 + annual) ** (days / DAYS_A_YEAR) - 1);

/** (1 + r)^(365 ÷ days) − 1, from a year on: what happened in a few weeks says nothing about a year. */
export function annualized(total: Outcome<number>, days: number): Outcome<number> {
  if (!total.ok) return total;
  return days < DAYS_A_YEAR ? skipped('not-applicable') : computed((1 + total.value) ** (DAYS_A_YEAR / days) - 1);
}
