import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { CoreTransactions } from '../core.transactions.js';
import { PrivateAssetNotFound, RiskProxyNotFound } from './risk-proxy.errors.js';
import { type RiskProxy } from './risk-proxy.entity.js';
import { type OwnInstrument, type RiskProxyChoice, RiskProxyRepository } from './risk-proxy.repository.js';

export interface ChosenProxy {
  readonly symbol: string;
  readonly proxy: RiskProxy;
}

/** What stands for the risk of a private asset. Without one it is left out of volatility and beta, and coverage says so. */
@Injectable()
export class RiskProxyService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly proxies: RiskProxyRepository,
  ) {}

  /** @throws PrivateAssetNotFound, RiskProxyNotFound */
  get(userId: string, instrumentId: string): Promise<ChosenProxy> {
    return this.tx.run(asUser(userId), async () => this.chosen(userId, await this.asset(userId, instrumentId)));
  }

  /** Risk figures are computed anew by the next run. @throws PrivateAssetNotFound, InvalidInput */
  put(userId: string, instrumentId: string, choice: RiskProxyChoice): Promise<ChosenProxy> {
    return this.tx.run(asUser(userId), async () => {
      const asset = await this.asset(userId, instrumentId);
      if (choice.kind === 'index' && !(await this.proxies.isListed(choice.indexSymbol))) {
        const field = 'index_symbol';
        const message = `Nothing listed is named ${choice.indexSymbol}: use a symbol that has prices, such as SPY.`;
        throw new InvalidInput([{ pointer: `/${field}`, field, code: 'instrument', message }]);
      }
      await this.proxies.put(userId, instrumentId, choice);
      await this.proxies.markStale(userId, instrumentId);
      return this.chosen(userId, asset);
    });
  }

  /** @throws PrivateAssetNotFound */
  remove(userId: string, instrumentId: string): Promise<void> {
    return this.tx.run(asUser(userId), async () => {
      await this.asset(userId, instrumentId);
      await this.proxies.remove(userId, instrumentId);
      await this.proxies.markStale(userId, instrumentId);
    });
  }

  private async asset(userId: string, instrumentId: string): Promise<OwnInstrument> {
    const asset = await this.proxies.findPrivate(userId, instrumentId);
    if (!asset) throw new PrivateAssetNotFound(instrumentId);
    return asset;
  }

  private async chosen(userId: string, { id, symbol }: OwnInstrument): Promise<ChosenProxy> {
    const proxy = await this.proxies.find(userId, id);
    if (!proxy) throw new RiskProxyNotFound(symbol);
    return { symbol, proxy };
  }
}
