import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

/** The ledger, and what is derived from it in the same database transaction. */
export class CreateLedger1764000000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE transactions (
        id            uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT transactions_pk PRIMARY KEY,
        portfolio_id  uuid NOT NULL CONSTRAINT transactions_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        sequence      bigserial NOT NULL,
        kind          text NOT NULL,
        trade_date    date NOT NULL,
        instrument_id uuid CONSTRAINT transactions_instrument_id_fk REFERENCES instruments (id),
        quantity      numeric(28, 8),
        price         numeric(18, 6),
        multiplier    integer NOT NULL DEFAULT 1,
        amount        numeric(28, 8) NOT NULL,
        fees          numeric(20, 4) NOT NULL DEFAULT 0,
        ratio         numeric(24, 12),
        lot_id        uuid,
        reverses_id   uuid CONSTRAINT transactions_reverses_id_fk REFERENCES transactions (id) ON DELETE CASCADE,
        source        text NOT NULL,
        notes         text,
        created_by    uuid CONSTRAINT transactions_created_by_fk REFERENCES users (id) ON DELETE SET NULL,
        created_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT transactions_kind_check CHECK (kind IN ('deposit', 'withdrawal', 'buy', 'sell', 'short', 'cover', 'dividend',
          'interest', 'borrow_fee', 'fee', 'tax', 'split', 'exercise', 'assignment', 'expiry', 'mark')),
        CONSTRAINT transactions_source_check CHECK (source IN ('opening', 'import', 'api', 'equity_change', 'batch', 'reversal', 'seed')),
        CONSTRAINT transactions_quantity_check CHECK (quantity > 0),
        CONSTRAINT transactions_price_check CHECK (price >= 0),
        CONSTRAINT transactions_ratio_check CHECK (ratio > 0),
        CONSTRAINT transactions_fees_check CHECK (fees >= 0),
        CONSTRAINT transactions_notes_check CHECK (length(notes) <= 500)
      )`);
    await db.query('CREATE INDEX transactions_portfolio_id_idx ON transactions (portfolio_id, trade_date, sequence)');
    await db.query('CREATE INDEX transactions_instrument_id_idx ON transactions (instrument_id)');
    await db.query(
      'CREATE UNIQUE INDEX transactions_reverses_id_key ON transactions (reverses_id) WHERE reverses_id IS NOT NULL',
    );
    // Append-only: no UPDATE and no DELETE for anybody who serves; rows go with their portfolio.
    await protectByPortfolio(db, 'transactions', 'SELECT, INSERT');
    await db.query('REVOKE UPDATE, DELETE ON transactions FROM sigmasight_system');
    await db.query('GRANT USAGE ON SEQUENCE transactions_sequence_seq TO sigmasight_app, sigmasight_system');

    await db.query(`
      CREATE TABLE positions (
        id                 uuid NOT NULL CONSTRAINT positions_pk PRIMARY KEY,
        portfolio_id       uuid NOT NULL CONSTRAINT positions_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        instrument_id      uuid NOT NULL CONSTRAINT positions_instrument_id_fk REFERENCES instruments (id),
        position_type      text NOT NULL,
        opened_quantity    numeric(28, 8) NOT NULL,
        quantity           numeric(28, 8) NOT NULL,
        entry_price        numeric(28, 8) NOT NULL,
        entry_date         date NOT NULL,
        exit_price         numeric(28, 8),
        exit_date          date,
        realized_pnl       numeric(28, 8) NOT NULL DEFAULT 0,
        notes              text,
        created_at         timestamptz NOT NULL DEFAULT now(),
        updated_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT positions_position_type_check CHECK (position_type IN ('LONG', 'SHORT', 'LC', 'LP', 'SC', 'SP')),
        CONSTRAINT positions_sign_check CHECK (CASE WHEN position_type IN ('SHORT', 'SC', 'SP')
          THEN quantity <= 0 AND opened_quantity < 0 ELSE quantity >= 0 AND opened_quantity > 0 END),
        CONSTRAINT positions_exit_check CHECK ((exit_date IS NULL) = (quantity <> 0) AND exit_date >= entry_date)
      )`);
    await db.query('CREATE INDEX positions_portfolio_id_idx ON positions (portfolio_id)');
    await db.query('CREATE INDEX positions_instrument_id_idx ON positions (instrument_id)');
    await protectByPortfolio(db, 'positions', 'SELECT, INSERT, UPDATE, DELETE');

    await db.query(`
      CREATE TABLE position_realized_events (
        position_id     uuid NOT NULL CONSTRAINT position_realized_events_position_id_fk REFERENCES positions (id) ON DELETE CASCADE,
        transaction_id  uuid NOT NULL CONSTRAINT position_realized_events_transaction_id_fk REFERENCES transactions (id) ON DELETE CASCADE,
        portfolio_id    uuid NOT NULL CONSTRAINT position_realized_events_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        trade_date      date NOT NULL,
        quantity_closed numeric(28, 8) NOT NULL,
        exit_price      numeric(28, 8) NOT NULL,
        realized_pnl    numeric(28, 8) NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT position_realized_events_pk PRIMARY KEY (position_id, transaction_id),
        CONSTRAINT position_realized_events_quantity_check CHECK (quantity_closed > 0)
      )`);
    await db.query(
      'CREATE INDEX position_realized_events_portfolio_id_idx ON position_realized_events (portfolio_id, trade_date)',
    );
    await db.query(
      'CREATE INDEX position_realized_events_transaction_id_idx ON position_realized_events (transaction_id)',
    );
    await protectByPortfolio(db, 'position_realized_events', 'SELECT, INSERT, UPDATE, DELETE');

    await db.query(`
      CREATE TABLE equity_changes (
        id                 uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT equity_changes_pk PRIMARY KEY,
        portfolio_id       uuid NOT NULL CONSTRAINT equity_changes_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        transaction_id     uuid NOT NULL CONSTRAINT equity_changes_transaction_id_fk REFERENCES transactions (id) ON DELETE CASCADE,
        change_type        text NOT NULL,
        amount             numeric(20, 4) NOT NULL,
        change_date        date NOT NULL,
        notes              text,
        created_by_user_id uuid CONSTRAINT equity_changes_created_by_user_id_fk REFERENCES users (id) ON DELETE SET NULL,
        created_at         timestamptz NOT NULL DEFAULT now(),
        updated_at         timestamptz NOT NULL DEFAULT now(),
        deleted_at         timestamptz,
        CONSTRAINT equity_changes_change_type_check CHECK (change_type IN ('CONTRIBUTION', 'WITHDRAWAL')),
        CONSTRAINT equity_changes_amount_check CHECK (amount > 0),
        CONSTRAINT equity_changes_notes_check CHECK (length(notes) <= 500)
      )`);
    await db.query('CREATE INDEX equity_changes_portfolio_id_idx ON equity_changes (portfolio_id, change_date)');
    await db.query('CREATE INDEX equity_changes_transaction_id_idx ON equity_changes (transaction_id)');
    await protectByPortfolio(db, 'equity_changes', 'SELECT, INSERT, UPDATE');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE equity_changes');
    await db.query('DROP TABLE position_realized_events');
    await db.query('DROP TABLE positions');
    await db.query('DROP TABLE transactions');
  }
}
