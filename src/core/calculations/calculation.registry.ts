import type { Calculation, SubjectKind } from './calculation.js';
import { portfolioConcentration } from './concentration/concentration.calculation.js';
import { portfolioCorrelation } from './correlation/correlation.calculation.js';
import { portfolioFactors } from './portfolio-factors/portfolio-factors.calculation.js';
import { symbolFactors } from './symbol-factors/symbol-factors.calculation.js';
import { symbolMarketBeta } from './market-beta/market-beta.calculation.js';
import { optionGreeks } from './option-greeks/option-greeks.calculation.js';
import { optionExposure } from './option-exposure/option-exposure.calculation.js';
import { optionRevaluation } from './option-revaluation/option-revaluation.calculation.js';
import { scenarioShocks } from './scenario-shocks/scenario-shocks.calculation.js';
import { stressTest } from './stress-test/stress-test.calculation.js';
import { portfolioRisk } from './portfolio-risk/portfolio-risk.calculation.js';
import { portfolioRiskContribution } from './risk-contribution/risk-contribution.calculation.js';
import { portfolioRiskRatios } from './risk-ratios/risk-ratios.calculation.js';
import { portfolioRiskSample } from './risk-sample/risk-sample.calculation.js';
import { portfolioShrunkBeta } from './shrunk-beta/shrunk-beta.calculation.js';
import { portfolioValueAtRisk } from './value-at-risk/value-at-risk.calculation.js';
import { portfolioVolatilityForecast } from './volatility-forecast/volatility-forecast.calculation.js';
import { symbolVolatility } from './volatility/volatility.calculation.js';

type Registered = { readonly [Kind in SubjectKind]: Calculation<Kind, unknown> }[SubjectKind];

/** Everything the batch computes, each after what it reads. */
export const CALCULATIONS: readonly Registered[] = [
  symbolMarketBeta,
  symbolVolatility,
  symbolFactors,
  optionGreeks,
  optionRevaluation,
  scenarioShocks,
  portfolioConcentration,
  portfolioRisk,
  portfolioRiskSample,
  portfolioRiskContribution,
  portfolioValueAtRisk,
  portfolioRiskRatios,
  portfolioVolatilityForecast,
  portfolioShrunkBeta,
  portfolioCorrelation,
  portfolioFactors,
  optionExposure,
  stressTest,
];

export const calculationsOf = <Kind extends SubjectKind>(kind: Kind): readonly Calculation<Kind, unknown>[] =>
  CALCULATIONS.filter(({ subject }) => subject === kind) as unknown as readonly Calculation<Kind, unknown>[];
