/**
 * Why a figure has no value. A closed list: every reason is explained to users in docs/calculations.md,
 * and stored beside the null it explains.
 */
export const REASONS = [
  'too-few-observations',
  'zero-variance',
  'no-price',
  'stale-price',
  'no-benchmark',
  'insufficient-coverage',
  'no-positions',
  'non-positive-equity',
  'not-applicable',
  'not-computed-yet',
  'no-data-before-this-date',
  'no-solution',
  'missing-valuation',
  'mixed-currencies',
  'computation-failed',
] as const;
export type Reason = (typeof REASONS)[number];

/** A value, or why there is none. A figure that was not computed is never 0. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Reason };

export const computed = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const skipped = (reason: Reason): Outcome<never> => ({ ok: false, reason });

export const mapOutcome = <T, U>(outcome: Outcome<T>, change: (value: T) => U): Outcome<U> =>
  outcome.ok ? computed(change(outcome.value)) : outcome;

export const valueOrNull = <T>(outcome: Outcome<T>): T | null => (outcome.ok ? outcome.value : null);

export const reasonOrNull = (outcome: Outcome<unknown>): Reason | null => (outcome.ok ? null : outcome.reason);
