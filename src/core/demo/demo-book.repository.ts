import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { DemoBook } from './demo-book.entity.js';

/** A book whose tags and target prices have not been given yet. */
export interface BareBook {
  readonly userId: string;
  readonly book: string;
  readonly portfolioId: string;
}

/** Under the name of its book and this, it is kept that a user has been given the tags and targets of it. */
const EXTRAS = ': tags and targets';

@Injectable()
export class DemoBookRepository {
  constructor(private readonly tx: CoreTransactions) {}

  find(userId: string, book: string): Promise<DemoBook | null> {
    return this.tx.manager.getRepository(DemoBook).findOneBy({ userId, book });
  }

  async remember(userId: string, book: string, portfolioId: string): Promise<void> {
    await this.tx.manager.getRepository(DemoBook).insert({ userId, book, portfolioId });
  }

  async hasExtras(userId: string, book: string): Promise<boolean> {
    return (await this.find(userId, book + EXTRAS)) !== null;
  }

  rememberExtras(userId: string, book: string, portfolioId: string): Promise<void> {
    return this.remember(userId, book + EXTRAS, portfolioId);
  }

  /** Of all users, for a system job. Books whose portfolio is gone are left out. */
  listBare(): Promise<BareBook[]> {
    return this.tx.manager.query(
      `SELECT given.user_id AS "userId", given.book, given.portfolio_id AS "portfolioId"
         FROM demo_books given JOIN portfolios portfolio ON portfolio.id = given.portfolio_id
        WHERE portfolio.deleted_at IS NULL AND right(given.book, length($1)) <> $1
          AND NOT EXISTS (SELECT 1 FROM demo_books extras
                           WHERE extras.user_id = given.user_id AND extras.book = given.book || $1)
        ORDER BY given.user_id, given.book`,
      [EXTRAS],
    );
  }
}
