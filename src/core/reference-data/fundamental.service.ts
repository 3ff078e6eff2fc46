import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { DatasetPolicyService } from '../market-data/dataset-policy.service.js';
import type { Frequency } from './frequency.kernel.js';
import { FundamentalsMissing } from './fundamental.errors.js';
import { type EstimateRow, FundamentalRepository, type StatementPeriod } from './fundamental.repository.js';
import type { StatementKind } from './statement-figures.js';

export interface WantedPeriods {
  readonly frequency: Frequency;
  readonly periods: number;
}

const NAMES = { income: 'income statements', balance: 'balance sheets', cash: 'cash flow statements' } as const;

/** Statements and estimates of a symbol, of the dataset that answers this user. */
@Injectable()
export class FundamentalService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly fundamentals: FundamentalRepository,
    private readonly policy: DatasetPolicyService,
  ) {}

  /** @throws FundamentalsMissing */
  async listPeriods(
    userId: string,
    symbol: string,
    kind: StatementKind,
    { frequency, periods }: WantedPeriods,
  ): Promise<StatementPeriod[]> {
    const asker = [userId, this.policy.simulatedByDefault] as const;
    const found = await this.tx.run(asUser(userId), () =>
      this.fundamentals.listPeriods(asker, symbol, kind, frequency, periods),
    );
    if (found.length === 0) throw new FundamentalsMissing(symbol, NAMES[kind]);
    return found;
  }

  /** @throws FundamentalsMissing */
  async listEstimates(userId: string, symbol: string): Promise<EstimateRow[]> {
    const asker = [userId, this.policy.simulatedByDefault] as const;
    const found = await this.tx.run(asUser(userId), () => this.fundamentals.listEstimates(asker, symbol));
    if (found.length === 0) throw new FundamentalsMissing(symbol, 'analyst estimates');
    return found;
  }
}
