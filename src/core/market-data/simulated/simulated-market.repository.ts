import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../../core.transactions.js';
import { SimulatedMarket } from './simulated-market.entity.js';

@Injectable()
export class SimulatedMarketRepository {
  constructor(private readonly tx: CoreTransactions) {}

  find(): Promise<SimulatedMarket | null> {
    return this.tx.manager.getRepository(SimulatedMarket).findOneBy({ dataset: 'simulated' });
  }

  /** Keeps the first anchor: moving it would change every price. */
  async create(anchorDate: string, seed: number): Promise<void> {
    await this.tx.manager.query(
      `INSERT INTO simulated_markets (dataset, anchor_date, seed) VALUES ('simulated', $1, $2) ON CONFLICT DO NOTHING`,
      [anchorDate, seed],
    );
  }
}
