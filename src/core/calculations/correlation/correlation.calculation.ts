import { type Outcome, mapOutcome, reasonOrNull, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { clusterNames } from '../clustering/cluster-names.kernel.js';
import { lastOf } from '../numeric/window.kernel.js';
import {
  exposedBook,
  type ExposedBook,
  methodWith,
  nettedExposures,
  type NettedExposures,
} from '../option-exposure/exposed-book.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { type Cell, PORTFOLIO_KEY, type ResultTable, type StoredRows, uuidsText } from '../result-table.js';
import { measureRows, RISK_MEASURES } from '../risk-sample/risk-measures.js';
import {
  type BookCorrelations,
  bookCorrelations,
  type MovingTogether,
  movingTogether,
} from './book-correlations.kernel.js';

/** In sessions. */
export const CORRELATION_WINDOW = 90;
export const CORRELATION_RULES = { minOverlap: 30, minShare: 0.01, maxCount: 50 } as const;
/** Correlation at which two instruments make a cluster. */
const TOGETHER = 0.7;
export const CORRELATION_VERSION = 2;

const CALCULATIONS: ResultTable = {
  name: 'correlation_calculations',
  key: PORTFOLIO_KEY,
  values: {
    window_sessions: 'integer',
    min_overlap: 'integer',
    instrument_ids: 'uuid[]',
    weights: 'double precision[]',
    correlations: 'double precision[]',
    overlap_counts: 'double precision[]',
    p_values: 'double precision[]',
    average_correlation: 'double precision',
    observations: 'integer',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};
const CLUSTERS: ResultTable = {
  name: 'correlation_clusters',
  key: { ...PORTFOLIO_KEY, cluster_number: 'integer' },
  values: { nickname: 'text', average_correlation: 'double precision', gross_share: 'double precision' },
};
const MEMBERS: ResultTable = {
  name: 'correlation_cluster_positions',
  key: { ...PORTFOLIO_KEY, instrument_id: 'uuid' },
  values: {
    cluster_number: 'integer',
    weight: 'double precision',
    correlation_to_cluster: 'double precision',
  },
};

export interface CorrelatedBook extends NettedExposures {
  readonly book: ExposedBook;
  readonly found: Outcome<BookCorrelations>;
  readonly clusters: readonly MovingTogether[];
}

/**
 * Correlations of the largest listed instruments over 90 sessions, and the clusters they make. What an index stands for
 * is left out: it would correlate with the index, not with what it is.
 */
export const portfolioCorrelation = calculation({
  name: 'correlation',
  version: CORRELATION_VERSION,
  subject: 'portfolio',
  after: [optionGreeks.name],
  tables: [CALCULATIONS, CLUSTERS, MEMBERS, RISK_MEASURES],
  compute: (given: PortfolioBook, earlier: Results): CorrelatedBook => {
    const book = exposedBook(given, earlier);
    const { ids, exposures } = nettedExposures(book);
    const returns = ids.map((id) => ownReturns(book.symbols, id));
    const found = bookCorrelations(exposures, returns, CORRELATION_RULES);
    return { book, ids, exposures, found, clusters: found.ok ? movingTogether(found.value.matrix, TOGETHER) : [] };
  },
  rows: (correlated, { portfolioId, session }) => [
    { table: CALCULATIONS, rows: [[portfolioId, session, ...calculationCells(correlated)]] },
    ...clusterRows(correlated),
    measureRows(
      [
        {
          ...{ measure: 'average_correlation', window: CORRELATION_WINDOW, method: storedMethodOf(correlated) },
          observations: observationsOf(correlated.found),
          outcome: mapOutcome(correlated.found, ({ average }) => average),
        },
      ],
      correlated.book,
      CORRELATION_VERSION,
    ),
  ],
});

/** All NaN for what is no listed symbol. */
function ownReturns({ placeOf, returns, subjects }: PortfolioBook['symbols'], id: string): Float64Array {
  const place = placeOf.get(id) ?? -1;
  const series = subjects[place]?.hasReturns === true ? returns[place] : undefined;
  const length = Math.min(CORRELATION_WINDOW, returns[0]?.length ?? 0);
  return series ? lastOf(series, CORRELATION_WINDOW) : new Float64Array(length).fill(Number.NaN);
}

export const methodOf = (found: Outcome<BookCorrelations>): string =>
  found.ok && found.value.repair !== null ? `pearson-${found.value.repair}` : 'pearson';

/** Sessions of the pair that has most in common. */
export const observationsOf = (found: Outcome<BookCorrelations>): number =>
  found.ok ? found.value.overlaps.reduce((a, b) => Math.max(a, b), 0) : 0;

const storedMethodOf = ({ found, book }: CorrelatedBook): string => methodWith(methodOf(found), book, 'by-delta');

const NONE = new Float64Array(0);

function calculationCells(correlated: CorrelatedBook): Cell[] {
  const { found, ids } = correlated;
  const { places, correlations, overlaps, pValues, average } = valueOrNull(found) ?? {};
  return [
    ...[CORRELATION_WINDOW, CORRELATION_RULES.minOverlap],
    uuidsText((places ?? []).map((i) => ids[i] ?? '')),
    Float64Array.from(places ?? [], (i) => weightOf(correlated, i)),
    ...[correlations ?? NONE, overlaps ?? NONE, pValues ?? NONE],
    ...[average ?? null, observationsOf(found), reasonOrNull(found), storedMethodOf(correlated), CORRELATION_VERSION],
  ];
}

function clusterRows(correlated: CorrelatedBook): StoredRows[] {
  const { found, clusters, ids, exposures } = correlated;
  const { portfolioId, session, symbols } = correlated.book;
  const placesOf = ({ members }: MovingTogether): number[] =>
    members.map((member) => (found.ok ? (found.value.places[member] ?? -1) : -1));
  const names = clusterNames(
    clusters.map((cluster) =>
      placesOf(cluster).map((i) => ({
        symbol: symbols.subjects[symbols.placeOf.get(ids[i] ?? '') ?? -1]?.symbol ?? '',
        marketValue: exposures[i] ?? 0,
        sector: null,
        tags: [],
      })),
    ),
  );
  let gross = 0;
  for (const exposure of exposures) gross += Math.abs(exposure);
  const shareOf = (places: readonly number[]): number =>
    places.reduce((sum, i) => sum + Math.abs(exposures[i] ?? 0), 0) / gross;
  return [
    {
      table: CLUSTERS,
      rows: clusters.map((cluster, number) => [
        ...[portfolioId, session, number, names[number] ?? ''],
        ...[cluster.averageCorrelation, shareOf(placesOf(cluster))],
      ]),
    },
    {
      table: MEMBERS,
      rows: clusters.flatMap((cluster, number) =>
        placesOf(cluster).map((i, k) => [
          ...[portfolioId, session, ids[i] ?? null, number],
          ...[weightOf(correlated, i), cluster.toOthers[k] ?? null],
        ]),
      ),
    },
  ];
}

/** NaN, not a number of the database, where net asset value is not above 0. */
const weightOf = ({ book, exposures }: CorrelatedBook, i: number): number =>
  book.weights.ok ? (exposures[i] ?? Number.NaN) / book.netAssetValue : Number.NaN;
