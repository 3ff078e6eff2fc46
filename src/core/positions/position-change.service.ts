import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { PositionCorrectionService } from './position-correction.service.js';
import { type Exit } from './position-exit.kernel.js';
import { PositionExitService } from './position-exit.service.js';
import { PositionNotFound } from './position.errors.js';
import { PositionRepository } from './position.repository.js';
import { type PositionView } from './position-view.js';

/** Only what is there changes. */
export interface PositionChange {
  /** What shall be open; with an exit, what is left after it. */
  readonly quantity?: string;
  readonly entryPrice?: string;
  readonly positionType?: PositionView['positionType'];
  readonly notes?: string | null;
  readonly symbol?: string;
  readonly mayChangeSymbol: boolean;
  readonly exit: Exit | null;
}

/** Corrects, closes and annotates positions, all of one request or nothing. */
@Injectable()
export class PositionChangeService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly corrections: PositionCorrectionService,
    private readonly exits: PositionExitService,
    private readonly positions: PositionRepository,
  ) {}

  change(userId: string, id: string, change: PositionChange): Promise<PositionView> {
    return this.tx.run(asUser(userId), async () => {
      const unlocked = await this.get(userId, id);
      const { portfolioId } = unlocked;
      // A new instrument comes before the lock, as wherever one is made.
      const instrument = await this.corrections.otherInstrument(userId, unlocked, change);
      await this.portfolios.lock(userId, portfolioId);
      const { quantity, exit, notes, ...others } = change;
      // With an exit the quantity is what remains after it, and corrects nothing.
      const wanted = quantity === undefined || exit !== null ? others : { ...others, quantity };
      await this.corrections.correct(userId, await this.get(userId, id), wanted, instrument);
      if (exit !== null) await this.exits.close(userId, await this.get(userId, id), exit, quantity ?? null);
      if (notes !== undefined) await this.positions.updateNotes(portfolioId, id, notes);
      return this.get(userId, id);
    });
  }

  private async get(userId: string, id: string): Promise<PositionView> {
    const [position] = await this.positions.listByIds(userId, [id]);
    if (!position) throw new PositionNotFound(id);
    return position;
  }
}
