import { type Panel, completeRows } from '../../src/core/calculations/numeric/panel.kernel.js';
import {
  type Shrunk,
  shrinkToConstantCorrelation,
  shrinkToIdentity,
  shrinkToIdentityOracle,
} from '../../src/core/calculations/shrinkage/shrinkage.kernel.js';
import { valueOrNull } from '../../src/shared/outcome.js';
import { cells, panelOf, statusOf } from './status.js';

interface Inputs {
  readonly names: readonly string[];
  readonly returns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly min_obs: number;
}

export function shrinkageCase({ names, returns, min_obs }: Inputs): unknown {
  const panel: Panel = panelOf(names, returns);
  const options = { minObservations: min_obs };
  const identity = shrinkToIdentity(panel, options);
  const n_obs = completeRows(panel)[0]!.length;
  if (!identity.ok) return { status: statusOf(identity), n_obs };
  const constant = shrinkToConstantCorrelation(panel, options);
  return {
    status: 'ok',
    n_obs: identity.value.observations,
    identity: { ...figures(identity.value), mu: identity.value.meanVariance },
    oas: figures(valueOrNull(shrinkToIdentityOracle(panel, options))),
    constant_correlation: {
      status: statusOf(constant),
      ...figures(valueOrNull(constant)),
      average_correlation: valueOrNull(constant)?.averageCorrelation,
    },
  };
}

const figures = (shrunk: Shrunk | null): Record<string, unknown> =>
  shrunk ? { covariance: cells(shrunk.covariance), shrinkage: shrunk.shrinkage } : {};
