import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './policies.js';

export class CreatePortfolios1764000000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE portfolios (
        id             uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT portfolios_pk PRIMARY KEY,
        user_id        uuid NOT NULL CONSTRAINT portfolios_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        name           text NOT NULL,
        account_name   text NOT NULL,
        account_type   text NOT NULL DEFAULT 'taxable',
        description    text,
        currency       text NOT NULL DEFAULT 'USD',
        equity_balance numeric(20, 4),
        lot_method     text NOT NULL DEFAULT 'fifo',
        price_dataset  text NOT NULL,
        is_active      boolean NOT NULL DEFAULT true,
        stale_from     date,
        created_at     timestamptz NOT NULL DEFAULT now(),
        updated_at     timestamptz NOT NULL DEFAULT now(),
        deleted_at     timestamptz,
        CONSTRAINT portfolios_name_check CHECK (length(name) BETWEEN 1 AND 255),
        CONSTRAINT portfolios_account_name_check CHECK (length(account_name) BETWEEN 1 AND 100),
        CONSTRAINT portfolios_account_type_check CHECK (account_type IN
          ('taxable', 'ira', 'roth_ira', '401k', '403b', '529', 'hsa', 'trust', 'other')),
        CONSTRAINT portfolios_description_check CHECK (length(description) <= 1000),
        CONSTRAINT portfolios_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
        CONSTRAINT portfolios_equity_balance_check CHECK (equity_balance >= 0),
        CONSTRAINT portfolios_lot_method_check CHECK (lot_method IN ('fifo', 'lifo', 'highest_cost', 'average', 'chosen')),
        CONSTRAINT portfolios_price_dataset_check CHECK (price_dataset IN ('simulated', 'csv', 'yahoo', 'fmp'))
      )`);
    await db.query(
      'CREATE UNIQUE INDEX portfolios_account_name_key ON portfolios (user_id, account_name) WHERE deleted_at IS NULL',
    );
    await db.query('CREATE INDEX portfolios_user_id_idx ON portfolios (user_id)');

    for (const name of ['readable_portfolios', 'writable_portfolios']) {
      await db.query(`
        CREATE FUNCTION ${name}() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        AS $$ SELECT id FROM portfolios WHERE user_id = app_user_id() $$`);
      await db.query(`REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC`);
      await db.query(`GRANT EXECUTE ON FUNCTION ${name}() TO sigmasight_app, sigmasight_system`);
    }
    // A new row is not readable by the functions before it exists, so the owner column decides on insert.
    await protect(
      db,
      'portfolios',
      'SELECT, UPDATE',
      'id IN (SELECT readable_portfolios())',
      'id IN (SELECT writable_portfolios()) AND user_id = app_user_id()',
    );
    await db.query('GRANT INSERT ON portfolios TO sigmasight_app');
    await db.query('DROP POLICY portfolios_select ON portfolios');
    await db.query(`CREATE POLICY portfolios_select ON portfolios FOR SELECT TO sigmasight_app
      USING (user_id = app_user_id() OR id IN (SELECT readable_portfolios()))`);
    await db.query(
      'CREATE POLICY portfolios_insert ON portfolios FOR INSERT TO sigmasight_app WITH CHECK (user_id = app_user_id())',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE portfolios CASCADE');
    await db.query('DROP FUNCTION readable_portfolios()');
    await db.query('DROP FUNCTION writable_portfolios()');
  }
}
