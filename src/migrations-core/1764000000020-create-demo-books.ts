import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByUser } from './policies.js';

/** Which books of the demo a user has been given, so that one that was renamed or deleted is not given again. */
export class CreateDemoBooks1764000000020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE demo_books (
        user_id      uuid NOT NULL CONSTRAINT demo_books_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        book         text NOT NULL,
        portfolio_id uuid CONSTRAINT demo_books_portfolio_id_fk REFERENCES portfolios (id) ON DELETE SET NULL,
        created_at   timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT demo_books_pk PRIMARY KEY (user_id, book)
      )`);
    await db.query('CREATE INDEX demo_books_portfolio_id_idx ON demo_books (portfolio_id)');
    await protectByUser(db, 'demo_books', 'SELECT, INSERT');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE demo_books');
  }
}
