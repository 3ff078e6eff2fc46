/** A portfolio that has work in a run. */
export interface PortfolioShare {
  readonly id: string;
  readonly dataset: string;
  readonly instrumentIds: readonly string[];
  /** Sessions to compute; none where there are only snapshots to be taken away. */
  readonly steps: number;
}

export interface Piece {
  readonly dataset: string;
  readonly portfolioIds: readonly string[];
  readonly steps: number;
}

export interface PieceLimits {
  readonly portfolios: number;
  /** A piece of several portfolios has about so many steps at most. */
  readonly steps: number;
  /** Once there are so many pieces that workers can share them evenly, they grow instead of becoming more, up to these limits. */
  readonly large?: { readonly pieces: number; readonly portfolios: number; readonly steps: number };
}

/** Hash functions by which books are compared; the more agree on their smallest value, the more two books share. */
const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b] as const;

/**
 * Puts portfolios into pieces of one dataset each, so that books with the same instruments come into the same piece: what
 * is known of an instrument is computed once a piece. Books are ordered by min-hashes of their instruments (Broder 1997:
 * two sets share their smallest hash with the probability of their Jaccard index), then cut into runs of about equal
 * numbers of steps. Every further piece loads and computes again what it has in common with others, so there are no more
 * than it takes. The same portfolios give the same pieces, in whatever order they come.
 */
export function splitIntoPieces(portfolios: readonly PortfolioShare[], limits: PieceLimits): Piece[] {
  const datasets = [...new Set(portfolios.map(({ dataset }) => dataset))].sort();
  return datasets.flatMap((dataset) => {
    const own = portfolios.filter((portfolio) => portfolio.dataset === dataset);
    return cut(bySimilarity(own), limits).map((members) => ({
      dataset,
      portfolioIds: members.map(({ id }) => id),
      steps: stepsOf(members),
    }));
  });
}

/** Contiguous pieces, each closed when it has its share of what is left. */
function cut(ordered: readonly PortfolioShare[], limits: PieceLimits): PortfolioShare[][] {
  const { portfolios } = limits.large ?? limits;
  const count = Math.min(ordered.length, piecesFor(ordered, limits));
  const pieces: PortfolioShare[][] = [];
  let piece: PortfolioShare[] = [];
  let [own, left] = [0, stepsOf(ordered)];
  for (const portfolio of ordered) {
    const share = left / Math.max(1, count - pieces.length);
    const isFull = piece.length === portfolios || (own > 0 && own + portfolio.steps / 2 > share);
    if (piece.length > 0 && isFull) {
      pieces.push(piece);
      piece = [];
      left -= own;
      own = 0;
    }
    piece.push(portfolio);
    own += portfolio.steps;
  }
  return piece.length > 0 ? [...pieces, piece] : pieces;
}

function piecesFor(portfolios: readonly PortfolioShare[], limits: PieceLimits): number {
  const steps = stepsOf(portfolios);
  const within = (of: { readonly portfolios: number; readonly steps: number }): number =>
    Math.max(Math.ceil(portfolios.length / of.portfolios), Math.ceil(steps / of.steps));
  const { large } = limits;
  return large ? Math.min(within(limits), Math.max(large.pieces, within(large))) : within(limits);
}

function bySimilarity(portfolios: readonly PortfolioShare[]): PortfolioShare[] {
  const signed = portfolios.map((portfolio) => ({ portfolio, signature: signatureOf(portfolio.instrumentIds) }));
  signed.sort((a, b) => compare(a.signature, b.signature) || (a.portfolio.id < b.portfolio.id ? -1 : 1));
  return signed.map(({ portfolio }) => portfolio);
}

const signatureOf = (ids: readonly string[]): number[] =>
  SEEDS.map((seed) => ids.reduce((least, id) => Math.min(least, hash(id, seed)), Infinity));

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** FNV-1a with a seed, then mixed: neighbouring ids must not have neighbouring hashes. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

const stepsOf = (portfolios: readonly PortfolioShare[]): number =>
  portfolios.reduce((sum, { steps }) => sum + steps, 0);
