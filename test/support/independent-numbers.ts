/*
 * Numbers computed a second time, in textbook formulas and plain arrays. Shares no code with the program.
 */

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
export const covariance = (a: readonly number[], b: readonly number[]): number => {
  const [ma, mb] = [mean(a), mean(b)];
  return sum(a.map((value, i) => (value - ma) * (b[i]! - mb))) / (a.length - 1);
};
export const deviation = (values: readonly number[]): number => Math.sqrt(covariance(values, values));
export const pearson = (a: readonly number[], b: readonly number[]): number =>
  covariance(a, b) / (deviation(a) * deviation(b));

/** Type 7: between the neighbours in rank. */
export function quantile(values: readonly number[], probability: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * probability;
  const low = sorted[Math.floor(place)]!;
  return low + (sorted[Math.ceil(place)]! - low) * (place - Math.floor(place));
}

/** Mean of the worst n (1 - c), the last one in part. */
export function tailMean(losses: readonly number[], confidence: number): number {
  const size = losses.length * (1 - confidence);
  const sorted = [...losses].sort((a, b) => b - a);
  return sum(sorted.map((loss, rank) => loss * Math.max(0, Math.min(1, size - rank)))) / size;
}

/** Least squares by orthogonal columns, taken twice; `columns` include that of ones where there is an intercept. */
export function leastSquares(y: readonly number[], columns: readonly (readonly number[])[]): number[] {
  const basis: number[][] = [];
  const upper: number[][] = [];
  for (const column of columns) {
    let rest = [...column];
    const row = columns.map(() => 0);
    for (let round = 0; round < 2; round += 1) {
      basis.forEach((unit, k) => {
        const part = sum(unit.map((value, i) => value * rest[i]!));
        row[k] = row[k]! + part;
        rest = rest.map((value, i) => value - part * unit[i]!);
      });
    }
    const length = Math.sqrt(sum(rest.map((value) => value * value)));
    row[basis.length] = length;
    basis.push(rest.map((value) => value / length));
    upper.push(row);
  }
  const target = basis.map((unit) => sum(unit.map((value, i) => value * y[i]!)));
  const solution = columns.map(() => 0);
  for (let k = columns.length - 1; k >= 0; k -= 1) {
    const later = sum(solution.map((value, j) => (j > k ? value * upper[j]![k]! : 0)));
    solution[k] = (target[k]! - later) / upper[k]![k]!;
  }
  return solution;
}

export const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

/** Intercept, slope and errors of the slope; those of Newey and West with a small-sample factor n / (n - 2) or without. */
export function line(y: readonly number[], x: readonly number[], lags = Math.floor(4 * (y.length / 100) ** (2 / 9))) {
  const [my, mx, n] = [mean(y), mean(x), y.length];
  const sxx = sum(x.map((value) => (value - mx) ** 2));
  const beta = sum(x.map((value, i) => (value - mx) * (y[i]! - my))) / sxx;
  const alpha = my - beta * mx;
  const errors = y.map((value, i) => value - alpha - beta * x[i]!);
  const squares = sum(errors.map((value) => value * value));
  const scores = errors.map((value, i) => value * (x[i]! - mx));
  let middle = sum(scores.map((value) => value * value));
  for (let lag = 1; lag <= lags; lag += 1) {
    middle += 2 * (1 - lag / (lags + 1)) * sum(scores.slice(lag).map((value, i) => value * scores[i]!));
  }
  return {
    ...{ alpha, beta, rSquared: 1 - squares / sum(y.map((value) => (value - my) ** 2)) },
    ...{ classical: Math.sqrt(squares / (n - 2) / sxx), robust: Math.sqrt(middle) / sxx },
  };
}

export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < rows.length; k += 1) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < rows.length; i += 1) {
      if (i === k) continue;
      const share = rows[i]![k]! / rows[k]![k]!;
      rows[i] = rows[i]!.map((value, j) => value - share * rows[k]![j]!);
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

export const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** By the series of Marsaglia (2004). */
export function cdf(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let [total, term, k] = [x, x, 1];
  while (Math.abs(term) > 1e-18) {
    k += 2;
    term *= (x * x) / k;
    total += term;
  }
  return 0.5 + total * density(x);
}

export function normalQuantile(probability: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (cdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export interface PlainOption {
  readonly type: string;
  readonly spot: number;
  readonly strike: number;
  readonly time: number;
  readonly rate: number;
  readonly carry: number;
  readonly volatility: number;
}

/** Black and Scholes, with a dividend yield. */
export function blackScholes({ type, spot, strike, time, rate, carry, volatility }: PlainOption) {
  const sign = type === 'CALL' ? 1 : -1;
  const width = volatility * Math.sqrt(time);
  const d1 = (Math.log(spot / strike) + (rate - carry + volatility ** 2 / 2) * time) / width;
  const [asset, cash] = [
    spot * Math.exp(-carry * time) * cdf(sign * d1),
    strike * Math.exp(-rate * time) * cdf(sign * (d1 - width)),
  ];
  const slope = spot * Math.exp(-carry * time) * density(d1);
  return {
    price: sign * (asset - cash),
    delta: sign * Math.exp(-carry * time) * cdf(sign * d1),
    gamma: slope / (spot * spot * width),
    vega: (slope * Math.sqrt(time)) / 100,
    theta: (-(slope * volatility) / (2 * Math.sqrt(time)) + sign * (carry * asset - rate * cash)) / 365,
    rho: (sign * time * cash) / 100,
  };
}

/** Of returns, from a wealth of 1 that counts as a peak. */
export function wealth(returns: readonly number[]) {
  let [value, peak, worst, current] = [1, 1, 0, 0];
  for (const one of returns) {
    value *= 1 + one;
    peak = Math.max(peak, value);
    current = value / peak - 1;
    worst = Math.min(worst, current);
  }
  return { worst, current, growth: value ** (252 / returns.length) - 1 };
}
