import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

/** Files of holdings that were imported into a portfolio, and which ledger lines each of them became. */
export class CreateHoldingImports1764000000090 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE holding_imports (
        id                uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT holding_imports_pk PRIMARY KEY,
        portfolio_id      uuid NOT NULL CONSTRAINT holding_imports_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        preset            text NOT NULL,
        file_name         text NOT NULL,
        content_hash      text NOT NULL,
        account           text NOT NULL DEFAULT '',
        as_of_date        date NOT NULL,
        status            text NOT NULL DEFAULT 'booked',
        row_count         integer NOT NULL DEFAULT 0,
        holding_count     integer NOT NULL DEFAULT 0,
        transaction_count integer NOT NULL DEFAULT 0,
        warning_count     integer NOT NULL DEFAULT 0,
        report            jsonb NOT NULL,
        created_by        uuid CONSTRAINT holding_imports_created_by_fk REFERENCES users (id) ON DELETE SET NULL,
        created_at        timestamptz NOT NULL DEFAULT now(),
        undone_at         timestamptz,
        CONSTRAINT holding_imports_preset_check
          CHECK (preset IN ('schwab', 'fidelity', 'ibkr', 'vanguard', 'ghostfolio', 'generic', 'sigmasight')),
        CONSTRAINT holding_imports_status_check CHECK (status IN ('booked', 'undone')),
        CONSTRAINT holding_imports_undone_at_check CHECK ((status = 'undone') = (undone_at IS NOT NULL)),
        CONSTRAINT holding_imports_file_name_check CHECK (length(file_name) <= 255),
        CONSTRAINT holding_imports_counts_check
          CHECK (row_count >= 0 AND holding_count >= 0 AND transaction_count >= 0 AND warning_count >= 0)
      )`);
    await db.query('CREATE INDEX holding_imports_portfolio_id_idx ON holding_imports (portfolio_id, created_at)');
    await db.query(`
      CREATE UNIQUE INDEX holding_imports_content_hash_key ON holding_imports (portfolio_id, content_hash, account)
       WHERE status = 'booked'`);
    await protectByPortfolio(db, 'holding_imports', 'SELECT, INSERT, UPDATE');

    await db.query(`
      CREATE TABLE holding_import_transactions (
        import_id      uuid NOT NULL CONSTRAINT holding_import_transactions_import_id_fk REFERENCES holding_imports (id) ON DELETE CASCADE,
        transaction_id uuid NOT NULL CONSTRAINT holding_import_transactions_transaction_id_fk REFERENCES transactions (id) ON DELETE CASCADE,
        portfolio_id   uuid NOT NULL CONSTRAINT holding_import_transactions_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        file_row       integer,
        CONSTRAINT holding_import_transactions_pk PRIMARY KEY (import_id, transaction_id)
      )`);
    await db.query(
      'CREATE UNIQUE INDEX holding_import_transactions_transaction_id_key ON holding_import_transactions (transaction_id)',
    );
    await db.query(
      'CREATE INDEX holding_import_transactions_portfolio_id_idx ON holding_import_transactions (portfolio_id)',
    );
    await protectByPortfolio(db, 'holding_import_transactions', 'SELECT, INSERT');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE holding_import_transactions');
    await db.query('DROP TABLE holding_imports');
  }
}
