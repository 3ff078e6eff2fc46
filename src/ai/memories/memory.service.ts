import { Inject, Injectable, Logger } from '@nestjs/common';
import { PORTFOLIO_READER, type PortfolioReader } from '../../contracts/portfolio-reader.js';
import { asUser } from '../../shared/database/transactions.js';
import { AiDatabaseDown } from '../ai.errors.js';
import { AiTransactions } from '../ai.transactions.js';
import type { Memory } from './memory.entity.js';
import { MemoryNotFound, MemoryPortfolioNotFound, TooManyMemories } from './memory.errors.js';
import { type MemoryFilter, MemoryRepository, type NewMemory } from './memory.repository.js';

/** Of one user. */
export const MAX_MEMORIES = 50;

@Injectable()
export class MemoryService {
  private readonly log = new Logger(MemoryService.name);

  constructor(
    private readonly tx: AiTransactions,
    private readonly memories: MemoryRepository,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
  ) {}

  /** Newest first, and how many there are in all. */
  async list(userId: string, filter: MemoryFilter, limit: number): Promise<{ memories: Memory[]; total: number }> {
    await this.mustOwn(userId, filter.portfolioId);
    return this.tx.run(asUser(userId), async () => ({
      memories: await this.memories.list(userId, filter, limit),
      total: await this.memories.count(userId),
    }));
  }

  count(userId: string): Promise<number> {
    return this.tx.run(asUser(userId), () => this.memories.count(userId));
  }

  async add(userId: string, memory: NewMemory): Promise<Memory> {
    await this.mustOwn(userId, memory.portfolioId);
    const kept = memory.scope === 'portfolio' ? memory : { ...memory, portfolioId: null };
    const added = await this.tx.run(asUser(userId), () => this.memories.add(userId, kept, MAX_MEMORIES));
    if (!added) throw new TooManyMemories(MAX_MEMORIES);
    return added;
  }

  async forget(userId: string, id: string): Promise<void> {
    if ((await this.tx.run(asUser(userId), () => this.memories.remove(userId, id))) === 0) throw new MemoryNotFound();
  }

  /** How many there were. */
  forgetAll(userId: string): Promise<number> {
    return this.tx.run(asUser(userId), () => this.memories.removeOfUser(userId));
  }

  /** For the analyst. An aid: without the AI database there are none, and the chat goes on. */
  async recall(userId: string, portfolioId: string | null): Promise<readonly string[]> {
    try {
      return await this.tx.run(asUser(userId), () => this.memories.recall(userId, portfolioId, MAX_MEMORIES));
    } catch (error) {
      if (!(error instanceof AiDatabaseDown)) throw error;
      this.log.warn('Answering without memories: the AI database does not answer');
      return [];
    }
  }

  /** In the relay's unit of work. */
  async eraseUser(userId: string): Promise<void> {
    await this.memories.removeOfUser(userId);
  }

  /** In the relay's unit of work. */
  erasePortfolio(portfolioId: string): Promise<void> {
    return this.memories.removeOfPortfolio(portfolioId);
  }

  private async mustOwn(userId: string, portfolioId: string | null): Promise<void> {
    if (portfolioId === null) return;
    const owned = await this.portfolios.listForUser(userId);
    if (!owned.some(({ id }) => id === portfolioId)) throw new MemoryPortfolioNotFound();
  }
}
