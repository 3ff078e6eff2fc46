import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { profileOf } from '../market-data/asked-dataset.js';

@Injectable()
export class ProfileSectorRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Of listed symbols whose profile names one, in the world of the portfolio. The portfolio is the caller's to check. */
  listSectors(portfolioId: string, symbols: readonly string[]): Promise<{ symbol: string; sector: string }[]> {
    return this.tx.manager.query(
      `SELECT instrument.symbol, profile.sector
         FROM portfolios portfolio
         JOIN instruments instrument ON instrument.owner_user_id IS NULL AND instrument.symbol = ANY ($2::text[])
         JOIN LATERAL (${profileOf('instrument.id', 'portfolio.price_dataset')}) profile ON true
        WHERE portfolio.id = $1 AND profile.sector IS NOT NULL
        ORDER BY instrument.symbol`,
      [portfolioId, symbols],
    );
  }
}
