import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { Cluster, ClustersView, CorrelationFacts, CorrelationsView } from './correlation-view.js';
import type { PackedPairs } from './pair-selection.kernel.js';

const OF_SESSION = `
  portfolio.id AS "portfolioId", snapshot.snapshot_date::text AS "asOf",
  coalesce(portfolio.stale_from <= snapshot.snapshot_date, false) AS "isStale", coalesce(snapshot.reasons, '{}') AS reasons`;

/** The portfolio ($1) of its owner ($2), its newest snapshot and the correlations of that session. */
const NEWEST = `
    FROM portfolios portfolio
    LEFT JOIN LATERAL (
      SELECT snapshot_date, reasons FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true
    LEFT JOIN correlation_calculations found
      ON found.portfolio_id = portfolio.id AND found.as_of_date = snapshot.snapshot_date
   WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`;

const FACTS = `
  found.window_sessions AS "window", found.min_overlap AS "minOverlap", found.observations, found.reason, found.method,
  found.version, found.average_correlation AS average`;

type Row<View, Found> = Omit<View, 'found'> & { [Field in keyof Found]: Found[Field] | null };

/** Reads what the batch found at the newest session, one statement each; null for a portfolio that is not the user's. */
@Injectable()
export class CorrelationRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async findNewest(userId: string, portfolioId: string): Promise<CorrelationsView | null> {
    const [row] = await this.tx.manager.query<Row<CorrelationsView, CorrelationFacts & PackedPairs>[]>(
      `SELECT ${OF_SESSION}, ${FACTS}, found.weights, found.correlations, found.overlap_counts AS overlaps,
              found.p_values AS "pValues",
              ARRAY(SELECT coalesce(instrument.symbol, member.id::text)
                      FROM unnest(found.instrument_ids) WITH ORDINALITY AS member (id, place)
                      LEFT JOIN instruments instrument ON instrument.id = member.id ORDER BY member.place) AS symbols,
              (SELECT count(DISTINCT held.instrument_id)::int FROM snapshot_positions held
                WHERE held.portfolio_id = portfolio.id AND held.snapshot_date = snapshot.snapshot_date) AS held
         ${NEWEST}`,
      [portfolioId, userId],
    );
    if (row === undefined) return null;
    const { portfolioId: id, asOf, isStale, reasons, held, ...found } = row;
    return { portfolioId: id, asOf, isStale, reasons, held, found: isFound(found) ? found : null };
  }

  async findClusters(userId: string, portfolioId: string): Promise<ClustersView | null> {
    const [row] = await this.tx.manager.query<
      (Row<Omit<ClustersView, 'clusters'>, CorrelationFacts> & { clusters: Cluster[] })[]
    >(
      `SELECT ${OF_SESSION}, ${FACTS},
              coalesce((
                SELECT json_agg(json_build_object('number', cluster.cluster_number, 'nickname', cluster.nickname,
                         'averageCorrelation', cluster.average_correlation, 'grossShare', cluster.gross_share,
                         'members', members.list) ORDER BY cluster.cluster_number)
                  FROM correlation_clusters cluster
                 CROSS JOIN LATERAL (
                   SELECT json_agg(json_build_object('instrumentId', member.instrument_id, 'symbol', instrument.symbol,
                            'weight', nullif(member.weight, 'NaN'), 'correlation', member.correlation_to_cluster)
                            ORDER BY abs(member.weight) DESC, instrument.symbol COLLATE "C") AS list
                     FROM correlation_cluster_positions member
                     JOIN instruments instrument ON instrument.id = member.instrument_id
                    WHERE member.portfolio_id = cluster.portfolio_id AND member.as_of_date = cluster.as_of_date
                      AND member.cluster_number = cluster.cluster_number) members
                 WHERE cluster.portfolio_id = portfolio.id AND cluster.as_of_date = snapshot.snapshot_date), '[]') AS clusters
         ${NEWEST}`,
      [portfolioId, userId],
    );
    if (row === undefined) return null;
    const { portfolioId: id, asOf, isStale, reasons, clusters, ...found } = row;
    return { portfolioId: id, asOf, isStale, reasons, clusters, found: isFound(found) ? found : null };
  }
}

/** Columns of an outer join are all there, or none. */
function isFound<Found extends CorrelationFacts>(row: { [Field in keyof Found]: Found[Field] | null }): row is Found {
  return row.version !== null;
}
