import type { PieceLimits } from './piece-split.kernel.js';

/**
 * On servers there may be many workers: small enough to be shared and taken over, large enough to share symbols. Eight are
 * even for two and four workers, and nearly so for three; more would compute most symbols once more each.
 */
const ON_SERVERS: PieceLimits = {
  ...{ portfolios: 25, steps: 500 },
  large: { pieces: 8, portfolios: 250, steps: 10_000 },
};
/** Embedded databases have one worker: pieces only bound its memory. */
const EMBEDDED: PieceLimits = { portfolios: 500, steps: Infinity };

/** @param portfolios what was configured, and then never more; null: by the kind of databases */
export function pieceLimits(mode: 'server' | 'embedded', portfolios: number | null): PieceLimits {
  const limits = mode === 'server' ? ON_SERVERS : EMBEDDED;
  return portfolios === null ? limits : { portfolios, steps: limits.steps };
}
