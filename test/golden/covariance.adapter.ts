import {
  type Ewma,
  covarianceMatrix,
  ewmaCovariance,
  overlapCounts,
  pairwiseCovariance,
} from '../../src/core/calculations/covariance/covariance.kernel.js';
import { eigenSymmetric } from '../../src/core/calculations/numeric/eigen.kernel.js';
import { diagonal, scale } from '../../src/core/calculations/numeric/matrix.kernel.js';
import { type Panel, completeRows } from '../../src/core/calculations/numeric/panel.kernel.js';
import { cells, list, panelOf, statusOf } from './status.js';

interface Inputs {
  readonly names: readonly string[];
  readonly returns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly lambdas: readonly number[];
  readonly min_periods: number;
  readonly periods_per_year: number;
}

export function covarianceCase({ names, returns, lambdas, min_periods, periods_per_year: year }: Inputs): unknown {
  const panel = panelOf(names, returns);
  const pairwise = pairwiseCovariance(panel, min_periods);
  const own = {
    n_listwise: completeRows(panel)[0]!.length,
    pairwise_counts: cells(overlapCounts(panel)),
    pairwise: cells(pairwise),
    pairwise_annualized: cells(scale(pairwise, year)),
  };
  const sample = covarianceMatrix(panel, { minObservations: min_periods });
  const population = covarianceMatrix(panel, { minObservations: min_periods, divisor: 'population' });
  if (!sample.ok || !population.ok) return { status: statusOf(sample), ...own };
  const { covariance } = sample.value;
  const { values } = eigenSymmetric(covariance);
  return {
    status: 'ok',
    ...own,
    sample: cells(covariance),
    sample_annualized: cells(scale(covariance, year)),
    population: cells(population.value.covariance),
    volatility_annualized: volatilities(covariance, year),
    smallest_eigenvalue: values[0],
    largest_eigenvalue: values.at(-1),
    ewma: lambdas.map((lambda) => weighted(panel, lambda, year)),
  };
}

function weighted(panel: Panel, lambda: number, year: number): unknown {
  const [weights, recursive, demeaned] = (['zero-mean', 'recursive', 'demeaned'] as const).map((kind: Ewma) => {
    const outcome = ewmaCovariance(panel, lambda, kind);
    return outcome.ok ? outcome.value.covariance : [];
  });
  return {
    lambda,
    zero_mean_weighted: cells(weights!),
    zero_mean_recursive: cells(recursive!),
    demeaned_debiased: cells(demeaned!),
    vol_annualized_weighted: volatilities(weights!, year),
  };
}

const volatilities = (covariance: Panel, year: number): (number | null)[] =>
  list(diagonal(covariance).map((variance) => Math.sqrt(variance * year)));
