import { Inject, Injectable } from '@nestjs/common';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { futureDay } from '../ledger/booking-day.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { type Locate } from '../ledger/ledger.errors.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { isShortType } from './position-correction.kernel.js';
import { closingSize, type Exit } from './position-exit.kernel.js';
import { PositionClosed, positionFault } from './position.errors.js';
import { type PositionView } from './position-view.js';

/** Closes positions, wholly or in part: a sale or a cover that names the lot. Works inside the caller's unit of work. */
@Injectable()
export class PositionExitService {
  constructor(
    private readonly ledger: LedgerService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @param remaining what shall be open afterwards; null when that is not said */
  async close(userId: string, position: PositionView, exit: Exit, remaining: string | null): Promise<void> {
    if (position.exitDate !== null) throw new PositionClosed(position.exitDate);
    const size = closingSize(position.quantity, exit.quantity, remaining);
    if ('fault' in size) throw positionFault(size.fault.field, size.fault.code, size.fault.message);
    const tradeDate = exit.date ?? isoDay(this.clock.now());
    this.refuseExitDay(position, tradeDate);
    const { portfolioId, instrumentId, multiplier, id: lotId } = position;
    const kind = isShortType(position.positionType) ? 'cover' : 'sell';
    const trade = { instrumentId, multiplier, quantity: size.quantity, price: exit.price, lotId };
    const draft = { ...draftOf({ kind, tradeDate, ...trade }), source: 'api' as const };
    await this.ledger.post({ userId, portfolioId, author: userId, drafts: [draft], locate: locateExit });
  }

  private refuseExitDay({ entryDate, expirationDate, symbol }: PositionView, day: string): void {
    const field = 'exit_date';
    const future = futureDay(field, day, isoDay(this.clock.now()));
    if (future !== null) throw positionFault(field, 'future_date', future);
    if (day < entryDate) {
      throw positionFault(field, 'exit_before_entry', `exit_date must not be before the entry, ${entryDate}.`);
    }
    if (expirationDate !== null && day > expirationDate) {
      throw positionFault(field, 'contract_expired', `${symbol} expired on ${expirationDate}: exit_date is later.`);
    }
  }
}

const at = (field: string): ReturnType<Locate> => ({ pointer: `/${field}`, field });
const EXIT_FIELDS: Readonly<Record<string, string>> = {
  price: 'exit_price',
  quantity: 'close_quantity',
  tradeDate: 'exit_date',
  lotId: 'exit_date',
};
const locateExit: Locate = (_, field) => at(EXIT_FIELDS[field] ?? field);
