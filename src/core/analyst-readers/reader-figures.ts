import { type Figure } from '../../contracts/risk-reader.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';

/** A value, or why there is none. */
export const figureOf = (value: number | null, reason: string | null): Figure => ({
  value,
  reason: value === null ? (reason ?? 'not-computed-yet') : null,
});

/** Null instead of the error that says that the portfolio is missing, or another user's. */
export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PortfolioNotFound) return null;
    throw error;
  }
}
