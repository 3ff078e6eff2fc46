import pg from 'pg';
import { connectionOptions } from '../../src/shared/database/database-address.js';

/** Everything the batch writes. */
export const RESULT_TABLES = [
  'symbol_market_betas',
  'symbol_volatility',
  'symbol_factor_exposures',
  'factor_correlations',
  'symbol_greeks',
  'portfolio_snapshots',
  'snapshot_positions',
  'factor_exposures',
  'symbol_option_terms',
  'stress_test_results',
  'portfolio_risk_measures',
  'risk_contributions',
  'correlation_calculations',
  'correlation_clusters',
  'correlation_cluster_positions',
  'portfolio_exposures',
];

/** What tells when and by which run a row was written, not what it says. */
const PROVENANCE = ['run_id', 'created_at', 'updated_at'];

/**
 * One hash a table over all its rows, whatever their order; without run ids and times unless told otherwise. Equal hashes
 * mean equal results.
 */
export async function tableHashes(
  address: string,
  tables: readonly string[] = RESULT_TABLES,
  leftOut: readonly string[] = PROVENANCE,
): Promise<Record<string, string>> {
  const client = new pg.Client(connectionOptions(address));
  await client.connect();
  try {
    const hashes: Record<string, string> = {};
    for (const table of tables) {
      const { rows } = await client.query<{ hash: string }>(
        `SELECT count(*) || ':' || coalesce(sum(('x' || left(md5(line::text), 15))::bit(60)::bigint), 0) AS hash
           FROM (SELECT to_jsonb(row) - $1::text[] AS line FROM ${table} AS row) AS lines`,
        [leftOut],
      );
      hashes[table] = rows[0]?.hash ?? '';
    }
    return hashes;
  } finally {
    await client.end();
  }
}
