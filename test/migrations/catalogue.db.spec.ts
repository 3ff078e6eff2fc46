import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabases, type TestDatabases } from '../support/databases.js';
import { asOwner } from '../support/empty-database.js';
import { listRelations, type Query, readCatalogue } from './catalogue.js';
import { AI_TABLES, CORE_TABLES, CORE_VIEWS, HISTORY_TABLES } from './tables.js';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await freshDatabases();
});
afterAll(() => databases.close());

/** Foreign keys without an index: their parents are deleted rarely, or their tables are short. */
const CORE_UNINDEXED = [
  'batch_run_tracking_portfolio_id_fk',
  'correlation_cluster_positions_instrument_id_fk',
  'equity_changes_created_by_user_id_fk',
  'holding_imports_created_by_fk',
  'portfolio_target_prices_created_by_fk',
  'risk_contributions_instrument_id_fk',
  'snapshot_positions_instrument_id_fk',
  'transactions_created_by_fk',
];
const AI_UNINDEXED = ['ai_kb_documents_embedding_model_fk'];

interface TableFacts {
  table: string;
  rls: boolean;
  policies: { roles: string[]; condition: string | null; cmd: string }[];
}

describe.each([
  { name: 'core', tables: CORE_TABLES, views: CORE_VIEWS, unindexed: CORE_UNINDEXED },
  { name: 'ai', tables: AI_TABLES, views: [], unindexed: AI_UNINDEXED },
] as const)('the $name database', ({ name, tables, views, unindexed }) => {
  const query: Query = (text) => asOwner(databases.addresses[name], text);
  const facts = (): Promise<TableFacts[]> =>
    query<TableFacts>(`
      SELECT c.relname AS table, c.relrowsecurity AS rls,
             coalesce((SELECT jsonb_agg(jsonb_build_object('roles', p.roles, 'condition', coalesce(p.qual, p.with_check), 'cmd', p.cmd))
                         FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname), '[]') AS policies
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`);

  it('has the tables and views that are written down', async () => {
    expect(await listRelations(query, 'r')).toEqual(tables);
    expect(await listRelations(query, 'v')).toEqual(views);
  });

  it('is as reviewed (UPDATE_CATALOGUE=1 writes the file for the next review)', async () => {
    const file = join(import.meta.dirname, `catalogue.${name}.txt`);
    const found = await readCatalogue(query);
    if (process.env.UPDATE_CATALOGUE === '1' || !existsSync(file)) writeFileSync(file, found);
    expect(found.split('\n')).toEqual(readFileSync(file, 'utf8').split('\n'));
  });

  it('protects every row of every table', async () => {
    const open = (await facts()).filter(({ table, rls }) => !rls && !HISTORY_TABLES.includes(table));
    expect(open.map(({ table }) => table)).toEqual([]);
  });

  it('lets system jobs do their work on every table', async () => {
    const closed = (await facts()).filter(
      ({ table, policies }) =>
        !HISTORY_TABLES.includes(table) && !policies.some(({ roles }) => roles.includes('sigmasight_system')),
    );
    expect(closed.map(({ table }) => table)).toEqual([]);
  });

  it('shows rows that belong to a user through policies that ask who it is', async () => {
    const owned = await query<{ table: string }>(`
      SELECT DISTINCT c.relname AS table FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
         AND a.attname IN ('user_id', 'owner_user_id', 'portfolio_id', 'conversation_id', 'position_id')`);
    const all = await facts();
    const lax = owned.filter(({ table }) => {
      const forUsers = all
        .find((one) => one.table === table)!
        .policies.filter(({ roles }) => roles.includes('sigmasight_app'));
      return forUsers.some(({ condition }) => !/app_user_id|readable_|writable_|own_/.test(condition ?? ''));
    });
    expect(lax.map(({ table }) => table)).toEqual([]);
  });

  it('has views that run as the one who asks', async () => {
    const views = await query<{ name: string; options: string[] | null }>(
      "SELECT relname AS name, reloptions AS options FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')",
    );
    expect(views.filter(({ options }) => !options?.includes('security_invoker=true'))).toEqual([]);
  });

  it('gives functions that run as the owner a fixed search path, and to nobody by default', async () => {
    const loose = await query<{ name: string }>(`
      SELECT p.oid::regprocedure::text AS name FROM pg_proc p
       WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
         AND (NOT 'search_path=public, pg_temp' = ANY (coalesce(p.proconfig, '{}'))
              OR EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0))`);
    expect(loose.map((row) => row.name)).toEqual([]);
  });

  it('has roles that can neither sign in nor pass the policies', async () => {
    const strong = await query(
      "SELECT rolname FROM pg_roles WHERE rolname ~ '^sigmasight_' AND (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole)",
    );
    expect(strong).toEqual([]);
  });

  it('indexes every foreign key, so that deletes need not scan', async () => {
    // A partial index serves too, when all it leaves out is NULL.
    const bare = await query<{ name: string }>(`
      SELECT k.conname AS name FROM pg_constraint k
       WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid
                          AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$')
                          AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
       ORDER BY k.conname`);
    expect(bare.map((row) => row.name)).toEqual(unindexed);
  });
});

describe('the ledger', () => {
  it('can be neither changed nor deleted by anybody but its owner', async () => {
    const granted = await asOwner(
      databases.addresses.core,
      `SELECT grantee, privilege_type FROM information_schema.role_table_grants
        WHERE table_name = 'transactions' AND privilege_type NOT IN ('SELECT', 'INSERT')
          AND grantee <> (SELECT tableowner FROM pg_tables WHERE tablename = 'transactions')`,
    );
    expect(granted).toEqual([]);
  });
});
