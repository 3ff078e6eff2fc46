import { AppError } from '../../shared/errors/app-error.js';

/** The members beside `detail` are those that older clients read. */
export class AiLimitReached extends AppError {
  constructor(tier: string, limit: number, used: number) {
    const message = `The ${tier} plan allows ${limit} messages a month: wait for the next month (UTC), or change the plan.`;
    super('too-many', 'ai_limit_reached', message, {
      details: { tier, limit, used },
      extensions: { error: 'ai_limit_reached', message, limit, used, tier },
    });
  }
}
