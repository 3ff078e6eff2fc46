import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { at } from '../numeric/vector.kernel.js';
import { type EuropeanOption, blackScholesMerton, standardizedDistances } from './black-scholes.kernel.js';

export type ExerciseStyle = 'AMERICAN' | 'EUROPEAN';

export interface TreeOptions {
  /** CRR: Cox, Ross and Rubinstein (1979). LEISEN_REIMER: Leisen and Reimer (1996), an odd number of steps. */
  readonly tree: 'CRR' | 'LEISEN_REIMER';
  readonly steps: number;
  /** AMERICAN may be exercised at every node, the root among them. */
  readonly style: ExerciseStyle;
}

export interface TreeFigures {
  /** Per unit of the underlying. */
  readonly price: number;
  /** Change of the price per unit of spot, from the nodes of the first step, and of that from those of the second. */
  readonly delta: number | null;
  readonly gamma: number | null;
}

/** Within 1e-4 of the larger of spot and strike of the value in continuous time. */
export const CONVERGED_STEPS = 501;

interface Moves {
  readonly up: number;
  readonly down: number;
  /** Of an up move, under the risk-neutral measure. */
  readonly probability: number;
}

/**
 * Price, delta and gamma of an option on an asset with a continuous dividend yield, by a recombining binomial tree.
 * At expiry the intrinsic value, and without volatility the best discounted payoff on the path (American) or the last
 * (European), both without sensitivities. Reason: no-solution for a CRR tree whose probability lies outside 0 to 1, that
 * is too few steps for its drift, and for a Leisen-Reimer tree so far from the money that its moves overflow.
 *
 * @throws RangeError as blackScholesMerton does, for fewer than two steps and for even steps of a Leisen-Reimer tree.
 */
export function binomialTree(option: EuropeanOption, { tree, steps, style }: TreeOptions): Outcome<TreeFigures> {
  const distances = standardizedDistances(option);
  if (!Number.isInteger(steps) || steps < 2) throw new RangeError('a tree has two steps or more');
  if (tree === 'LEISEN_REIMER' && steps % 2 === 0)
    throw new RangeError('a Leisen-Reimer tree has an odd number of steps');
  if (!distances) {
    const price = style === 'AMERICAN' ? bestOnPath(option, steps) : blackScholesMerton(option).price;
    return computed({ price, delta: null, gamma: null });
  }
  const moves =
    tree === 'CRR' ? coxRossRubinstein(option, steps) : leisenReimer(option, steps, distances.d1, distances.d2);
  if (!isPossible(moves)) return skipped('no-solution');
  return computed(rollBack(option, steps, style === 'AMERICAN', moves));
}

const isPossible = ({ up, down, probability }: Moves): boolean =>
  probability >= 0 && probability <= 1 && down > 0 && up < Infinity;

/** Value of an American option in continuous time, by a Leisen-Reimer tree of 501 steps. */
export const americanOption = (option: EuropeanOption): Outcome<TreeFigures> =>
  binomialTree(option, { tree: 'LEISEN_REIMER', steps: CONVERGED_STEPS, style: 'AMERICAN' });

function coxRossRubinstein({ timeToExpiry, rate, dividendYield, volatility }: EuropeanOption, steps: number): Moves {
  const dt = timeToExpiry / steps;
  const up = Math.exp(volatility * Math.sqrt(dt));
  const down = 1 / up;
  return { up, down, probability: (Math.exp((rate - dividendYield) * dt) - down) / (up - down) };
}

function leisenReimer(option: EuropeanOption, steps: number, d1: number, d2: number): Moves {
  const growth = Math.exp(((option.rate - option.dividendYield) * option.timeToExpiry) / steps);
  const [probability, shifted] = [peizerPratt(d2, steps), peizerPratt(d1, steps)];
  return {
    probability,
    up: (growth * shifted) / probability,
    // One less a probability is that of the mirrored argument, which keeps its digits near 1.
    down: (growth * peizerPratt(-d1, steps)) / peizerPratt(-d2, steps),
  };
}

/** Peizer and Pratt's (1968) second inversion of the normal distribution to the binomial one; keeps its lower tail. */
function peizerPratt(z: number, steps: number): number {
  const share = z / (steps + 1 / 3 + 0.1 / (steps + 1));
  const exponent = -share * share * (steps + 1 / 6);
  const root = Math.sqrt(-Math.expm1(exponent));
  return z < 0 ? Math.exp(exponent) / (2 * (1 + root)) : (1 + root) / 2;
}

/**
 * Plain loops over typed arrays: a tree of n steps has n^2 / 2 nodes, and a batch rolls thousands of trees back. Nodes from
 * which every path ends worthless are left at zero, a quarter of the tree at the money, and nodes that are exercised
 * whatever comes are left out, see `DeepNodes`.
 */
function rollBack(option: EuropeanOption, steps: number, american: boolean, moves: Moves): TreeFigures {
  const { up, down, probability } = moves;
  const discount = Math.exp((-option.rate * option.timeToExpiry) / steps);
  const [upward, downward] = [discount * probability, discount * (1 - probability)];
  const sign = option.type === 'CALL' ? 1 : -1;
  const exercisedAtRoot = sign * (option.spot - option.strike);
  // Of logarithms, so that errors do not add up; a node's spot is its step's lowest times a power of one ratio.
  const [ratios, lowest] = [powersOf(up / down, steps), powersOf(down, steps)];
  const spotAt = (step: number, node: number): number => option.spot * at(lowest, step) * at(ratios, node);
  const values = new Float64Array(steps + 1);
  for (let node = 0; node <= steps; node++) values[node] = payoff(option, spotAt(steps, node));
  const worthless = worthlessNodes(values, sign, moves);
  const deep = american ? new DeepNodes(option, { steps, moves, worthless, values, spotAt }) : null;
  let [delta, gamma] = [0, 0];
  for (let step = steps - 1; step >= 0; step--) {
    // The first steps are rolled back as a whole: their values tell the sensitivities.
    const left = deep?.leaveOut(step, step > 2) ?? 0;
    if (step === 0) delta = (at(values, 1) - at(values, 0)) / (spotAt(1, 1) - spotAt(1, 0));
    if (step === 1) gamma = curvature(values, [spotAt(2, 0), spotAt(2, 1), spotAt(2, 2)]);
    // A call's lowest node with a value has an up move to the lowest one of the step after it; a put's highest stays.
    const first = Math.max(sign > 0 ? 0 : left, worthless.below - (steps - step));
    const last = Math.min(sign > 0 ? step - left : step, steps - worthless.above);
    let below = at(values, first);
    if (deep) {
      const [scale, strike] = [sign * option.spot * at(lowest, step), sign * option.strike];
      let [lowestExercised, highestExercised] = [steps + 1, -1];
      for (let node = first; node <= last; node++) {
        const above = at(values, node + 1);
        const held = upward * above + downward * below;
        const exercised = scale * at(ratios, node) - strike;
        below = above;
        if (exercised > held) {
          values[node] = exercised;
          highestExercised = node;
          if (node < lowestExercised) lowestExercised = node;
        } else values[node] = held;
      }
      deep.found(left, sign > 0 ? last + 1 - lowestExercised : highestExercised + 1 - first);
    } else {
      for (let node = first; node <= last; node++) {
        const above = at(values, node + 1);
        values[node] = upward * above + downward * below;
        below = above;
      }
    }
  }
  return { price: american ? Math.max(at(values, 0), exercisedAtRoot) : at(values, 0), delta, gamma };
}

interface Tree {
  readonly steps: number;
  readonly moves: Moves;
  readonly worthless: { readonly below: number; readonly above: number };
  /** Of the step after the one that is rolled back. */
  readonly values: Float64Array;
  readonly spotAt: (step: number, node: number) => number;
}

/**
 * The deepest nodes of a step, whose options are exercised: a put's lowest, a call's highest. A node between two of them is
 * exercised as well wherever interest on the strike outweighs the yield of the underlying (for a put) or the other way
 * round (for a call): held, it would be worth K e^(-r dt) - S e^(-q dt). So it need not be looked at; its value is known.
 */
class DeepNodes {
  private count: number;
  private isSound: boolean;
  private readonly sign: number;
  private readonly interest: number;
  private readonly yielded: number;

  constructor(
    private readonly option: EuropeanOption,
    private readonly tree: Tree,
  ) {
    const { steps, moves, worthless } = tree;
    const dt = option.timeToExpiry / steps;
    this.sign = option.type === 'CALL' ? 1 : -1;
    this.interest = -option.strike * Math.expm1(-option.rate * dt);
    this.yielded = -Math.expm1(-option.dividendYield * dt);
    // Below zero interest there may be two regions of exercise.
    this.isSound = moves.up >= 1 && moves.down <= 1 && option.rate >= 0 && option.dividendYield >= 0;
    this.count = this.isSound ? steps + 1 - worthless.below - worthless.above : 0;
  }

  /** How many of the deepest nodes of a step are exercised because both after them are; the values that are read are put in place. */
  leaveOut(step: number, isAllowed: boolean): number {
    if (this.count === 0) return 0;
    const left = this.count - 1;
    this.isSound &&= left === 0 || this.isExercised(step, this.sign > 0 ? step + 1 - left : left - 1);
    if (isAllowed && this.isSound && left > 0) {
      this.putInPlace(step + 1, this.sign > 0 ? step + 1 - left : left);
      return left;
    }
    for (let i = 0; i < this.count; i++) this.putInPlace(step + 1, this.sign > 0 ? step + 1 - i : i);
    this.count = 0;
    return 0;
  }

  /** How many of the nodes that were looked at beside those that were left out are exercised without a gap. */
  found(left: number, more: number): void {
    this.count = this.isSound ? left + Math.max(0, more) : 0;
  }

  private isExercised(step: number, node: number): boolean {
    const yielded = this.tree.spotAt(step, node) * this.yielded;
    return this.sign > 0 ? yielded >= this.interest : this.interest >= yielded;
  }

  private putInPlace(step: number, node: number): void {
    this.tree.values[node] = this.sign * (this.tree.spotAt(step, node) - this.option.strike);
  }
}

/**
 * How many of the last nodes are worthless at the lower end (a call) and at the upper one (a put). Before them, exercise is
 * worthless too as long as an up move is one up and a down move one down, which a drift above the volatility prevents.
 */
function worthlessNodes(payoffs: Float64Array, sign: number, { up, down }: Moves): { below: number; above: number } {
  if (!(up >= 1 && down <= 1)) return { below: 0, above: 0 };
  const valuable = (value: number): boolean => value !== 0;
  if (sign > 0) {
    const lowest = payoffs.findIndex(valuable);
    return { below: lowest < 0 ? payoffs.length : lowest, above: 0 };
  }
  return { below: 0, above: payoffs.length - 1 - payoffs.findLastIndex(valuable) };
}

/** 1, x, x², …: of logarithms, so that errors do not add up. */
function powersOf(x: number, count: number): Float64Array {
  const log = Math.log(x);
  const powers = new Float64Array(count + 1);
  for (let power = 0; power <= count; power++) powers[power] = Math.exp(power * log);
  return powers;
}

function curvature(values: Float64Array, [low, middle, high]: readonly [number, number, number]): number {
  const above = (at(values, 2) - at(values, 1)) / (high - middle);
  const below = (at(values, 1) - at(values, 0)) / (middle - low);
  return (above - below) / ((high - low) / 2);
}

const payoff = ({ type, strike }: EuropeanOption, spot: number): number =>
  Math.max(0, type === 'CALL' ? spot - strike : strike - spot);

/** Without volatility the path is known: the largest discounted payoff at any of the steps. */
function bestOnPath(option: EuropeanOption, steps: number): number {
  const { spot, timeToExpiry, rate, dividendYield } = option;
  let best = 0;
  for (let step = 0; step <= steps; step++) {
    const time = (timeToExpiry * step) / steps;
    best = Math.max(best, Math.exp(-rate * time) * payoff(option, spot * Math.exp((rate - dividendYield) * time)));
  }
  return best;
}
