//! Profiles as they are read. Figures are numbers; dates and instants are texts.

export type ProfileValue = string | number | boolean | null;

/** Columns of the tables under their names. */
export interface ProfileRow {
  readonly symbol: string;
  readonly profile: Readonly<Record<string, ProfileValue>>;
  /** By period; null when there are none. */
  readonly estimates: Readonly<Record<string, Readonly<Record<string, ProfileValue>>>> | null;
}

/** Whose profiles are wanted: exactly one of the three. */
export type ProfileWish =
  | { readonly kind: 'symbols'; readonly symbols: readonly string[] }
  | { readonly kind: 'positions'; readonly positionIds: readonly string[] }
  | { readonly kind: 'portfolio'; readonly portfolioId: string };

export interface FoundProfiles {
  readonly profiles: readonly ProfileRow[];
  /** By symbol; of positions and portfolios, their symbols. */
  readonly symbols: readonly string[];
  /** Symbol of each position; null when symbols were asked for. */
  readonly positions: ReadonlyMap<string, string> | null;
}
