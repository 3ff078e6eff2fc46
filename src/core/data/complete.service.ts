import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { type CompleteParts, type CompleteRow, type HoldingRow } from './complete-view.js';
import { CompleteRepository } from './complete.repository.js';

export interface CompleteView {
  readonly row: CompleteRow;
  /** Null when they were not asked for. */
  readonly holdings: readonly HoldingRow[] | null;
  /** The portfolio has never been valued: the holdings are the ledger's. */
  readonly isUnvalued: boolean;
}

@Injectable()
export class CompleteService {
  constructor(
    private readonly clock: Clock,
    private readonly transactions: CoreTransactions,
    private readonly complete: CompleteRepository,
  ) {}

  /** @param asOf a calendar day, or null for the newest session. A day to come has no figures to show. */
  async get(userId: string, id: string, asOf: string | null, parts: CompleteParts): Promise<CompleteView> {
    if (asOf !== null) this.refuseFuture(asOf);
    return this.transactions.run(asUser(userId), async () => {
      const row = await this.complete.find(userId, id, asOf, parts);
      if (row === null) throw new PortfolioNotFound(id);
      if (row.has_snapshots) return { row, holdings: row.held.holdings ?? null, isUnvalued: false };
      const lots = await this.complete.listUnvalued(id, parts.tags);
      return {
        row: { ...row, held: summaryOf(lots) },
        holdings: parts.holdings ? lots : null,
        isUnvalued: true,
      };
    });
  }

  private refuseFuture(asOf: string): void {
    const today = isoDay(this.clock.now());
    if (asOf <= today) return;
    const message = `as_of_date must not be in the future: today is ${today} in New York.`;
    throw new InvalidInput([{ field: 'as_of_date', code: 'future_date', message }]);
  }
}

function summaryOf(lots: readonly HoldingRow[]): CompleteRow['held'] {
  const count = (counts: (lot: HoldingRow) => boolean): number => lots.filter(counts).length;
  return {
    position_count: lots.length,
    long_count: count(({ quantity }) => quantity > 0),
    short_count: count(({ quantity }) => quantity < 0),
    option_count: count(({ investment_class }) => investment_class === 'OPTIONS'),
    complete_count: 0,
  };
}
