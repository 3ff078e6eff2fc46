import { Inject, Injectable } from '@nestjs/common';
import { type AnswerUsage, type UsageLedger } from '../../contracts/usage-ledger.js';
import { asUser } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { limitsOf, startOfMonth } from '../users/user-tier.kernel.js';
import { AiLimitReached } from './ai-usage.errors.js';
import { AiUsageRepository } from './ai-usage.repository.js';

@Injectable()
export class UsageLedgerAdapter implements UsageLedger {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly usage: AiUsageRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  reserve(userId: string, kind: 'chat' | 'insight', model: string): Promise<string> {
    return this.tx.run(asUser(userId), async () => {
      const now = this.clock.now();
      await this.usage.lock(userId);
      const allowance = await this.usage.allowance(userId, startOfMonth(now));
      if (allowance && !allowance.isUnlimited) {
        const limit = limitsOf(allowance.tier).maxAiMessages;
        if (allowance.used >= limit) throw new AiLimitReached(allowance.tier, limit, allowance.used);
      }
      return this.usage.insert(userId, kind, model, now);
    });
  }

  finish(userId: string, entryId: string, usage: AnswerUsage): Promise<void> {
    return this.tx.run(asUser(userId), () => this.usage.finish(userId, entryId, usage));
  }
}
