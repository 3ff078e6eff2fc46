import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { RiskProxy } from './risk-proxy.entity.js';

export type RiskProxyChoice =
  | { readonly kind: 'index'; readonly indexSymbol: string; readonly beta: number; readonly annualVolatility: null }
  | { readonly kind: 'volatility'; readonly indexSymbol: null; readonly beta: null; readonly annualVolatility: number };

export interface OwnInstrument {
  readonly id: string;
  readonly symbol: string;
}

@Injectable()
export class RiskProxyRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** A private asset of the user; null for any other instrument. */
  async findPrivate(userId: string, instrumentId: string): Promise<OwnInstrument | null> {
    const [row] = await this.tx.manager.query<OwnInstrument[]>(
      'SELECT id, symbol FROM instruments WHERE id = $1 AND owner_user_id = $2',
      [instrumentId, userId],
    );
    return row ?? null;
  }

  async isListed(symbol: string): Promise<boolean> {
    const rows = await this.tx.manager.query<unknown[]>(
      "SELECT 1 FROM instruments WHERE symbol = $1 AND owner_user_id IS NULL AND investment_class = 'PUBLIC'",
      [symbol],
    );
    return rows.length > 0;
  }

  find(userId: string, instrumentId: string): Promise<RiskProxy | null> {
    return this.tx.manager.getRepository(RiskProxy).findOneBy({ userId, instrumentId });
  }

  async put(userId: string, instrumentId: string, choice: RiskProxyChoice): Promise<void> {
    await this.tx.manager.query(
      `INSERT INTO instrument_risk_proxies (instrument_id, user_id, kind, index_symbol, beta, annual_volatility)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (instrument_id) DO UPDATE SET kind = excluded.kind, index_symbol = excluded.index_symbol,
         beta = excluded.beta, annual_volatility = excluded.annual_volatility, updated_at = now()`,
      [instrumentId, userId, choice.kind, choice.indexSymbol, choice.beta, choice.annualVolatility],
    );
  }

  async remove(userId: string, instrumentId: string): Promise<void> {
    await this.tx.manager.getRepository(RiskProxy).delete({ userId, instrumentId });
  }

  /** Risk figures of every portfolio that has held it no longer follow from what is chosen. */
  async markStale(userId: string, instrumentId: string): Promise<void> {
    await this.tx.manager.query(
      `UPDATE portfolios portfolio SET stale_from = least(portfolio.stale_from, held.since), updated_at = now()
         FROM (SELECT snapshot.portfolio_id, min(snapshot.snapshot_date) AS since FROM snapshot_positions snapshot
                WHERE snapshot.instrument_id = $2 GROUP BY snapshot.portfolio_id) held
        WHERE portfolio.id = held.portfolio_id AND portfolio.user_id = $1 AND portfolio.deleted_at IS NULL`,
      [userId, instrumentId],
    );
  }
}
