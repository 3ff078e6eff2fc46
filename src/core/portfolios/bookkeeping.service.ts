import { Inject, Injectable } from '@nestjs/common';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { sessionOnOrBefore } from '../../shared/time/trading-calendar.kernel.js';
import { futureDay } from '../ledger/booking-day.kernel.js';
import { Exact } from '../ledger/decimal.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { type Portfolio } from './portfolio.entity.js';

/** What a portfolio's own settings mean in its ledger. Works inside the caller's unit of work. */
@Injectable()
export class BookkeepingService {
  constructor(
    private readonly ledger: LedgerService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** On the given day, or else in the latest session. Nothing is booked for null or zero. */
  async bookOpening(userId: string, portfolioId: string, amount: string | null, day: string | null): Promise<void> {
    const today = isoDay(this.clock.now());
    const field = 'opening_date';
    const message = day === null ? null : futureDay(field, day, today);
    if (message !== null) throw new InvalidInput([{ pointer: `/${field}`, field, code: 'future_date', message }]);
    if (amount === null || new Exact(amount).isZero()) return;
    const tradeDate = day ?? sessionOnOrBefore(today);
    const draft = {
      ...draftOf({ kind: 'deposit', tradeDate, amount }),
      source: 'opening' as const,
      notes: 'Opening deposit',
    };
    await this.ledger.post({ userId, portfolioId, author: userId, drafts: [draft] });
  }

  /** Reverses the deposit, if there is one, and books the new one on the day of the one before it. */
  async correctOpening(userId: string, { id, equityBalance }: Portfolio, amount: string | null): Promise<void> {
    if (new Exact(equityBalance ?? 0).eq(amount ?? 0)) return;
    const opening = await this.ledger.findOpeningDeposit(id);
    if (opening?.reversedById === null) await this.ledger.reverse(userId, id, opening.id, userId);
    await this.bookOpening(userId, id, amount, opening?.tradeDate ?? null);
  }

  /** Closes what was sold by the portfolio's new lot method. */
  applyLotMethod(userId: string, portfolioId: string): Promise<void> {
    return this.ledger.rederive(userId, portfolioId);
  }
}
