import pg from 'pg';
import type { Installation } from './program.js';

/* What the batch has stored, read past the program: with all the digits that answers round away. */

export async function onCore<T>(installation: Installation, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(installation.coreConnection());
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Those that look back a year. */
export function storedMeasures(
  installation: Installation,
  portfolio: string,
  date: string,
): Promise<Record<string, number | null>> {
  return onCore(installation, async (client) => {
    const { rows } = await client.query<{ measure: string; value: number | null }>(
      `SELECT measure, value FROM portfolio_risk_measures
        WHERE portfolio_id = $1 AND as_of_date = $2 AND window_sessions = 252`,
      [portfolio, date],
    );
    return Object.fromEntries(rows.map(({ measure, value }) => [measure, value]));
  });
}

export interface StoredPair {
  /** Both, in the order of the alphabet. */
  readonly symbols: string;
  readonly correlation: number;
  readonly pValue: number;
  readonly overlap: number;
  readonly window: number;
}

export function storedPairs(installation: Installation, portfolio: string, date: string): Promise<StoredPair[]> {
  return onCore(installation, async (client) => {
    const { rows } = await client.query<StoredPair>(
      `SELECT least(a.symbol, b.symbol) || '/' || greatest(a.symbol, b.symbol) AS symbols, pair.correlation,
              pair.p_value AS "pValue", pair.overlap, pair.window_sessions AS window
         FROM pairwise_correlations pair
         JOIN instruments a ON a.id = pair.instrument_id
         JOIN instruments b ON b.id = pair.other_instrument_id
        WHERE pair.portfolio_id = $1 AND pair.as_of_date = $2`,
      [portfolio, date],
    );
    return rows.sort((a, b) => (a.symbols < b.symbols ? -1 : 1));
  });
}
