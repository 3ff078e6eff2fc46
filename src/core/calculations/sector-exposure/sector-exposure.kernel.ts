import { computed, type Outcome, skipped } from '../../../shared/outcome.js';

/** How sector weights are found; the version is raised when the same inputs give others. */
export const LOOK_THROUGH = { method: 'look-through', version: 1 } as const;

/** What belongs to no sector, is not known to, or is a derivative, whose exposure is not its value. */
export const UNCLASSIFIED = 'Unclassified';

/** One symbol of a book. */
export interface SectorPosition {
  /** Signed market value; its size is what counts. */
  readonly value: number;
  readonly lots: number;
  readonly sector: string | null;
  /** What a fund is known to hold, ratios of it; null for what is no fund or of which nothing is known. */
  readonly parts: readonly { readonly sector: string | null; readonly weight: number }[] | null;
}

export interface SectorExposure {
  /** By size: shares of the sum of the sizes of all values, which sum to 1. By sector name, Unclassified last. */
  readonly weights: ReadonlyMap<string, number>;
  /** Signed value of each sector. */
  readonly netValues: ReadonlyMap<string, number>;
  /** Lots with something of the sector; a fund counts in each that it holds. */
  readonly lots: ReadonlyMap<string, number>;
  readonly grossValue: number;
  readonly unclassifiedValue: number;
  /** Lots that nothing of is classified. */
  readonly unclassifiedLots: number;
  /** Weight less the benchmark's, for every sector of either; empty without a benchmark. */
  readonly active: ReadonlyMap<string, number>;
  readonly largestOverweight: string | null;
  readonly largestUnderweight: string | null;
}

/** Names that providers have for the sectors of the Global Industry Classification Standard. */
const GICS: Readonly<Record<string, string>> = {
  'Basic Materials': 'Materials',
  'Consumer Cyclical': 'Consumer Discretionary',
  'Consumer Defensive': 'Consumer Staples',
  Financial: 'Financials',
  'Financial Services': 'Financials',
  Healthcare: 'Health Care',
  Industrial: 'Industrials',
  Technology: 'Information Technology',
};

/** Sectors that providers name as the standard does. */
const OTHER_SECTORS: ReadonlySet<string> = new Set(['Communication Services', 'Energy', 'Real Estate', 'Utilities']);

export const gicsSector = (name: string): string => GICS[name] ?? name;

/** Whether it is one of the eleven sectors, or what belongs to none. */
export const isGicsSector = (name: string): boolean =>
  name === UNCLASSIFIED || OTHER_SECTORS.has(name) || Object.values(GICS).includes(name);

/** A benchmark's weights by the names of the standard. */
export const gicsWeights = (weights: Iterable<readonly [string, number]>): ReadonlyMap<string, number> =>
  new Map([...weights].map(([sector, weight]) => [gicsSector(sector), weight]));

/**
 * Sector weights of a book, funds looked through, against a benchmark. Values of one sector add up by size, long and
 * short alike, as in the concentration; cash has none. What a fund is not known to hold is unclassified, and a list
 * whose weights exceed 1 is scaled to 1. Benchmark weights are ratios.
 *
 * Skips with `no-positions` a book without value.
 */
export function sectorExposure(
  positions: readonly SectorPosition[],
  benchmark: ReadonlyMap<string, number>,
): Outcome<SectorExposure> {
  const gross = new Map<string, number>();
  const net = new Map<string, number>();
  const lots = new Map<string, number>();
  const add = (to: Map<string, number>, sector: string, amount: number): void => {
    to.set(sector, (to.get(sector) ?? 0) + amount);
  };
  let unclassifiedLots = 0;
  for (const position of positions) {
    const slices = sectorShares(position);
    for (const [sector, share] of slices) {
      add(gross, sector, Math.abs(position.value * share));
      add(net, sector, position.value * share);
      if (sector !== UNCLASSIFIED) add(lots, sector, position.lots);
    }
    if ([...slices.keys()].every((sector) => sector === UNCLASSIFIED)) {
      unclassifiedLots += position.lots;
      add(lots, UNCLASSIFIED, position.lots);
    }
  }
  const grossValue = [...gross.values()].reduce((sum, one) => sum + one, 0);
  if (grossValue === 0) return skipped('no-positions');
  const weights = sorted(new Map([...gross].map(([sector, value]) => [sector, value / grossValue])));
  return computed({
    ...{ weights, netValues: sorted(net), lots: sorted(lots), grossValue, unclassifiedLots },
    unclassifiedValue: gross.get(UNCLASSIFIED) ?? 0,
    ...activeWeights(weights, benchmark),
  });
}

/** Shares of one position by sector, which sum to 1. */
export function sectorShares({ sector, parts }: Pick<SectorPosition, 'sector' | 'parts'>): Map<string, number> {
  if (parts === null || parts.length === 0) return new Map([[sector === null ? UNCLASSIFIED : gicsSector(sector), 1]]);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const scale = total > 1 ? 1 / total : 1;
  const slices = new Map<string, number>();
  for (const part of parts) {
    const name = part.sector === null ? UNCLASSIFIED : gicsSector(part.sector);
    slices.set(name, (slices.get(name) ?? 0) + part.weight * scale);
  }
  const rest = 1 - total * scale;
  if (rest > 1e-9) slices.set(UNCLASSIFIED, (slices.get(UNCLASSIFIED) ?? 0) + rest);
  return slices;
}

function activeWeights(
  weights: ReadonlyMap<string, number>,
  benchmark: ReadonlyMap<string, number>,
): Pick<SectorExposure, 'active' | 'largestOverweight' | 'largestUnderweight'> {
  if (benchmark.size === 0) return { active: new Map(), largestOverweight: null, largestUnderweight: null };
  const reference = gicsWeights(benchmark);
  const names = [...new Set([...weights.keys(), ...reference.keys()])];
  const active = sorted(new Map(names.map((name) => [name, (weights.get(name) ?? 0) - (reference.get(name) ?? 0)])));
  // What is not classified is neither chosen nor avoided.
  const chosen = [...active].filter(([name]) => name !== UNCLASSIFIED).sort(([, a], [, b]) => b - a);
  const [most, least] = [chosen[0], chosen.at(-1)];
  return {
    active,
    largestOverweight: most && most[1] > 0 ? most[0] : null,
    largestUnderweight: least && least[1] < 0 ? least[0] : null,
  };
}

const sorted = (values: ReadonlyMap<string, number>): Map<string, number> =>
  new Map([...values].sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1)));

const placeOf = (sector: string): number => (sector === UNCLASSIFIED ? 1 : 0);
