import {
  correlationMatrix,
  ewmaCorrelation,
  pairwiseSummary,
  rollingCorrelation,
} from '../../src/core/calculations/correlation/correlation.kernel.js';
import { overlapCounts } from '../../src/core/calculations/covariance/covariance.kernel.js';
import { valueOrNull } from '../../src/shared/outcome.js';
import { cells, list, panelOf, series } from './status.js';

interface Inputs {
  readonly names: readonly string[];
  readonly returns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly min_periods: number;
  readonly rolling: { readonly a: string; readonly b: string; readonly window: number } | null;
  readonly ewma_lambda: number | null;
}

export function correlationCase({ names, returns, min_periods, rolling, ewma_lambda }: Inputs): unknown {
  const panel = panelOf(names, returns);
  const pearson = correlationMatrix(panel, 'pearson', min_periods);
  const summary = valueOrNull(pairwiseSummary(pearson));
  const ewma = ewma_lambda === null ? null : valueOrNull(ewmaCorrelation(panel, ewma_lambda));
  return {
    status: 'ok',
    pairwise_counts: cells(overlapCounts(panel)),
    pearson: cells(pearson),
    average_pairwise: summary?.average,
    min_pairwise: summary?.lowest,
    max_pairwise: summary?.highest,
    spearman: cells(correlationMatrix(panel, 'spearman', min_periods)),
    kendall: cells(correlationMatrix(panel, 'kendall', min_periods)),
    rolling: rolling && list(rollingCorrelation(series(returns[rolling.a]!), series(returns[rolling.b]!), rolling.window)),
    ewma: ewma && cells(ewma),
  };
}
