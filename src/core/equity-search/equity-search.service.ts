import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { DatasetPolicyService } from '../market-data/dataset-policy.service.js';
import type { EquityFilters, EquityPage, SearchWish } from './equity-search-view.js';
import { EquitySearchRepository } from './equity-search.repository.js';

@Injectable()
export class EquitySearchService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly equities: EquitySearchRepository,
    private readonly policy: DatasetPolicyService,
  ) {}

  search(userId: string, wish: SearchWish): Promise<EquityPage> {
    const { simulatedByDefault } = this.policy;
    return this.tx.run(asUser(userId), () => this.equities.search(userId, simulatedByDefault, wish));
  }

  listFilters(userId: string): Promise<EquityFilters> {
    const { simulatedByDefault } = this.policy;
    return this.tx.run(asUser(userId), () => this.equities.listFilters(userId, simulatedByDefault));
  }
}
