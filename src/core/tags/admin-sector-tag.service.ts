import { Inject, Injectable, Logger } from '@nestjs/common';
import { asSystem, isOutOfReach } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { PositionTagRepository } from './position-tag.repository.js';
import { type SectorTagging, SectorTagService } from './sector-tag.service.js';

export interface AdminSectorTagging {
  /** Null: all portfolios were asked for. */
  readonly portfolioId: string | null;
  readonly done: readonly SectorTagging[];
  /** Portfolios that were to be done; those that are missing in `done` failed. */
  readonly total: number;
  readonly at: Date;
}

/** Sector tags for whoever owns the portfolios: each is done as its owner, in a unit of work of its own. */
@Injectable()
export class AdminSectorTagService {
  private readonly log = new Logger('SectorTags');

  constructor(
    private readonly tx: CoreTransactions,
    private readonly links: PositionTagRepository,
    private readonly sectors: SectorTagService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws PortfolioNotFound for one that is not there or has been deleted */
  async restore(portfolioId: string | null): Promise<AdminSectorTagging> {
    const portfolios = await this.tx.run(asSystem('sector-tags'), () => this.links.listPortfolios(portfolioId));
    if (portfolioId !== null && portfolios.length === 0) throw new PortfolioNotFound(portfolioId);
    const done: SectorTagging[] = [];
    for (const { id, userId } of portfolios) {
      try {
        done.push(await this.sectors.restore(userId, id));
      } catch (error) {
        if (portfolioId !== null || isOutOfReach(error)) throw error;
        this.log.error(`portfolio ${id} has not been tagged`, error);
      }
    }
    return { portfolioId, done, total: portfolios.length, at: this.clock.now() };
  }
}
