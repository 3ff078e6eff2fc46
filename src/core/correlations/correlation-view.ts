//! Correlations and clusters of the newest session, as they are read.
import type { PackedPairs } from './pair-selection.kernel.js';

/** What the tables say of a session. */
interface OfSession {
  readonly portfolioId: string;
  /** The newest session; null before the first. */
  readonly asOf: string | null;
  readonly isStale: boolean;
  /** Reasons of the snapshot, by column or calculation. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** What a stored calculation was made by. */
export interface CorrelationFacts {
  readonly window: number;
  readonly minOverlap: number;
  /** Sessions of the pair that has most in common. */
  readonly observations: number;
  readonly average: number | null;
  readonly reason: string | null;
  readonly method: string;
  readonly version: number;
}

export interface CorrelationsView extends OfSession {
  /** Symbols held at the session. */
  readonly held: number;
  /** Null when the calculation has yet to run, or failed. */
  readonly found: (CorrelationFacts & PackedPairs) | null;
}

export interface ClusterMember {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly weight: number | null;
  /** Mean correlation with the other members. */
  readonly correlation: number;
}

export interface Cluster {
  readonly number: number;
  readonly nickname: string;
  readonly averageCorrelation: number;
  readonly grossShare: number;
  /** The largest first. */
  readonly members: readonly ClusterMember[];
}

export interface ClustersView extends OfSession {
  readonly found: CorrelationFacts | null;
  /** In the order of their largest member. */
  readonly clusters: readonly Cluster[];
}
