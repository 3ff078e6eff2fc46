import { computed, type Outcome, type Reason, skipped } from '../../shared/outcome.js';
import { type Decimal, Exact, ZERO } from '../ledger/decimal.kernel.js';

/*
 * What target prices promise. Prices are of one share, shares are signed and count an option's multiplier, returns and
 * weights are in percent, money is in the portfolio's currency. Arithmetic is exact; results are rounded for display:
 * percent to four decimals, money to two, ties away from zero.
 */

export const HORIZONS = ['eoy', 'nextYear', 'downside'] as const;
export type Horizon = (typeof HORIZONS)[number];
/** Null where nothing is expected of the horizon. */
export type TargetLevels = Readonly<Record<Horizon, string | null>>;

/** What is expected of a holding: all lots of a symbol on one side. */
export interface Expectation {
  /** SHORT, SC and SP gain when the price falls. */
  readonly positionType: string;
  readonly price: string | null;
  /** Signed quantity × multiplier of what is held; '0' when nothing is. */
  readonly shares: string;
  readonly levels: TargetLevels;
  /** Net asset value; null before the first valuation. */
  readonly equity: string | null;
  /** Annual, a ratio. */
  readonly volatility: number | null;
}

export interface ExpectedFigures {
  /** (target ÷ price − 1) × 100, with the opposite sign for shorts. */
  readonly returns: Readonly<Record<Horizon, Outcome<number>>>;
  /** Shares × (target − price): what reaching the target would gain. */
  readonly values: Readonly<Record<Horizon, Outcome<number>>>;
  /** |shares × price| ÷ net asset value × 100. */
  readonly weight: Outcome<number>;
  /** Weight × return of the end of the year, percent of net asset value. */
  readonly contributionToReturn: Outcome<number>;
  /** Weight × the holding's own annual volatility, percent of net asset value; nothing is said of diversification. */
  readonly contributionToRisk: Outcome<number>;
}

const SHORT_SIDES = new Set(['SHORT', 'SC', 'SP']);

export function expectedFigures(given: Expectation): ExpectedFigures {
  const returns = eachHorizon((horizon) => expectedReturn(given, horizon));
  const weight = weightOf(given);
  return {
    returns: eachHorizon((horizon) => rounded(returns[horizon], 4)),
    values: eachHorizon((horizon) => rounded(gain(given, horizon), 2)),
    weight: rounded(weight, 4),
    contributionToReturn: rounded(product(weight, returns.eoy), 4),
    contributionToRisk: rounded(product(weight, volatilityOf(given)), 4),
  };
}

function expectedReturn({ positionType, price, levels }: Expectation, horizon: Horizon): Outcome<Decimal> {
  const level = levels[horizon];
  if (level === null) return skipped('not-applicable');
  if (price === null) return skipped('no-price');
  const rise = new Exact(level).div(price).minus(1).times(100);
  return computed(SHORT_SIDES.has(positionType) ? rise.negated() : rise);
}

function gain({ price, shares, levels }: LotExpectation, horizon: Horizon): Outcome<Decimal> {
  const level = levels[horizon];
  if (level === null) return skipped('not-applicable');
  if (new Exact(shares).isZero()) return skipped('no-positions');
  if (price === null) return skipped('no-price');
  return computed(new Exact(level).minus(price).times(shares));
}

function weightOf({ price, shares, equity }: Expectation): Outcome<Decimal> {
  if (new Exact(shares).isZero()) return skipped('no-positions');
  if (price === null) return skipped('no-price');
  return shareOfEquity(new Exact(shares).times(price).abs(), equity);
}

function shareOfEquity(money: Decimal, equity: string | null): Outcome<Decimal> {
  if (equity === null) return skipped('not-computed-yet');
  if (new Exact(equity).lte(0)) return skipped('non-positive-equity');
  return computed(money.div(equity).times(100));
}

/** In percent, so that a product with a weight is in percent once it is divided by a hundred. */
const volatilityOf = ({ volatility }: Expectation): Outcome<Decimal> =>
  volatility === null ? skipped('not-computed-yet') : computed(new Exact(volatility).times(100));

function product(weight: Outcome<Decimal>, percent: Outcome<Decimal>): Outcome<Decimal> {
  if (!weight.ok) return weight;
  return percent.ok ? computed(weight.value.times(percent.value).div(100)) : percent;
}

type LotExpectation = Pick<Expectation, 'price' | 'shares' | 'levels'>;

/** One open lot; without a target `levels` is null. */
export interface ExpectedLot {
  readonly price: string | null;
  readonly shares: string;
  readonly levels: TargetLevels | null;
}

export interface HorizonSummary {
  /** Gain ÷ gross value of the lots that have this target, percent. */
  readonly weightedReturn: Outcome<number>;
  /** Gain ÷ net asset value, percent: lots without a target count as unchanged. */
  readonly returnOnEquity: Outcome<number>;
  readonly gain: Outcome<number>;
}

export interface TargetSummary {
  /** Open lots. */
  readonly totalPositions: number;
  readonly positionsWithTargets: number;
  /** Of the open lots, percent: never above 100. */
  readonly coverage: Outcome<number>;
  readonly horizons: Readonly<Record<Horizon, HorizonSummary>>;
}

const hasLevel = ({ levels }: ExpectedLot): boolean =>
  levels !== null && HORIZONS.some((horizon) => levels[horizon] !== null);

export function summarizeTargets(lots: readonly ExpectedLot[], equity: string | null): TargetSummary {
  const withTargets = lots.filter(hasLevel).length;
  const coverage = new Exact(withTargets).div(Math.max(lots.length, 1)).times(100);
  return {
    totalPositions: lots.length,
    positionsWithTargets: withTargets,
    coverage: rounded(lots.length === 0 ? skipped('no-positions') : computed(coverage), 4),
    horizons: eachHorizon((horizon) => summaryOf(lots, horizon, equity)),
  };
}

function summaryOf(lots: readonly ExpectedLot[], horizon: Horizon, equity: string | null): HorizonSummary {
  const expected = lots.flatMap(({ levels, ...lot }) => (levels?.[horizon] == null ? [] : [{ ...lot, levels }]));
  const gains = expected.map((lot) => gain(lot, horizon));
  const known = gains.flatMap((one) => (one.ok ? [one.value] : []));
  const reason = whyNone(lots.length, expected.length, known.length);
  if (reason !== null) {
    return { weightedReturn: skipped(reason), returnOnEquity: skipped(reason), gain: skipped(reason) };
  }
  const total = sumOf(known);
  const gross = sumOf(
    expected.flatMap(({ price, shares }) => (price === null ? [] : [new Exact(shares).times(price).abs()])),
  );
  const onEquity = shareOfEquity(total, equity);
  return {
    weightedReturn: gross.isZero() ? skipped('no-price') : rounded(computed(total.div(gross).times(100)), 4),
    returnOnEquity: rounded(onEquity, 4),
    gain: rounded(computed(total), 2),
  };
}

function whyNone(lots: number, expected: number, priced: number): Reason | null {
  if (lots === 0) return 'no-positions';
  if (expected === 0) return 'insufficient-coverage';
  return priced === 0 ? 'no-price' : null;
}

const sumOf = (values: readonly Decimal[]): Decimal => values.reduce((sum, value) => sum.plus(value), ZERO);

function rounded(outcome: Outcome<Decimal>, places: number): Outcome<number> {
  if (!outcome.ok) return outcome;
  const value = outcome.value.toDecimalPlaces(places, Exact.ROUND_HALF_UP).toNumber();
  return computed(value === 0 ? 0 : value);
}

const eachHorizon = <T>(of: (horizon: Horizon) => T): Record<Horizon, T> => ({
  eoy: of('eoy'),
  nextYear: of('nextYear'),
  downside: of('downside'),
});
