import {
  type CorrelationDistance,
  type Linkage,
  copheneticDistances,
  correlationDistances,
  cutAt,
  dendrogramOf,
  groupsOf,
} from '../../src/core/calculations/clustering/clustering.kernel.js';
import { cells, series } from './status.js';

interface Inputs {
  readonly names: readonly string[];
  readonly correlation: readonly (readonly (number | null)[])[];
  readonly distance: 'one_minus' | 'sqrt_half' | 'one_minus_abs';
  readonly method: Linkage;
  readonly thresholds: readonly number[];
}

export function clusteringCase({ names, correlation, distance, method, thresholds }: Inputs): unknown {
  const distances = correlationDistances(correlation.map(series), distance.replaceAll('_', '-') as CorrelationDistance);
  const tree = dendrogramOf(distances, method);
  return {
    status: 'ok',
    distance_matrix: cells(distances),
    merge_heights: tree.merges.map(({ height }) => height),
    linkage: tree.merges.map(({ left, right, height, size }) => [left, right, height, size]),
    cophenetic: cells(copheneticDistances(tree)),
    cuts: thresholds.map((threshold) => {
      const labels = cutAt(tree, threshold);
      const groups = groupsOf(labels);
      return {
        threshold,
        n_clusters: groups.length,
        labels: [...labels],
        groups: groups.map((group) => group.map((i) => names[i])),
      };
    }),
  };
}
