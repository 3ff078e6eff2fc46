import { AppError } from '../../shared/errors/app-error.js';

export class MemoryNotFound extends AppError {
  constructor() {
    super('missing', 'memory.not_found', 'There is no such memory.');
  }
}

export class MemoryPortfolioNotFound extends AppError {
  constructor(cause?: unknown) {
    super('missing', 'portfolio.not_found', 'There is no such portfolio.', { cause });
  }
}

/** What somebody has written down is never dropped to make room for something newer. */
export class TooManyMemories extends AppError {
  constructor(limit: number) {
    super('conflict', 'memory.limit_reached', `There are ${limit} memories already. Delete one to add another.`);
  }
}
