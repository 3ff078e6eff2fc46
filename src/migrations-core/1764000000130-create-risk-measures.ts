import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

const snapshotKey = (table: string): string => `
        CONSTRAINT ${table}_snapshot_fk FOREIGN KEY (portfolio_id, as_of_date)
          REFERENCES portfolio_snapshots (portfolio_id, snapshot_date) ON DELETE CASCADE`;

/** What the batch computes of a portfolio beside its snapshot: measures, contributions, correlations and clusters. */
export class CreateRiskMeasures1764000000130 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE portfolio_risk_measures (
        portfolio_id    uuid NOT NULL,
        as_of_date      date NOT NULL,
        measure         text NOT NULL,
        window_sessions integer NOT NULL,
        value           double precision,
        observations    integer NOT NULL,
        reason          text,
        method          text NOT NULL,
        version         integer NOT NULL,
        updated_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT portfolio_risk_measures_pk PRIMARY KEY (portfolio_id, as_of_date, measure, window_sessions),
        CONSTRAINT portfolio_risk_measures_reason_check CHECK ((value IS NULL) = (reason IS NOT NULL)),
${snapshotKey('portfolio_risk_measures')}
      )`);
    await protectByPortfolio(db, 'portfolio_risk_measures', 'SELECT');

    await db.query(`
      CREATE TABLE risk_contributions (
        portfolio_id            uuid NOT NULL,
        as_of_date              date NOT NULL,
        instrument_id           uuid NOT NULL CONSTRAINT risk_contributions_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        weight                  double precision,
        volatility_contribution double precision,
        marginal_volatility     double precision,
        component_var_95        double precision,
        marginal_var_95         double precision,
        incremental_var_95      double precision,
        component_cvar_95       double precision,
        observations            integer NOT NULL,
        reason                  text,
        method                  text NOT NULL,
        version                 integer NOT NULL,
        updated_at              timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT risk_contributions_pk PRIMARY KEY (portfolio_id, as_of_date, instrument_id),
        CONSTRAINT risk_contributions_reason_check CHECK ((volatility_contribution IS NULL) = (reason IS NOT NULL)),
${snapshotKey('risk_contributions')}
      )`);
    await protectByPortfolio(db, 'risk_contributions', 'SELECT');

    await db.query(`
      CREATE TABLE correlation_calculations (
        portfolio_id        uuid NOT NULL,
        as_of_date          date NOT NULL,
        window_sessions     integer NOT NULL,
        min_overlap         integer NOT NULL,
        instrument_ids      uuid[] NOT NULL,
        weights             double precision[] NOT NULL,
        correlations        double precision[] NOT NULL,
        overlap_counts      double precision[] NOT NULL,
        p_values            double precision[] NOT NULL,
        average_correlation double precision,
        observations        integer NOT NULL,
        reason              text,
        method              text NOT NULL,
        version             integer NOT NULL,
        updated_at          timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT correlation_calculations_pk PRIMARY KEY (portfolio_id, as_of_date),
        CONSTRAINT correlation_calculations_reason_check CHECK ((average_correlation IS NULL) = (reason IS NOT NULL)),
        CONSTRAINT correlation_calculations_pairs_check CHECK (
          cardinality(correlations) = cardinality(instrument_ids) * (cardinality(instrument_ids) - 1) / 2
          AND cardinality(overlap_counts) = cardinality(correlations) AND cardinality(p_values) = cardinality(correlations)
          AND cardinality(weights) = cardinality(instrument_ids)),
${snapshotKey('correlation_calculations')}
      )`);
    await protectByPortfolio(db, 'correlation_calculations', 'SELECT');

    await db.query(`
      CREATE TABLE correlation_clusters (
        portfolio_id        uuid NOT NULL,
        as_of_date          date NOT NULL,
        cluster_number      integer NOT NULL,
        nickname            text NOT NULL,
        average_correlation double precision NOT NULL,
        gross_share         double precision NOT NULL,
        updated_at          timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT correlation_clusters_pk PRIMARY KEY (portfolio_id, as_of_date, cluster_number),
${snapshotKey('correlation_clusters')}
      )`);
    await protectByPortfolio(db, 'correlation_clusters', 'SELECT');

    await db.query(`
      CREATE TABLE correlation_cluster_positions (
        portfolio_id           uuid NOT NULL,
        as_of_date             date NOT NULL,
        instrument_id          uuid NOT NULL CONSTRAINT correlation_cluster_positions_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        cluster_number         integer NOT NULL,
        weight                 double precision NOT NULL,
        correlation_to_cluster double precision NOT NULL,
        updated_at             timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT correlation_cluster_positions_pk PRIMARY KEY (portfolio_id, as_of_date, instrument_id),
${snapshotKey('correlation_cluster_positions')}
      )`);
    await protectByPortfolio(db, 'correlation_cluster_positions', 'SELECT');

    // Pairs are packed as the upper triangle, row by row: (1, 2), (1, 3), …, (2, 3), …; NaN where a pair has no figure.
    await db.query(`
      CREATE VIEW pairwise_correlations WITH (security_invoker = true) AS
      SELECT found.portfolio_id, found.as_of_date, found.window_sessions,
             found.instrument_ids[pair.i] AS instrument_id, found.instrument_ids[pair.j] AS other_instrument_id,
             nullif(found.correlations[pair.k], 'NaN') AS correlation,
             found.overlap_counts[pair.k]::integer AS overlap,
             nullif(found.p_values[pair.k], 'NaN') AS p_value
        FROM correlation_calculations found
       CROSS JOIN LATERAL (
         SELECT i, j, (i - 1) * cardinality(found.instrument_ids) - i * (i - 1) / 2 + j - i AS k
           FROM generate_series(1, cardinality(found.instrument_ids)) AS i
          CROSS JOIN LATERAL generate_series(i + 1, cardinality(found.instrument_ids)) AS j
       ) pair`);
    await db.query('GRANT SELECT ON pairwise_correlations TO sigmasight_app, sigmasight_system');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW pairwise_correlations');
    await db.query('DROP TABLE correlation_cluster_positions');
    await db.query('DROP TABLE correlation_clusters');
    await db.query('DROP TABLE correlation_calculations');
    await db.query('DROP TABLE risk_contributions');
    await db.query('DROP TABLE portfolio_risk_measures');
  }
}
