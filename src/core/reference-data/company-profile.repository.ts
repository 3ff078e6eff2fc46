import { Injectable } from '@nestjs/common';
import { byPreference, isOfWorld, WANTED_SYMBOLS } from '../market-data/asked-dataset.js';
import { CoreTransactions } from '../core.transactions.js';
import type { ProfileRow } from './company-profile-view.js';

/** A position, and the portfolio that says which world it belongs to. */
export interface ProfiledPosition {
  readonly id: string;
  readonly symbol: string;
}

@Injectable()
export class CompanyProfileRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Profiles of listed symbols, one a symbol. By symbol. */
  listOfSymbols(userId: string, simulatedByDefault: boolean, symbols: readonly string[]): Promise<ProfileRow[]> {
    return this.tx.manager.query<ProfileRow[]>(`WITH ${WANTED_SYMBOLS} ${PROFILES}`, [
      userId,
      simulatedByDefault,
      symbols,
    ]);
  }

  /**
   * Profiles of what positions are of, in the world of their portfolios: simulated where every portfolio that is asked
   * about and holds the symbol is. By symbol.
   */
  listOfPositions(userId: string, positionIds: readonly string[]): Promise<ProfileRow[]> {
    return this.tx.manager.query<ProfileRow[]>(`WITH ${WANTED_POSITIONS} ${PROFILES}`, [userId, positionIds]);
  }

  /** Open positions of a portfolio, or null where there is no such portfolio for this user. By symbol. */
  async findPositions(userId: string, portfolioId: string): Promise<ProfiledPosition[] | null> {
    const rows = await this.tx.manager.query<{ id: string | null; symbol: string }[]>(
      `SELECT position.id, instrument.symbol
         FROM portfolios portfolio
         LEFT JOIN positions position ON position.portfolio_id = portfolio.id AND position.quantity <> 0
         LEFT JOIN instruments instrument ON instrument.id = position.instrument_id
        WHERE portfolio.id = $2 AND portfolio.user_id = $1 AND portfolio.deleted_at IS NULL
        ORDER BY instrument.symbol COLLATE "C", position.id`,
      [userId, portfolioId],
    );
    if (rows.length === 0) return null;
    return rows.flatMap(({ id, symbol }) => (id === null ? [] : [{ id, symbol }]));
  }

  /** Those of these positions that are the user's, closed ones too. By symbol. */
  listPositions(userId: string, ids: readonly string[]): Promise<ProfiledPosition[]> {
    return this.tx.manager.query<ProfiledPosition[]>(
      `SELECT position.id, instrument.symbol
         FROM positions position
         JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
         JOIN instruments instrument ON instrument.id = position.instrument_id
        WHERE position.id = ANY ($2::uuid[]) AND portfolio.user_id = $1 AND portfolio.deleted_at IS NULL
        ORDER BY instrument.symbol COLLATE "C", position.id`,
      [userId, ids],
    );
  }
}

const WANTED_POSITIONS = `
  wanted AS (
    SELECT instrument.id AS instrument_id, instrument.symbol, bool_and(portfolio.price_dataset = 'simulated') AS simulated,
           min(portfolio.price_dataset) FILTER (WHERE portfolio.price_dataset <> 'simulated') AS own
      FROM positions position
      JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
      JOIN instruments instrument ON instrument.id = position.instrument_id
     WHERE position.id = ANY ($2::uuid[]) AND portfolio.user_id = $1 AND portfolio.deleted_at IS NULL
     GROUP BY instrument.id, instrument.symbol
  )`;

/** Dates as text: the driver would make instants of them. Estimates are those of the profile's own dataset. */
const PROFILES = `
  SELECT wanted.symbol, to_jsonb(profile) AS profile,
         (SELECT jsonb_object_agg(estimate.period, to_jsonb(estimate)) FROM analyst_estimates estimate
           WHERE estimate.instrument_id = profile.instrument_id AND estimate.dataset = profile.dataset) AS estimates
    FROM wanted
    JOIN LATERAL (
      SELECT candidate.* FROM company_profiles candidate
       WHERE candidate.instrument_id = wanted.instrument_id AND ${isOfWorld('candidate', 'wanted')}
       ORDER BY ${byPreference('candidate', 'wanted')} LIMIT 1
    ) profile ON true
   ORDER BY wanted.symbol COLLATE "C"`;
