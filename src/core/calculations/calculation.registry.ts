import type { Calculation, SubjectKind } from './calculation.js';
import { portfolioConcentration } from './concentration/concentration.calculation.js';
import { portfolioFactors } from './portfolio-factors/portfolio-factors.calculation.js';
import { symbolFactors } from './symbol-factors/symbol-factors.calculation.js';
import { symbolMarketBeta } from './market-beta/market-beta.calculation.js';
import { portfolioRisk } from './portfolio-risk/portfolio-risk.calculation.js';
import { symbolVolatility } from './volatility/volatility.calculation.js';

type Registered = { readonly [Kind in SubjectKind]: Calculation<Kind, unknown> }[SubjectKind];

/** Everything the batch computes, each after what it reads. */
export const CALCULATIONS: readonly Registered[] = [
  symbolMarketBeta,
  symbolVolatility,
  symbolFactors,
  portfolioConcentration,
  portfolioRisk,
  portfolioFactors,
];

export const calculationsOf = <Kind extends SubjectKind>(kind: Kind): readonly Calculation<Kind, unknown>[] =>
  CALCULATIONS.filter(({ subject }) => subject === kind) as unknown as readonly Calculation<Kind, unknown>[];
