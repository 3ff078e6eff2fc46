/** What a tier allows. Message counts are per calendar month (UTC). */
export interface TierLimits {
  readonly maxPortfolios: number;
  readonly maxAiMessages: number;
}

export type Tier = 'free' | 'paid';

const LIMITS = {
  free: { maxPortfolios: 2, maxAiMessages: 100 },
  paid: { maxPortfolios: 10, maxAiMessages: 1000 },
} as const satisfies Record<Tier, TierLimits>;

export const limitsOf = (tier: Tier): TierLimits => LIMITS[tier];

/** First instant of the calendar month (UTC) that `instant` is in. */
export const startOfMonth = (instant: Date): Date =>
  new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth(), 1));
