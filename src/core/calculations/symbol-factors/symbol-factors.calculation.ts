import { mapOutcome, type Outcome, reasonOrNull, skipped, valueOrNull } from '../../../shared/outcome.js';
import { FACTOR_FUNDS } from '../../market-data/factor-funds.kernel.js';
import { calculation, type SymbolSet } from '../calculation.js';
import { type Estimated, covarianceMatrix } from '../covariance/covariance.kernel.js';
import { FactorDesign } from '../factor-regression/factor-design.kernel.js';
import { factorErrors } from '../factor-regression/factor-regression.kernel.js';
import { defaultHacLags } from '../numeric/ols.kernel.js';
import { lastOf, observationsNeeded } from '../numeric/window.kernel.js';
import type { Cell, ResultTable } from '../result-table.js';
import { FACTOR_MODELS, type FactorModel, factorReturns } from '../factor-exposure/factor-models.kernel.js';

/** In sessions; two thirds of them have to be there. */
export const FACTOR_WINDOW = 252;
/** Of which the one is taken whose forecasts of blocks left out are best. */
export const RIDGE_PENALTIES = [0.1, 1, 10, 100, 1_000] as const;
const RIDGE_FOLDS = 5;
const VERSION = 1;

/** Exposures of one symbol to the factors of one model, in the order of its definitions. */
export interface SymbolExposure {
  readonly observations: number;
  readonly alpha: number | null;
  readonly exposures: Float64Array;
  /** Newey-West; null for a ridge regression, which has none. */
  readonly errors: Float64Array | null;
  readonly rSquared: number | null;
  readonly adjustedRSquared: number | null;
  readonly penalty: number | null;
}

export interface DesignDiagnostics {
  readonly varianceInflation: Float64Array;
  readonly conditionNumber: number;
}

export interface SymbolFactors {
  /** By model, one a subject of the set. */
  readonly exposures: Readonly<Record<FactorModel, readonly Outcome<SymbolExposure>[]>>;
  /** Of the funds' returns, a session, in the order of `FACTOR_FUNDS`. */
  readonly covariance: Outcome<Estimated>;
  /** For series that are no symbol's, such as an index that stands for a private asset. */
  readonly exposureOf: (model: FactorModel, returns: Float64Array) => Outcome<SymbolExposure>;
  /** Of the joint model's factors over all sessions of the window. */
  readonly diagnostics: Outcome<DesignDiagnostics>;
}

const EXPOSURES: ResultTable = {
  name: 'symbol_factor_exposures',
  key: { instrument_id: 'uuid', dataset: 'text', as_of_date: 'date', model: 'text' },
  values: {
    window_sessions: 'integer',
    observations: 'integer',
    alpha: 'double precision',
    exposures: 'double precision[]',
    std_errors: 'double precision[]',
    r_squared: 'double precision',
    adjusted_r_squared: 'double precision',
    penalty: 'double precision',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};
const CORRELATIONS: ResultTable = {
  name: 'factor_correlations',
  key: { dataset: 'text', as_of_date: 'date' },
  values: {
    window_sessions: 'integer',
    observations: 'integer',
    funds: 'jsonb',
    covariance: 'double precision[]',
    variance_inflation: 'double precision[]',
    condition_number: 'double precision',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};
export const FACTOR_METHODS: Readonly<Record<FactorModel, string>> = {
  joint: 'ols-joint-hac',
  style: 'ridge-cv',
  spread: 'ols-joint-hac',
  rate: 'ols-joint-hac',
};

/**
 * Exposures of each symbol to the factors of every model over the last 252 sessions, and the covariance of the funds
 * behind them. 'no-benchmark': the dataset lacks a fund of the model; 'not-applicable': the instrument has no returns.
 */
export const symbolFactors = calculation({
  name: 'symbol-factors',
  version: VERSION,
  subject: 'symbol',
  after: [],
  compute: (set: SymbolSet): SymbolFactors => {
    const funds = new Map([...set.factors].map(([symbol, returns]) => [symbol, lastOf(returns, FACTOR_WINDOW)]));
    const designs = new Map(FACTOR_MODELS.map((model) => [model, designOf(model, funds)]));
    const exposureOf = (model: FactorModel, returns: Float64Array): Outcome<SymbolExposure> => {
      const design = designs.get(model);
      return design ? exposureTo(design, model, returns) : skipped('no-benchmark');
    };
    const of = (model: FactorModel): Outcome<SymbolExposure>[] =>
      set.subjects.map(({ hasReturns }, i) =>
        hasReturns ? exposureOf(model, set.returns[i] ?? new Float64Array()) : skipped('not-applicable'),
      );
    return {
      exposureOf,
      exposures: { joint: of('joint'), style: of('style'), spread: of('spread'), rate: of('rate') },
      covariance: covarianceOf(funds),
      diagnostics: diagnosticsOf(designs.get('joint') ?? null, funds),
    };
  },
  rows: ({ exposures, covariance, diagnostics }, set) => [
    {
      table: EXPOSURES,
      rows: FACTOR_MODELS.flatMap((model) => exposures[model].map((outcome, i) => rowOf(set, i, model, outcome))),
    },
    { table: CORRELATIONS, rows: [covarianceRow(set, covariance, diagnostics)] },
  ],
});

function designOf(model: FactorModel, funds: ReadonlyMap<string, Float64Array>): FactorDesign | null {
  const factors = factorReturns(model, funds);
  return factors && new FactorDesign(factors, observationsNeeded(FACTOR_WINDOW));
}

function exposureTo(design: FactorDesign, model: FactorModel, returns: Float64Array): Outcome<SymbolExposure> {
  const target = lastOf(returns, FACTOR_WINDOW);
  if (model === 'style') {
    return mapOutcome(design.ridge(target, RIDGE_PENALTIES, RIDGE_FOLDS), (fit) => ({
      ...{ observations: fit.observations, alpha: null, exposures: fit.coefficients, errors: null },
      ...{ rSquared: fit.rSquared, adjustedRSquared: null, penalty: fit.penalty },
    }));
  }
  return mapOutcome(design.fit(target), ({ observations, rSquared, fit }) => ({
    ...{ observations, rSquared, adjustedRSquared: fit.adjustedRSquared, penalty: null },
    alpha: fit.coefficients[0] ?? null,
    exposures: fit.coefficients.subarray(1),
    errors: factorErrors(fit, { kind: 'HAC', lags: defaultHacLags(observations) }).subarray(1),
  }));
}

function covarianceOf(funds: ReadonlyMap<string, Float64Array>): Outcome<Estimated> {
  const panel = FACTOR_FUNDS.flatMap((fund) => funds.get(fund) ?? []);
  if (panel.length < FACTOR_FUNDS.length) return skipped('no-benchmark');
  return covarianceMatrix(panel, { minObservations: observationsNeeded(FACTOR_WINDOW) });
}

function diagnosticsOf(
  design: FactorDesign | null,
  funds: ReadonlyMap<string, Float64Array>,
): Outcome<DesignDiagnostics> {
  const market = funds.get('SPY');
  if (!design || !market) return skipped('no-benchmark');
  return mapOutcome(design.fit(market), ({ fit: { varianceInflation, conditionNumber } }) => ({
    varianceInflation,
    conditionNumber,
  }));
}

function rowOf(
  { subjects, dataset, session }: SymbolSet,
  i: number,
  model: FactorModel,
  outcome: Outcome<SymbolExposure>,
): Cell[] {
  const fit = valueOrNull(outcome);
  return [
    subjects[i]?.instrumentId ?? null,
    dataset,
    session,
    model,
    FACTOR_WINDOW,
    fit?.observations ?? 0,
    fit?.alpha ?? null,
    fit?.exposures ?? null,
    fit?.errors ?? null,
    fit?.rSquared ?? null,
    fit?.adjustedRSquared ?? null,
    fit?.penalty ?? null,
    reasonOrNull(outcome),
    FACTOR_METHODS[model],
    VERSION,
  ];
}

function covarianceRow(
  { dataset, session }: SymbolSet,
  covariance: Outcome<Estimated>,
  diagnostics: Outcome<DesignDiagnostics>,
): Cell[] {
  const estimated = valueOrNull(covariance);
  const found = valueOrNull(diagnostics);
  return [
    dataset,
    session,
    FACTOR_WINDOW,
    estimated?.observations ?? 0,
    JSON.stringify(FACTOR_FUNDS),
    estimated && Float64Array.from(estimated.covariance.flatMap((row) => [...row])),
    found?.varianceInflation ?? null,
    found?.conditionNumber ?? null,
    reasonOrNull(covariance),
    'sample-covariance',
    VERSION,
  ];
}
