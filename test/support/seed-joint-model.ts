import type { TestApp } from './app.js';

/**
 * Independent funds of the same volatility, in which the styles follow the market by -1, value and rates not at all; and
 * AAPL with a market beta of 1.2, half of a momentum and a tenth of a rate exposure.
 */
export async function seedJointModel(app: TestApp, date: string): Promise<void> {
  const covariance = Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 0.0001 : 0));
  await app.sql(
    'core',
    `INSERT INTO factor_correlations (dataset, as_of_date, window_sessions, observations, funds, covariance, method)
     VALUES ('csv', $1, 252, 252, '["SPY","VTV","VUG","MTUM","QUAL","IWM","USMV","TLT"]', $2, 'test')`,
    [date, covariance],
  );
  await app.sql(
    'core',
    `INSERT INTO symbol_factor_exposures (instrument_id, dataset, as_of_date, model, window_sessions, observations, exposures, method)
     SELECT id, 'csv', $1, 'joint', 252, 252, '{1.2,0,0,0,0.5,0,0.1}', 'test' FROM instruments
      WHERE symbol = 'AAPL' AND owner_user_id IS NULL`,
    [date],
  );
}
