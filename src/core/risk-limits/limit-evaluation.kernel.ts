import { Exact } from '../ledger/decimal.kernel.js';
import type { LimitDefinition } from './limit-definition.kernel.js';

/** A figure, or why there is none. */
export interface LimitFigure {
  readonly value: number | null;
  readonly reason: string | null;
}

export interface FactorFigure extends LimitFigure {
  readonly model: string;
  readonly factor: string;
}

export interface OptionExpiry {
  readonly symbol: string;
  /** `YYYY-MM-DD`. */
  readonly expiresOn: string;
  /** Calendar days from the session of the figures. */
  readonly days: number;
}

export interface PriceAge {
  readonly symbol: string;
  /** Sessions between the price and the valuation; null without a price. */
  readonly sessions: number | null;
}

export interface TargetFigure {
  readonly symbol: string;
  readonly side: 'LONG' | 'SHORT' | 'LC' | 'LP' | 'SC' | 'SP';
  readonly which: 'eoy' | 'next_year' | 'downside';
  /** Decimal texts. */
  readonly target: string;
  readonly price: string | null;
}

/** What limits look at, of one portfolio at one session. */
export interface PortfolioFigures {
  /** The session. */
  readonly asOf: string;
  /**
   * By measure: `beta_90d`, `beta_252d`; `largest_position`, `top_3` (ratios of gross market value), `hhi` (points);
   * `historical_var_95` (a ratio of net asset value, a loss is positive); `current_drawdown` (a ratio, 0 or negative).
   */
  readonly measures: ReadonlyMap<string, LimitFigure>;
  readonly factors: readonly FactorFigure[];
  readonly expiries: readonly OptionExpiry[];
  readonly prices: readonly PriceAge[];
  readonly targets: readonly TargetFigure[];
}

/** The subject of a breach by the portfolio as a whole. */
export const WHOLE_PORTFOLIO = 'portfolio';

export interface Breach {
  /** `portfolio`, a symbol, or a symbol with the target that was reached. */
  readonly subject: string;
  readonly value: number;
  readonly threshold: number;
  readonly bound: 'min' | 'max' | 'target';
  /** What the wording needs beside it: the day of an expiry. */
  readonly on?: string;
}

export interface LimitOutcome {
  readonly status: 'kept' | 'breached' | 'not_evaluated';
  /** The figure, or the worst one of many: fewest days, oldest price, number of targets reached. */
  readonly value: number | null;
  /** Why it is not evaluated. */
  readonly reason: string | null;
  readonly breaches: readonly Breach[];
  /** Subjects without a figure: neither breached nor known not to be. */
  readonly unknown: readonly string[];
}

/**
 * Compares the figures of a session with a limit. Breached is what lies beyond a bound: above max or below min; an option
 * that expires in at most max days; a price older than max sessions; a price that has reached its target. A figure that
 * is null is no breach: its subject is unknown, and a limit without a breach is then not evaluated, with the reason.
 */
export function evaluateLimit(limit: LimitDefinition, figures: PortfolioFigures): LimitOutcome {
  switch (limit.kind) {
    case 'beta':
    case 'value_at_risk':
    case 'concentration':
      return ofFigure(limit, figures.measures.get(limit.measure), (value) => value);
    case 'drawdown':
      return ofFigure(limit, figures.measures.get(limit.measure), Math.abs);
    case 'factor_tilt':
      return ofFigure(limit, factorOf(limit, figures.factors), Math.abs);
    case 'expiry':
      return ofExpiries(limit.max ?? 0, figures.expiries);
    case 'stale_price':
      return ofPrices(limit.max ?? 0, figures.prices);
    case 'target_hit':
      return ofTargets(limit.measure, figures.targets);
  }
}

/** Names of factors are compared without regard to case. */
function factorOf({ measure, factor }: LimitDefinition, factors: readonly FactorFigure[]): LimitFigure | undefined {
  const wanted = factor?.toLowerCase();
  return factors.find((one) => one.model === measure && one.factor.toLowerCase() === wanted);
}

function ofFigure(
  { min, max }: LimitDefinition,
  figure: LimitFigure | undefined,
  sizeOf: (value: number) => number,
): LimitOutcome {
  const given = figure?.value ?? null;
  if (given === null || Number.isNaN(given)) {
    const reason = figure?.reason ?? 'not-computed-yet';
    return { status: 'not_evaluated', value: null, reason, breaches: [], unknown: [WHOLE_PORTFOLIO] };
  }
  const value = sizeOf(given);
  const breach = (bound: 'min' | 'max', threshold: number): LimitOutcome => ({
    ...{ status: 'breached', value, reason: null, unknown: [] },
    breaches: [{ subject: WHOLE_PORTFOLIO, value, threshold, bound }],
  });
  if (max !== null && value > max) return breach('max', max);
  if (min !== null && value < min) return breach('min', min);
  return { status: 'kept', value, reason: null, breaches: [], unknown: [] };
}

function ofExpiries(max: number, expiries: readonly OptionExpiry[]): LimitOutcome {
  const near = expiries.filter(({ days }) => days >= 0 && days <= max);
  const next = expiries.length === 0 ? null : Math.min(...expiries.map(({ days }) => days));
  const breaches = near.map(({ symbol, days, expiresOn }): Breach => {
    return { subject: symbol, value: days, threshold: max, bound: 'max', on: expiresOn };
  });
  return ofMany(breaches, [], next);
}

function ofPrices(max: number, prices: readonly PriceAge[]): LimitOutcome {
  const breaches = prices.flatMap(({ symbol, sessions }): Breach[] =>
    sessions !== null && sessions > max ? [{ subject: symbol, value: sessions, threshold: max, bound: 'max' }] : [],
  );
  const unknown = prices.filter(({ sessions }) => sessions === null).map(({ symbol }) => symbol);
  const known = prices.flatMap(({ sessions }) => (sessions === null ? [] : [sessions]));
  return ofMany(breaches, unknown, known.length === 0 ? null : Math.max(...known));
}

function ofTargets(measure: string, targets: readonly TargetFigure[]): LimitOutcome {
  const breaches: Breach[] = [];
  const unknown: string[] = [];
  for (const one of targets.filter(({ which }) => measure === 'any' || which === measure)) {
    const subject = `${one.symbol} ${one.side} ${one.which}`;
    if (one.price === null) unknown.push(subject);
    else if (hasReached(one, one.price))
      breaches.push({ subject, value: Number(one.price), threshold: Number(one.target), bound: 'target' });
  }
  return ofMany(breaches, unknown, breaches.length);
}

/** Who is short hopes for a low price and fears a high one. A target of 0 can be reached from above alone. */
function hasReached({ side, which, target }: TargetFigure, price: string): boolean {
  const isShort = side === 'SHORT' || side === 'SC' || side === 'SP';
  const isBelow = isShort === (which !== 'downside');
  if (isBelow) return new Exact(price).lte(target);
  return new Exact(target).gt(0) && new Exact(price).gte(target);
}

function ofMany(breaches: readonly Breach[], unknown: readonly string[], value: number | null): LimitOutcome {
  if (breaches.length > 0) return { status: 'breached', value, reason: null, breaches, unknown };
  if (unknown.length > 0) return { status: 'not_evaluated', value: null, reason: 'no-price', breaches, unknown };
  return { status: 'kept', value, reason: null, breaches, unknown };
}
