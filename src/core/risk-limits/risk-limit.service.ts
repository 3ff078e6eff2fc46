import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { type Precondition, unconditional } from '../../shared/http/precondition.js';
import { Clock } from '../../shared/time/clock.js';
import { AlertEpisodeService } from '../alerts/alert-episode.service.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { checkDefinition, type LimitDefinition, type LimitDraft } from './limit-definition.kernel.js';
import { InvalidRiskLimit, RiskLimitNotFound, TooManyRiskLimits } from './risk-limit.errors.js';
import { MAX_LIMITS, RiskLimitRepository, type StoredLimit } from './risk-limit.repository.js';

export type { StoredLimit };

export interface LimitInput extends LimitDraft {
  readonly name: string | null;
  readonly isActive: boolean;
}

/** Only what is given changes; null takes a name or a bound away. The kind stays. */
export type LimitChanges = Partial<Omit<LimitInput, 'kind'>>;

@Injectable()
export class RiskLimitService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly limits: RiskLimitRepository,
    private readonly episodes: AlertEpisodeService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(userId: string, portfolioId: string): Promise<StoredLimit[]> {
    return this.inPortfolio(userId, portfolioId, () => this.limits.list(portfolioId));
  }

  get(userId: string, portfolioId: string, id: string): Promise<StoredLimit> {
    return this.inPortfolio(userId, portfolioId, () => this.getLimit(portfolioId, id));
  }

  /** It is evaluated by the next run of the batch. @throws InvalidRiskLimit, TooManyRiskLimits */
  create(userId: string, portfolioId: string, input: LimitInput): Promise<StoredLimit> {
    return this.inPortfolio(userId, portfolioId, async () => {
      const definition = definitionOf(input);
      await this.limits.lockPortfolio(portfolioId);
      if ((await this.limits.count(portfolioId)) >= MAX_LIMITS) throw new TooManyRiskLimits(MAX_LIMITS);
      const { name, isActive } = input;
      const id = await this.limits.insert({ ...definition, portfolioId, name, isActive }, this.clock.now());
      return this.getLimit(portfolioId, id);
    });
  }

  /** What it looks at is changed: alerts of what it looked at before are over. @throws InvalidRiskLimit */
  change(
    userId: string,
    portfolioId: string,
    id: string,
    changes: LimitChanges,
    unchanged: Precondition<StoredLimit> = unconditional,
  ): Promise<StoredLimit> {
    return this.inPortfolio(userId, portfolioId, async () => {
      const before = await this.getLocked(portfolioId, id);
      await unchanged(() => Promise.resolve(before));
      const { name = before.name, isActive = before.isActive } = changes;
      const definition = definitionOf({ ...before, ...changes });
      const at = this.clock.now();
      if (isSame(before, definition) && isActive === before.isActive) {
        if (name !== before.name) await this.limits.rename(id, name, at);
        return this.getLimit(portfolioId, id);
      }
      if (!isActive) await this.episodes.abandon(id, 'Its limit was switched off.');
      else if (definition.measure !== before.measure || definition.factor !== before.factor)
        await this.episodes.abandon(id, 'Its limit was changed to look at another figure.');
      await this.limits.redefine(id, { ...definition, name, isActive }, at);
      return this.getLimit(portfolioId, id);
    });
  }

  /** Its alerts stay, resolved. */
  delete(
    userId: string,
    portfolioId: string,
    id: string,
    unchanged: Precondition<StoredLimit> = unconditional,
  ): Promise<void> {
    return this.inPortfolio(userId, portfolioId, async () => {
      const limit = await this.getLocked(portfolioId, id);
      await unchanged(() => Promise.resolve(limit));
      await this.episodes.abandon(id, 'Its limit was deleted.');
      await this.limits.delete(id);
    });
  }

  private inPortfolio<T>(userId: string, portfolioId: string, work: () => Promise<T>): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.limits.isOwned(userId, portfolioId))) throw new PortfolioNotFound(portfolioId);
      return work();
    });
  }

  private async getLimit(portfolioId: string, id: string): Promise<StoredLimit> {
    const limit = await this.limits.find(portfolioId, id);
    if (!limit) throw new RiskLimitNotFound();
    return limit;
  }

  private async getLocked(portfolioId: string, id: string): Promise<StoredLimit> {
    const limit = await this.limits.findLocked(portfolioId, id);
    if (!limit) throw new RiskLimitNotFound();
    return limit;
  }
}

function definitionOf(draft: LimitDraft): LimitDefinition {
  const checked = checkDefinition(draft);
  if (!checked.ok) throw new InvalidRiskLimit(checked.faults);
  return checked.definition;
}

const isSame = (a: LimitDefinition, b: LimitDefinition): boolean =>
  a.measure === b.measure && a.factor === b.factor && a.min === b.min && a.max === b.max;
