import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shared by everybody, or private to the one who asks. */
const visible = (column: string): string =>
  `EXISTS (SELECT FROM instruments instrument WHERE instrument.id = ${column}
     AND (instrument.owner_user_id IS NULL OR instrument.owner_user_id = app_user_id()))`;

/**
 * Read like a fact about one row on purpose: the planner asks it of each row where a few are looked up, and of a hashed
 * list of all instruments where many are.
 */
const OF_INSTRUMENTS = ['market_data_cache', 'symbol_market_betas', 'symbol_volatility'];

const OCC = String.raw`^[A-Z]{1,6}\d{6}[CP]\d{8}$`;
/**
 * What a user may say of an instrument that everybody shares: nothing that its symbol does not say. The name is for its
 * dataset to give, the currency is that of the American exchanges, and an option has the terms of its OCC symbol.
 */
const SHARED_BY_SYMBOL = `owner_user_id IS NULL AND name IS NULL AND currency = 'USD' AND CASE investment_class
    WHEN 'PUBLIC' THEN multiplier = 1 AND symbol ~ '^[A-Z0-9._-]+$' AND symbol !~ '${OCC}'
    WHEN 'OPTIONS' THEN multiplier = 100 AND symbol ~ '${OCC}' AND investment_subtype = option_type
      AND right(symbol, 15) = to_char(expiration_date, 'YYMMDD') || left(option_type, 1)
                              || lpad(trim_scale(strike_price * 1000)::text, 8, '0')
      AND regexp_replace(underlying_symbol, '[._-]', '', 'g') IN (left(symbol, -15), left(symbol, -16))
    ELSE false END`;
const OWN_PRIVATE = `owner_user_id = app_user_id() AND investment_class = 'PRIVATE' AND multiplier = 1`;

interface Rule {
  readonly table: string;
  readonly command: 'INSERT' | 'UPDATE';
  readonly check: string;
}

const OWN_PORTFOLIO = 'portfolio_id IN (SELECT writable_portfolios())';
const own = (column: string): string => `(${column} IS NULL OR ${column} = app_user_id())`;
const ofMine = '(portfolio_id IS NULL OR portfolio_id IN (SELECT readable_portfolios()))';

/** Rows that a user writes point at nothing of anybody else: foreign keys alone look past the policies. */
const RULES: readonly Rule[] = [
  {
    table: 'transactions',
    command: 'INSERT',
    check: `${OWN_PORTFOLIO} AND ${own('created_by')} AND (instrument_id IS NULL OR ${visible('transactions.instrument_id')})`,
  },
  { table: 'positions', command: 'INSERT', check: `${OWN_PORTFOLIO} AND ${visible('positions.instrument_id')}` },
  { table: 'positions', command: 'UPDATE', check: `${OWN_PORTFOLIO} AND ${visible('positions.instrument_id')}` },
  { table: 'equity_changes', command: 'INSERT', check: `${OWN_PORTFOLIO} AND ${own('created_by_user_id')}` },
  { table: 'equity_changes', command: 'UPDATE', check: `${OWN_PORTFOLIO} AND ${own('created_by_user_id')}` },
  { table: 'agent_conversations', command: 'INSERT', check: `user_id = app_user_id() AND ${ofMine}` },
  { table: 'agent_conversations', command: 'UPDATE', check: `user_id = app_user_id() AND ${ofMine}` },
  { table: 'demo_books', command: 'INSERT', check: `user_id = app_user_id() AND ${ofMine}` },
  { table: 'instruments', command: 'INSERT', check: `(${OWN_PRIVATE}) OR (${SHARED_BY_SYMBOL})` },
];

/** Users make instruments with these columns; ids and times are the database's. */
const INSTRUMENT_COLUMNS = `symbol, owner_user_id, name, investment_class, investment_subtype, currency, underlying_symbol,
  strike_price, expiration_date, option_type, multiplier`;
const SESSION_COLUMNS = 'refresh_hash, previous_hashes, last_refreshed_at, revoked_at, revoked_reason';

interface Reference {
  readonly table: string;
  readonly column: string;
  readonly parent: string;
}

const REFERENCES: readonly Reference[] = [
  { table: 'transactions', column: 'reverses_id', parent: 'transactions' },
  { table: 'equity_changes', column: 'transaction_id', parent: 'transactions' },
  { table: 'position_realized_events', column: 'transaction_id', parent: 'transactions' },
  { table: 'position_realized_events', column: 'position_id', parent: 'positions' },
];

/**
 * The second wall as tight as the first: foreign keys within a portfolio carry the portfolio, what users write points at
 * nothing of others, a session changes only where a refresh or a sign-out changes it, and prices and figures of a private
 * asset are seen by its owner alone.
 */
export class TightenTenancy1764000000030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE UNIQUE INDEX transactions_id_portfolio_key ON transactions (id, portfolio_id)');
    await db.query('CREATE UNIQUE INDEX positions_id_portfolio_key ON positions (id, portfolio_id)');
    await reindex(db, 'reverses_id, portfolio_id', 'transaction_id, portfolio_id');
    await db.query(
      'CREATE INDEX position_realized_events_position_id_idx ON position_realized_events (position_id, portfolio_id)',
    );
    for (const { table, column, parent } of REFERENCES) {
      await refer(db, table, column, `(portfolio_id, ${column}) REFERENCES ${parent} (portfolio_id, id)`);
    }

    for (const { table, command, check } of RULES) await replaceCheck(db, table, command, check);
    await db.query('REVOKE INSERT ON instruments FROM sigmasight_app');
    await db.query(`GRANT INSERT (${INSTRUMENT_COLUMNS}) ON instruments TO sigmasight_app`);

    await db.query('REVOKE UPDATE ON user_sessions FROM sigmasight_app');
    await db.query(`GRANT UPDATE (${SESSION_COLUMNS}) ON user_sessions TO sigmasight_app`);
    // What is revoked stays so.
    await db.query(
      'ALTER POLICY user_sessions_update ON user_sessions USING (user_id = app_user_id() AND revoked_at IS NULL)',
    );

    for (const table of OF_INSTRUMENTS) {
      await db.query(`ALTER POLICY ${table}_select ON ${table} USING (${visible(`${table}.instrument_id`)})`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of OF_INSTRUMENTS) await db.query(`ALTER POLICY ${table}_select ON ${table} USING (true)`);
    await db.query('ALTER POLICY user_sessions_update ON user_sessions USING (user_id = app_user_id())');
    await db.query('GRANT UPDATE ON user_sessions TO sigmasight_app');
    await db.query('GRANT INSERT ON instruments TO sigmasight_app');

    const owned = 'owner_user_id IS NULL OR owner_user_id = app_user_id()';
    const before: Readonly<Record<string, string>> = {
      agent_conversations: 'user_id = app_user_id()',
      demo_books: 'user_id = app_user_id()',
      instruments: owned,
    };
    for (const { table, command } of RULES) await replaceCheck(db, table, command, before[table] ?? OWN_PORTFOLIO);

    for (const { table, column, parent } of REFERENCES) {
      await refer(db, table, column, `(${column}) REFERENCES ${parent} (id)`);
    }
    await db.query('DROP INDEX position_realized_events_position_id_idx');
    await reindex(db, 'reverses_id', 'transaction_id');
    await db.query('DROP INDEX positions_id_portfolio_key');
    await db.query('DROP INDEX transactions_id_portfolio_key');
  }
}

async function replaceCheck(db: QueryRunner, table: string, command: Rule['command'], check: string): Promise<void> {
  await db.query(`ALTER POLICY ${table}_${command.toLowerCase()} ON ${table} WITH CHECK (${check})`);
}

async function refer(db: QueryRunner, table: string, column: string, reference: string): Promise<void> {
  const name = `${table}_${column}_fk`;
  await db.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  await db.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} FOREIGN KEY ${reference} ON DELETE CASCADE`);
}

async function reindex(db: QueryRunner, reversal: string, transaction: string): Promise<void> {
  await db.query('DROP INDEX transactions_reverses_id_key');
  await db.query(
    `CREATE UNIQUE INDEX transactions_reverses_id_key ON transactions (${reversal}) WHERE reverses_id IS NOT NULL`,
  );
  for (const table of ['equity_changes', 'position_realized_events']) {
    await db.query(`DROP INDEX ${table}_transaction_id_idx`);
    await db.query(`CREATE INDEX ${table}_transaction_id_idx ON ${table} (${transaction})`);
  }
}
