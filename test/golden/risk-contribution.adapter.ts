import { componentShortfall } from '../../src/core/calculations/risk-contribution/component-shortfall.kernel.js';
import { factorRisk } from '../../src/core/calculations/risk-contribution/factor-risk.kernel.js';
import {
  componentValueAtRisk,
  riskContributions,
} from '../../src/core/calculations/risk-contribution/risk-contribution.kernel.js';
import { list, orInvalid, panelOf, series, statusOf } from './status.js';

interface Inputs {
  readonly kind: 'covariance' | 'factor_model' | 'historical';
  readonly names: readonly string[];
  readonly weights: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly loadings: readonly (readonly number[])[];
  readonly factor_covariance: readonly (readonly number[])[];
  readonly specific_variance: readonly number[];
  readonly returns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly confidence: number;
  readonly value: number;
}

const KINDS: Readonly<Record<Inputs['kind'], (inputs: Inputs) => unknown>> = {
  covariance: byCovariance,
  factor_model: byFactors,
  historical: byHistory,
};

export const riskContributionCase = (inputs: Inputs): unknown => orInvalid(() => KINDS[inputs.kind](inputs));

function byCovariance({ weights, covariance, confidence, value }: Inputs): unknown {
  const outcome = riskContributions(series(weights), covariance.map(series));
  // That the volatility is 0 is what the reason says.
  if (!outcome.ok) return { status: statusOf(outcome), portfolio_volatility: outcome.reason === 'zero-variance' ? 0 : null };
  const risk = outcome.value;
  const component = componentValueAtRisk(risk, confidence);
  return {
    status: statusOf(outcome),
    portfolio_variance: risk.variance,
    portfolio_volatility: risk.volatility,
    marginal: list(risk.marginal),
    component: list(risk.component),
    percent: list(risk.share),
    standalone_volatility: list(risk.standaloneVolatility),
    beta_to_portfolio: list(risk.betaToPortfolio),
    component_var: list(component),
    component_var_cash: list(component.map((loss) => value * loss)),
    portfolio_var: component.reduce((sum, loss) => sum + loss, 0),
    incremental_volatility: list(risk.incremental),
    diversification_ratio: risk.diversificationRatio,
    effective_bets: risk.effectiveBets,
  };
}

function byFactors(inputs: Inputs): unknown {
  const outcome = factorRisk(series(inputs.weights), {
    loadings: inputs.loadings.map(series),
    factorCovariance: inputs.factor_covariance.map(series),
    specificVariance: series(inputs.specific_variance),
  });
  if (!outcome.ok) return { status: statusOf(outcome) };
  const risk = outcome.value;
  return {
    status: 'ok',
    portfolio_variance: risk.variance,
    portfolio_volatility: risk.volatility,
    factor_exposures: list(risk.exposures),
    systematic_variance: risk.systematicVariance,
    specific_variance: risk.specificVariance,
    systematic_share: risk.systematicShare,
    factor_component: list(risk.factorComponent),
    factor_percent: list(risk.factorShare),
    specific_component: risk.specificComponent,
    marginal: list(risk.marginal),
    component: list(risk.component),
    percent: list(risk.share),
  };
}

function byHistory({ names, weights, returns, confidence, value }: Inputs): unknown {
  const outcome = componentShortfall(series(weights), panelOf(names, returns), confidence);
  if (!outcome.ok) return { status: statusOf(outcome) };
  const { shortfall, component, observations } = outcome.value;
  return {
    status: 'ok',
    n_obs: observations,
    portfolio_cvar: shortfall,
    component_cvar: list(component),
    component_cvar_cash: list(component.map((loss) => value * loss)),
  };
}
