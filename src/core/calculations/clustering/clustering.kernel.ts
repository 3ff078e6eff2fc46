import { type Matrix, assertSquare, at, matrixOf, symmetricOf } from '../numeric/matrix.kernel.js';

/**
 * Agglomerative clustering of positions that move together: every position starts alone, and the two nearest clusters
 * are merged until one is left (scipy.cluster.hierarchy.linkage; Mantegna 1999 for correlations). Of equally near pairs
 * the one whose members come first is merged first. Each cluster remembers the nearest of those behind it (Anderberg
 * 1973), which makes it about n^2 steps: meant for the few hundred positions of a portfolio.
 */

/**
 * How far apart two positions are by their correlation r. one-minus: 1 - r, 0 to 2. sqrt-half: sqrt((1 - r) / 2), 0 to 1,
 * a metric. one-minus-abs: 1 - |r|, near also when they move against each other.
 */
export type CorrelationDistance = 'one-minus' | 'sqrt-half' | 'one-minus-abs';

const DISTANCES: Readonly<Record<CorrelationDistance, (correlation: number) => number>> = {
  'one-minus': (r) => 1 - r,
  'sqrt-half': (r) => Math.sqrt((1 - r) / 2),
  'one-minus-abs': (r) => 1 - Math.abs(r),
};

/**
 * Distances of a correlation matrix; 0 on the diagonal. A missing correlation (NaN) counts as 0, so that a position
 * without history stands apart. Throws a RangeError for a matrix that is not square or a correlation beyond 1.
 */
export function correlationDistances(correlation: Matrix, kind: CorrelationDistance = 'one-minus'): Matrix {
  assertSquare(correlation);
  return symmetricOf(correlation.length, (i, j) => {
    if (i === j) return 0;
    const r = at(correlation, i, j);
    if (Math.abs(r) > 1 + 1e-9) throw new RangeError(`${r} is not a correlation`);
    return DISTANCES[kind](Number.isNaN(r) ? 0 : Math.max(-1, Math.min(1, r)));
  });
}

/**
 * How far apart two clusters are: by their nearest members (single), their farthest (complete), or the mean over all
 * pairs across (average, UPGMA).
 */
export type Linkage = 'single' | 'complete' | 'average';

/** Two clusters that became one. Clusters below n are positions; n + i is what merge i made. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  /** Distance between the two; never below that of the merge before. */
  readonly height: number;
  /** Positions in the cluster made. */
  readonly size: number;
}

export interface Dendrogram {
  readonly positions: number;
  /** Lowest first; one less than positions. */
  readonly merges: readonly Merge[];
}

interface Node {
  readonly id: number;
  readonly members: readonly number[];
}

/** Throws a RangeError for distances that are not square or missing. */
export function dendrogramOf(distances: Matrix, linkage: Linkage = 'average'): Dendrogram {
  assertSquare(distances);
  const between = distances.map((row) => Float64Array.from(row));
  // A cluster lives in the slot of its first member, so that equal distances are settled by the order of positions.
  const slots = new Map<number, Node>(distances.map((_, i) => [i, { id: i, members: [i] }]));
  const merges: Merge[] = [];
  const near = new Neighbours(between);
  while (slots.size > 1) {
    const { a, b, ...found } = near.nearestPair();
    // A mean may round to just below the one before it.
    const height = Math.max(found.height, merges.at(-1)?.height ?? 0);
    const [first, second] = [slots.get(a), slots.get(b)];
    if (!first || !second) throw new RangeError('a distance is not a number');
    join(between, [a, b], [first.members.length, second.members.length], linkage);
    near.merged(a, b);
    const members = [...first.members, ...second.members];
    slots.set(a, { id: distances.length + merges.length, members });
    slots.delete(b);
    const [left, right] = first.id < second.id ? [first.id, second.id] : [second.id, first.id];
    merges.push({ left, right, height, size: members.length });
  }
  return { positions: distances.length, merges };
}

/**
 * Cluster of each position when merges above the threshold are undone, numbered 0, 1, ... by first appearance: two
 * positions share a cluster if they were merged at a height of at most `threshold`.
 */
export function cutAt({ positions, merges }: Dendrogram, threshold: number): Uint32Array {
  const labels = new Uint32Array(positions);
  const kept = merges.filter(({ height }) => height <= threshold);
  const numbers = new Map<number, number>();
  for (const [i, cluster] of lastClusters(kept, positions).entries()) {
    const number = numbers.get(cluster) ?? numbers.size;
    numbers.set(cluster, number);
    labels[i] = number;
  }
  return labels;
}

/** The positions of each cluster, both in order of first appearance. */
export function groupsOf(labels: Uint32Array): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const [i, label] of labels.entries()) (groups[label] ??= []).push(i);
  return groups;
}

/** Height at which each pair of positions came into one cluster; 0 on the diagonal. */
export function copheneticDistances({ positions: size, merges }: Dendrogram): Matrix {
  const matrix = matrixOf(size, () => 0);
  const members = new Map<number, readonly number[]>(Array.from({ length: size }, (_, i) => [i, [i]]));
  for (const [k, { left, right, height }] of merges.entries()) {
    const [ours, theirs] = [members.get(left) ?? [], members.get(right) ?? []];
    for (const i of ours) for (const j of theirs) set(matrix, i, j, height);
    members.set(size + k, [...ours, ...theirs]);
  }
  return matrix;
}

/** For each position, the last cluster that it is in. Heights do not fall, so the merges kept are the first ones. */
function lastClusters(merges: readonly Merge[], positions: number): Uint32Array {
  const parents = Uint32Array.from({ length: positions + merges.length }, (_, id) => id);
  for (const [k, { left, right }] of merges.entries()) {
    parents[left] = positions + k;
    parents[right] = positions + k;
  }
  return Uint32Array.from({ length: positions }, (_, position) => {
    let id = position;
    while ((parents[id] ?? id) !== id) id = parents[id] ?? id;
    return id;
  });
}

/** Of each slot in use, the nearest of those behind it; of equally near ones the first. */
class Neighbours {
  private readonly next: Int32Array;
  private readonly heights: Float64Array;
  private readonly isUsed: Uint8Array;

  constructor(private readonly between: Matrix) {
    this.next = new Int32Array(between.length).fill(-1);
    this.heights = new Float64Array(between.length).fill(Infinity);
    this.isUsed = new Uint8Array(between.length).fill(1);
    for (let a = 0; a < between.length; a++) this.lookBehind(a);
  }

  /** NaN for slots when no distance is a number. */
  nearestPair(): { a: number; b: number; height: number } {
    let [a, height] = [Number.NaN, Infinity];
    for (let k = 0; k < this.heights.length; k++) {
      const own = this.heights[k] ?? Infinity;
      if (own < height) [a, height] = [k, own];
    }
    return { a, b: this.next[a] ?? Number.NaN, height };
  }

  /** Slot b has gone into slot a, whose distances are new. */
  merged(a: number, b: number): void {
    this.isUsed[b] = 0;
    this.heights[b] = Infinity;
    this.next[b] = -1;
    for (let k = 0; k < b; k++) {
      if (this.isUsed[k] === 0) continue;
      const next = this.next[k];
      if (k === a || next === a || next === b) this.lookBehind(k);
      else if (k < a) this.compare(k, a);
    }
  }

  private compare(k: number, other: number): void {
    const [height, own] = [at(this.between, k, other), this.heights[k] ?? Infinity];
    if (height < own || (height === own && other < (this.next[k] ?? -1))) {
      this.heights[k] = height;
      this.next[k] = other;
    }
  }

  private lookBehind(k: number): void {
    const row = this.between[k];
    let [next, height] = [-1, Infinity];
    for (let other = k + 1; other < this.next.length; other++) {
      const value = row?.[other] ?? Number.NaN;
      if (this.isUsed[other] === 1 && value < height) [next, height] = [other, value];
    }
    this.next[k] = next;
    this.heights[k] = height;
  }
}

/** Distances of the cluster made of slots a and b to all others, written to slot a (Lance and Williams 1967). */
function join(between: Matrix, [a, b]: [number, number], [sizeA, sizeB]: [number, number], linkage: Linkage): void {
  for (let other = 0; other < between.length; other++) {
    if (other === a || other === b) continue;
    const [toA, toB] = [at(between, a, other), at(between, b, other)];
    const mean = (sizeA * toA + sizeB * toB) / (sizeA + sizeB);
    set(between, a, other, linkage === 'average' ? mean : Math[linkage === 'single' ? 'min' : 'max'](toA, toB));
  }
}

function set(matrix: Matrix, i: number, j: number, value: number): void {
  const [row, mirror] = [matrix[i], matrix[j]];
  if (row) row[j] = value;
  if (mirror) mirror[i] = value;
}
