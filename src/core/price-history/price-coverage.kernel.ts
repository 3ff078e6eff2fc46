/** Sessions that a complete history has. */
export const COVERAGE_SESSIONS = 150;

/** Sessions that a calculation asks for at least, as the contract names them. */
export const NEEDED = { correlation_matrix: 30, factor_regression: 60, volatility_analysis: 20 } as const;
const LEAST = Math.min(...Object.values(NEEDED));

interface Covered {
  readonly symbol: string;
  readonly isPrivate: boolean;
  /** Open lots; 0 for a symbol that is not held. */
  readonly positions: number;
  /** Sessions with a close among the last COVERAGE_SESSIONS. */
  readonly days: number;
}

export interface CoverageReport {
  readonly portfolioId: string;
  readonly assessedOn: string;
  readonly updatedAt: string | null;
  readonly total: number;
  readonly complete: readonly string[];
  readonly partial: readonly { readonly symbol: string; readonly days: number; readonly missing: number }[];
  readonly insufficient: readonly { readonly symbol: string; readonly days: number; readonly reason: string }[];
  /** Symbols with enough sessions for each calculation. */
  readonly eligible: Readonly<Record<keyof typeof NEEDED, number>>;
  /** Every symbol that was asked about, held or not, with its sessions. */
  readonly days: ReadonlyMap<string, number>;
}

/**
 * Sorts the symbols of a portfolio by how much of their history is stored: complete with every session of the window,
 * partial with enough for one calculation at least, insufficient below. A private asset has no daily price, which no
 * source will mend: its reason is `not-applicable`.
 */
export function reportOn(
  covered: readonly Covered[],
  head: Pick<CoverageReport, 'portfolioId' | 'assessedOn' | 'updatedAt'>,
): CoverageReport {
  const held = covered.filter(({ positions }) => positions > 0);
  const known = held.filter(({ isPrivate }) => !isPrivate);
  const enough = (needed: number): number => known.filter(({ days }) => days >= needed).length;
  return {
    ...head,
    total: held.length,
    complete: known.filter(({ days }) => days >= COVERAGE_SESSIONS).map(({ symbol }) => symbol),
    partial: known
      .filter(({ days }) => days >= LEAST && days < COVERAGE_SESSIONS)
      .map(({ symbol, days }) => ({ symbol, days, missing: COVERAGE_SESSIONS - days })),
    insufficient: held
      .filter(({ days, isPrivate }) => isPrivate || days < LEAST)
      .map(({ symbol, days, isPrivate }) => ({ symbol, days, reason: reasonOf(days, isPrivate) })),
    eligible: {
      correlation_matrix: enough(NEEDED.correlation_matrix),
      factor_regression: enough(NEEDED.factor_regression),
      volatility_analysis: enough(NEEDED.volatility_analysis),
    },
    days: new Map(covered.filter(({ isPrivate }) => !isPrivate).map(({ symbol, days }) => [symbol, days])),
  };
}

function reasonOf(days: number, isPrivate: boolean): string {
  if (isPrivate) return 'not-applicable';
  return days === 0 ? 'no-price' : 'too-few-observations';
}
