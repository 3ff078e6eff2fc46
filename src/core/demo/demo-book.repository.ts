import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { DemoBook } from './demo-book.entity.js';

@Injectable()
export class DemoBookRepository {
  constructor(private readonly tx: CoreTransactions) {}

  find(userId: string, book: string): Promise<DemoBook | null> {
    return this.tx.manager.getRepository(DemoBook).findOneBy({ userId, book });
  }

  async remember(userId: string, book: string, portfolioId: string): Promise<void> {
    await this.tx.manager.getRepository(DemoBook).insert({ userId, book, portfolioId });
  }
}
