/** One hit of one search leg (vector, full text, …). Lists are sorted best first. */
export interface RankedItem {
  /** The chunk. */
  readonly id: string;
  /** What the chunk belongs to; one result a document is kept. */
  readonly documentId: string;
  /** The leg's own score, larger is better; legs are not comparable with each other. */
  readonly score: number;
}

export interface RankedList {
  readonly items: readonly RankedItem[];
  /** Hits of this leg below it are not evidence and are ignored. */
  readonly minimumScore?: number;
  /** Weight of the leg, 1 if omitted. */
  readonly weight?: number;
}

export interface FusedItem {
  readonly id: string;
  readonly documentId: string;
  /** Σ weight / (k + rank) over the legs that found it; at most Σ weight / (k + 1). */
  readonly score: number;
  /** How many legs found it. */
  readonly votes: number;
}

export interface FusionOptions {
  readonly limit: number;
  readonly k?: number;
}

/** The constant of the original paper: large enough that one leg's first place does not settle everything. */
export const RECIPROCAL_RANK_K = 60;

/**
 * Reciprocal rank fusion of several result lists: score(d) = Σ_legs weight / (k + rank), ranks from 1 among the hits
 * that reach the leg's minimum score. Of one document only the best chunk stays. Ties are broken by id, so the order
 * never depends on the order of the legs.
 *
 * Source: Cormack, Clarke, Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning
 * methods", SIGIR 2009.
 */
export function fuseRankings(lists: readonly RankedList[], options: FusionOptions): readonly FusedItem[] {
  const k = options.k ?? RECIPROCAL_RANK_K;
  const fused = new Map<string, FusedItem>();
  for (const { items, minimumScore = -Infinity, weight = 1 } of lists) {
    const seen = new Set<string>();
    for (const { id, documentId, score } of items) {
      if (score < minimumScore || Number.isNaN(score) || seen.has(id)) continue;
      seen.add(id);
      const before = fused.get(id) ?? { id, documentId, score: 0, votes: 0 };
      fused.set(id, { ...before, score: before.score + weight / (k + seen.size), votes: before.votes + 1 });
    }
  }
  return oneADocument([...fused.values()].sort(bestFirst)).slice(0, Math.max(0, options.limit));
}

// Sums in another order differ in the last bit; scores that close are the same score.
const SAME_SCORE = 1e-12;

function bestFirst(a: FusedItem, b: FusedItem): number {
  const difference = b.score - a.score;
  if (Math.abs(difference) > SAME_SCORE) return difference;
  return a.id < b.id ? -1 : 1;
}

function oneADocument(items: readonly FusedItem[]): FusedItem[] {
  const documents = new Set<string>();
  return items.filter(({ documentId }) => {
    const isNew = !documents.has(documentId);
    documents.add(documentId);
    return isNew;
  });
}
