import type { Explanation } from './explanation.js';
import { PORTFOLIO_EXPLANATIONS } from './portfolio-explanations.js';
import { SYMBOL_EXPLANATIONS } from './symbol-explanations.js';
import { VALUATION } from '../valuation/valuation-method.kernel.js';

/** By the name of the calculation; a test demands one of every registered calculation. */
export const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ...SYMBOL_EXPLANATIONS,
  ...PORTFOLIO_EXPLANATIONS,
};

/** Computed when it is asked for, from what is held and the sectors and funds as they are known now. */
export const SECTOR_EXPOSURE = 'sector-exposure';

/** Calculations whose figures an endpoint answers. What these read comes along. */
export const EXPLAINED = {
  // Of the valuation itself: columns of the snapshot that no calculation fills.
  overview: [VALUATION.calculation, 'option-exposure'],
  concentration: ['concentration', 'option-exposure'],
  'sector-exposure': [SECTOR_EXPOSURE],
  volatility: ['volatility', 'portfolio-risk', 'volatility-forecast'],
  'beta-comparison': ['market-beta', 'portfolio-risk', 'shrunk-beta'],
  'value-at-risk': ['value-at-risk'],
  'risk-contributions': ['risk-contribution'],
  'risk-ratios': ['risk-ratios'],
  'stress-test': ['stress-test'],
  'correlation-matrix': ['correlation'],
  'diversification-score': ['correlation'],
  clusters: ['correlation'],
  'factor-exposures': ['portfolio-risk', 'portfolio-factors'],
  'spread-factors': ['portfolio-factors'],
  'positions/factor-exposures': ['market-beta', 'symbol-factors'],
  greeks: ['option-greeks', 'option-exposure'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ExplainedEndpoint = keyof typeof EXPLAINED;
