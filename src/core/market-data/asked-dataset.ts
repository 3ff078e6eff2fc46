//! Which dataset answers for a bare symbol, as SQL that several repositories share.

/** In which order real datasets are asked when no portfolio of the user's says which; one answers for a symbol, never two. */
const REAL_DATASETS = `ARRAY['yahoo', 'fmp', 'csv']`;

/**
 * Common table expressions. `$1` is the user, `$2` whether one without portfolios sees simulated figures.
 * `asked`: simulated figures are for those alone who have nothing but simulated portfolios; everybody else sees real ones,
 * first those of the dataset that most of their portfolios are valued with. `holding`: of what a real portfolio holds,
 * those of its dataset come first.
 */
export const ASKED = `
  asked AS (
    SELECT coalesce(bool_and(price_dataset = 'simulated'), $2::boolean) AS simulated,
           mode() WITHIN GROUP (ORDER BY price_dataset) FILTER (WHERE price_dataset <> 'simulated') AS own
      FROM portfolios WHERE user_id = $1 AND deleted_at IS NULL
  ), holding AS (
    SELECT position.instrument_id, min(portfolio.price_dataset) AS dataset
      FROM positions position
      JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
     WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND position.quantity <> 0
       AND portfolio.price_dataset <> 'simulated'
     GROUP BY position.instrument_id
  )`;

/** The above, and `wanted`: listed instruments of the symbols in `$3`, each with its world and its first dataset. */
export const WANTED_SYMBOLS = `
  ${ASKED}, wanted AS (
    SELECT instrument.id AS instrument_id, instrument.symbol, asked.simulated,
           coalesce(holding.dataset, asked.own) AS own
      FROM instruments instrument
      CROSS JOIN asked
      LEFT JOIN holding ON holding.instrument_id = instrument.id
     WHERE instrument.owner_user_id IS NULL AND instrument.symbol = ANY ($3::text[])
  )`;

/** Condition and order by which rows of a table are those of the world and the dataset that is wanted. */
export const isOfWorld = (row: string, wanted: string): string =>
  `(${row}.dataset = 'simulated') = ${wanted}.simulated`;

export const byPreference = (row: string, wanted: string): string =>
  `${row}.dataset IS NOT DISTINCT FROM ${wanted}.own DESC, array_position(${REAL_DATASETS}, ${row}.dataset) NULLS LAST`;

/** Subquery: the profile of an instrument in the world of a portfolio's dataset, its own dataset first. */
export const profileOf = (instrument: string, dataset: string): string => `
  SELECT candidate.company_name, candidate.sector, candidate.industry FROM company_profiles candidate
   WHERE candidate.instrument_id = ${instrument} AND (candidate.dataset = 'simulated') = (${dataset} = 'simulated')
   ORDER BY candidate.dataset = ${dataset} DESC, array_position(${REAL_DATASETS}, candidate.dataset) LIMIT 1`;
