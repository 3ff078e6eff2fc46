/**
 * Names for clusters of positions, in words that their owner knows: what most of a cluster has in common, by market
 * value. They say what is inside, not why it moves together.
 */
export interface ClusterMember {
  readonly symbol: string;
  /** Signed; its size is what counts. */
  readonly marketValue: number;
  readonly sector: string | null;
  readonly tags: readonly string[];
}

/** More than this share of a cluster's gross value must have a sector or tag for the cluster to be named after it. */
const DOMINANT = 0.5;
const SYMBOLS_NAMED = 2;

/**
 * One name for each cluster, in their order, all different. A single position gives its symbol; otherwise the dominant
 * sector, then the dominant tag, then the largest symbols. Clusters that would share a name have the symbol of their
 * largest position put behind it. The order of members and tags does not matter: what is equally large goes by alphabet.
 * A cluster whose members have no value counts each the same; one without members is refused with a RangeError.
 */
export function clusterNames(clusters: readonly (readonly ClusterMember[])[]): readonly string[] {
  const names = clusters.map(nameOf);
  return names.map((name, i) => {
    const isShared = names.filter((other) => other === name).length > 1;
    return isShared ? `${name} (${largestSymbols(clusters[i] ?? [])[0] ?? ''})` : name;
  });
}

function nameOf(members: readonly ClusterMember[]): string {
  const symbols = largestSymbols(members);
  const [first] = symbols;
  if (first === undefined) throw new RangeError('a cluster has no members');
  if (symbols.length === 1) return first;
  const sector = dominant(members, (member) => (member.sector === null ? [] : [member.sector]));
  const tag = dominant(members, (member) => member.tags);
  return sector ?? tag ?? listed(symbols);
}

/** The label with the largest share of gross value, when that is more than half of it. */
function dominant(
  members: readonly ClusterMember[],
  labelsOf: (member: ClusterMember) => readonly string[],
): string | null {
  const sizes = sizesOf(members);
  const bySize = new Map<string, number>();
  let gross = 0;
  for (const [i, member] of members.entries()) {
    const size = sizes[i] ?? 0;
    gross += size;
    for (const label of new Set(labelsOf(member))) bySize.set(label, (bySize.get(label) ?? 0) + size);
  }
  const [label, size] = [...bySize].sort(largestFirst)[0] ?? ['', 0];
  return size > DOMINANT * gross ? label : null;
}

/** Each symbol once, the largest first. */
function largestSymbols(members: readonly ClusterMember[]): readonly string[] {
  const sizes = sizesOf(members);
  const bySymbol = new Map<string, number>();
  for (const [i, { symbol }] of members.entries()) bySymbol.set(symbol, (bySymbol.get(symbol) ?? 0) + (sizes[i] ?? 0));
  return [...bySymbol].sort(largestFirst).map(([symbol]) => symbol);
}

function sizesOf(members: readonly ClusterMember[]): readonly number[] {
  const sizes = members.map(({ marketValue }) => (Number.isFinite(marketValue) ? Math.abs(marketValue) : 0));
  return sizes.some((size) => size > 0) ? sizes : members.map(() => 1);
}

function largestFirst([labelA, a]: readonly [string, number], [labelB, b]: readonly [string, number]): number {
  if (a !== b) return b - a;
  return labelA < labelB ? -1 : 1;
}

function listed(symbols: readonly string[]): string {
  const named = symbols.slice(0, SYMBOLS_NAMED);
  const others = symbols.length - named.length;
  return others === 0 ? named.join(' and ') : `${named.join(', ')} and ${others} more`;
}
