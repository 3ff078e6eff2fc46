import type { QueryRunner } from 'typeorm';

/*
 * The two tenancy walls in SQL, shared by the migrations of this folder and frozen like them.
 * The application role sees rows of portfolios that `readable_portfolios()` yields; system jobs see everything.
 * The functions are set-returning on purpose: as `IN (SELECT …)` they run once a statement instead of once a row.
 */

/** Grants and policies of a table that belongs to a portfolio. */
export async function protectByPortfolio(
  db: QueryRunner,
  table: string,
  privileges: string,
  column = 'portfolio_id',
): Promise<void> {
  await protect(
    db,
    table,
    privileges,
    `${column} IN (SELECT readable_portfolios())`,
    `${column} IN (SELECT writable_portfolios())`,
  );
}

/** Grants and policies of a table whose rows name their user. */
export async function protectByUser(
  db: QueryRunner,
  table: string,
  privileges: string,
  column = 'user_id',
): Promise<void> {
  await protect(db, table, privileges, `${column} = app_user_id()`, `${column} = app_user_id()`);
}

/** Grants and policies of a table that everybody signed in may read and only system jobs write. */
export async function protectAsReference(db: QueryRunner, table: string): Promise<void> {
  await protect(db, table, 'SELECT', 'true', 'false');
}

/** No row for anybody but system jobs. */
export async function protectAsInternal(db: QueryRunner, table: string): Promise<void> {
  await db.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await systemMayAll(db, table);
}

export async function protect(
  db: QueryRunner,
  table: string,
  privileges: string,
  readable: string,
  writable: string,
): Promise<void> {
  await db.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await db.query(`GRANT ${privileges} ON ${table} TO sigmasight_app`);
  const allowed = privileges.split(',').map((privilege) => privilege.trim());
  if (allowed.includes('SELECT')) {
    await db.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT TO sigmasight_app USING (${readable})`);
  }
  if (allowed.includes('INSERT')) {
    await db.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT TO sigmasight_app WITH CHECK (${writable})`);
  }
  if (allowed.includes('UPDATE')) {
    await db.query(
      `CREATE POLICY ${table}_update ON ${table} FOR UPDATE TO sigmasight_app USING (${writable}) WITH CHECK (${writable})`,
    );
  }
  if (allowed.includes('DELETE')) {
    await db.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE TO sigmasight_app USING (${writable})`);
  }
  await systemMayAll(db, table);
}

async function systemMayAll(db: QueryRunner, table: string): Promise<void> {
  await db.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO sigmasight_system`);
  await db.query(`CREATE POLICY ${table}_system ON ${table} TO sigmasight_system USING (true) WITH CHECK (true)`);
}
