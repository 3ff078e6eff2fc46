//! SQL about what is known of sectors, for queries that have `world`: the portfolio's dataset, and whether it is simulated.
import { byPreference, isOfWorld } from '../market-data/asked-dataset.js';

export const BENCHMARK_CODE = 'SP500';

/** Common table expression: portfolio of the id and the user that two parameters name, where it is that user's. */
export const worldOf = (id: string, user: string): string => `
  world AS (
    SELECT id, price_dataset = 'simulated' AS simulated, price_dataset AS own FROM portfolios
     WHERE id = ${id} AND user_id = ${user} AND deleted_at IS NULL
  )`;

/** Common table expression: the sector that the profile of a listed symbol says. */
export const SECTORS = `
  sectors AS (
    SELECT DISTINCT ON (instrument.id) instrument.id, instrument.symbol, profile.sector
      FROM world
      JOIN company_profiles profile ON ${isOfWorld('profile', 'world')}
      JOIN instruments instrument ON instrument.id = profile.instrument_id AND instrument.owner_user_id IS NULL
     ORDER BY instrument.id, ${byPreference('profile', 'world')}
  )`;
