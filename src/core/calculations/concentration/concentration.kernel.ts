import { type Outcome, computed, skipped } from '../../../shared/outcome.js';

export interface Holding {
  readonly issuer: string;
  /** Signed: negative when short. NaN when unknown, which leaves the holding out. */
  readonly marketValue: number;
}

export interface Exposures {
  readonly long: number;
  /** Not above 0. */
  readonly short: number;
  readonly gross: number;
  readonly net: number;
}

export interface Concentration {
  readonly issuers: number;
  /** Weights of the issuers, largest first; they sum to 1. */
  readonly weights: Float64Array;
  /** Herfindahl-Hirschman index in points: 10,000 times the sum of squared weights; 10,000 is a single issuer. */
  readonly herfindahlIndex: number;
  /** How many equal issuers would have the same index: 10,000 over it. */
  readonly effectivePositions: number;
  /** The index rescaled so that equal weights are 0 and a single dominant issuer is 1; null for one issuer. */
  readonly normalizedHerfindahl: number | null;
  /** Shannon entropy of the weights, in nats. */
  readonly entropy: number;
  /** exp(entropy): the effective number by entropy. */
  readonly effectivePositionsByEntropy: number;
  readonly top1Share: number;
  readonly top3Share: number;
  readonly top10Share: number;
}

/** Long, short, gross and net market value of the holdings, in their currency. Unknown values (NaN) are left out. */
export function exposures(marketValues: Iterable<number>): Exposures {
  let long = 0;
  let short = 0;
  for (const value of marketValues) {
    if (value > 0) long += value;
    else if (value < 0) short += value;
  }
  return { long, short, gross: long - short, net: long + short };
}

/**
 * Concentration of a portfolio by issuer. Holdings of one issuer are netted, so that a hedge within a name is not
 * a bet; a weight is the size of an issuer's net value over the sum of those sizes, so shorts count by size.
 * Cash is not a holding. no-positions when nothing has a value.
 * Source of the index: Herfindahl (1950), normalisation and effective number as in Hannah and Kay (1977).
 */
export function concentration(holdings: Iterable<Holding>): Outcome<Concentration> {
  const sizes = issuerSizes(holdings);
  if (sizes.length === 0) return skipped('no-positions');
  let total = 0;
  for (const size of sizes) total += size;
  const weights = sizes.map((size) => size / total);
  let squares = 0;
  let entropy = 0;
  for (const weight of weights) {
    squares += weight * weight;
    entropy -= weight * Math.log(weight);
  }
  const equal = 1 / weights.length;
  return computed({
    issuers: weights.length,
    weights,
    herfindahlIndex: 10_000 * squares,
    effectivePositions: 1 / squares,
    normalizedHerfindahl: weights.length === 1 ? null : (squares - equal) / (1 - equal),
    entropy,
    effectivePositionsByEntropy: Math.exp(entropy),
    top1Share: topShare(weights, 1),
    top3Share: topShare(weights, 3),
    top10Share: topShare(weights, 10),
  });
}

/** Opposite holdings that leave less than this share of their gross value cancel: the rest is rounding. */
const NETTED_OUT = 1e-12;

/** Sizes of the issuers' net values, largest first, without those that net to nothing. */
function issuerSizes(holdings: Iterable<Holding>): Float64Array {
  const issuers = new Map<string, { net: number; gross: number }>();
  for (const { issuer, marketValue } of holdings) {
    if (Number.isNaN(marketValue)) continue;
    const sums = issuers.get(issuer) ?? { net: 0, gross: 0 };
    sums.net += marketValue;
    sums.gross += Math.abs(marketValue);
    issuers.set(issuer, sums);
  }
  const sizes = [...issuers.values()].filter(({ net, gross }) => Math.abs(net) > NETTED_OUT * gross);
  return Float64Array.from(sizes, ({ net }) => Math.abs(net))
    .sort()
    .reverse();
}

function topShare(weights: Float64Array, count: number): number {
  let share = 0;
  for (const weight of weights.subarray(0, count)) share += weight;
  return share;
}
