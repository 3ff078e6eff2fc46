import { Injectable } from '@nestjs/common';
import { isTargetGone } from '../ai.errors.js';
import { AiTransactions } from '../ai.transactions.js';
import { Memory } from './memory.entity.js';
import { MemoryPortfolioNotFound } from './memory.errors.js';

export interface NewMemory {
  readonly scope: Memory['scope'];
  readonly portfolioId: string | null;
  readonly content: string;
  readonly tags: Record<string, unknown>;
}

export interface MemoryFilter {
  readonly scope: Memory['scope'] | null;
  readonly portfolioId: string | null;
}

@Injectable()
export class MemoryRepository {
  constructor(private readonly tx: AiTransactions) {}

  /** Newest first. */
  list(userId: string, { scope, portfolioId }: MemoryFilter, limit: number): Promise<Memory[]> {
    return this.tx.manager.getRepository(Memory).find({
      where: { userId, ...(scope && { scope }), ...(portfolioId && { portfolioId }) },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: limit,
    });
  }

  count(userId: string): Promise<number> {
    return this.tx.manager.getRepository(Memory).countBy({ userId });
  }

  /**
   * Null when the user has `limit` already, also when several are added at once.
   * @throws MemoryPortfolioNotFound when what it is about is gone.
   */
  async add(userId: string, { scope, portfolioId, content, tags }: NewMemory, limit: number): Promise<Memory | null> {
    const { manager } = this.tx;
    await manager.query("SELECT pg_advisory_xact_lock(hashtextextended('ai_memories ' || $1, 0))", [userId]);
    if ((await this.count(userId)) >= limit) return null;
    const memories = manager.getRepository(Memory);
    try {
      return await memories.save(memories.create({ userId, scope, portfolioId, content, tags }));
    } catch (error) {
      if (isTargetGone(error)) throw new MemoryPortfolioNotFound(error);
      throw error;
    }
  }

  /** How many were there to delete. */
  async remove(userId: string, id: string): Promise<number> {
    return (await this.tx.manager.getRepository(Memory).delete({ userId, id })).affected ?? 0;
  }

  async removeOfUser(userId: string): Promise<number> {
    return (await this.tx.manager.getRepository(Memory).delete({ userId })).affected ?? 0;
  }

  async removeOfPortfolio(portfolioId: string): Promise<void> {
    await this.tx.manager.getRepository(Memory).delete({ portfolioId });
  }

  /** What concerns a conversation: about the user, and about its portfolio if it has one. Newest first. */
  async recall(userId: string, portfolioId: string | null, limit: number): Promise<readonly string[]> {
    const rows = await this.tx.manager.query<{ content: string }[]>(
      `SELECT content FROM ai_memories
        WHERE user_id = $1 AND (scope = 'user' OR portfolio_id = $2)
        ORDER BY created_at DESC, id DESC LIMIT $3`,
      [userId, portfolioId, limit],
    );
    return rows.map(({ content }) => content);
  }
}
