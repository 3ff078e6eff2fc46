import type { LimitKind } from './limit-definition.kernel.js';
import type { PortfolioFigures } from './limit-evaluation.kernel.js';

/** Where limits get the figures from that they are compared with. In the caller's unit of work. */
export interface LimitFigures {
  /**
   * At the newest session that the portfolio was valued at; null before the first. Only what these kinds look at is read.
   * A figure that was not computed is null with its reason, never left out where its subject is held.
   */
  find(portfolioId: string, kinds: ReadonlySet<LimitKind>): Promise<PortfolioFigures | null>;
}

export const LIMIT_FIGURES = Symbol('LimitFigures');
