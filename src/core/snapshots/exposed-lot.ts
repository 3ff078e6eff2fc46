/*
 * SQL about a lot of a snapshot as what it is exposed to: an option stands for the shares of its underlying that move as it
 * does (market value × Δ × spot ÷ price), everything else, and an option without Greeks, for its value. The same as
 * `exposedBook` for a portfolio that is computed.
 */

/** Joins the Greeks of `held`, a row of snapshot_positions, in a dataset; without a row where the lot counts by its value. */
export const greeksOf = (held: string, dataset: string): string => `
  LEFT JOIN symbol_greeks greeks
    ON greeks.instrument_id = ${held}.instrument_id AND greeks.dataset = ${dataset} AND greeks.as_of_date = ${held}.snapshot_date
   AND greeks.delta IS NOT NULL AND greeks.underlying_id IS NOT NULL`;

/** Signed, in the portfolio's currency. */
export const exposureOf = (held: string): string =>
  `CASE WHEN greeks.delta IS NULL THEN ${held}.market_value
        ELSE ${held}.market_value * (greeks.delta * greeks.spot / greeks.price)::numeric END`;

/** The instrument whose sector, name and risk count. */
export const bearerOf = (held: string): string => `coalesce(greeks.underlying_id, ${held}.instrument_id)`;
