import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRESS_SCENARIOS } from '../../src/core/calculations/scenario-shocks/stress-scenarios.kernel.js';
import { ANONYMOUS, asUser, type Identity } from '../../src/shared/database/transactions.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';
import { asOwner } from '../support/empty-database.js';
import { Units } from '../support/units.js';
import { CORE_VIEWS } from '../migrations/tables.js';
import { NOT_OWNED, ROWS_OF_A_USER } from './owned-rows.js';

const ann = asUser(randomUUID());
const bob = asUser(randomUUID());

let databases: TestDatabases;
const units = {} as Record<'core' | 'ai', Units>;

beforeAll(async () => {
  databases = await freshDatabases();
  for (const name of ['core', 'ai'] as const) {
    units[name] = await Units.open(name, databases.addresses[name], 3);
    for (const identity of [ann, bob]) {
      const rows = ROWS_OF_A_USER[name](identity.userId);
      // Bob has nothing but his account: whatever he sees is Ann's.
      for (const [table, statement] of identity === ann ? rows : rows.slice(0, name === 'core' ? 1 : 0))
        await asOwner(databases.addresses[name], statement).catch((error: unknown) => {
          throw new Error(`row of ${table}: ${String(error)}`);
        });
    }
  }
});

afterAll(async () => {
  for (const name of ['core', 'ai'] as const) await units[name].close();
  await databases.close();
});

/** What a statement does as somebody: how many rows, or that it is not allowed at all. */
async function attempt(
  name: 'core' | 'ai',
  identity: Identity,
  text: string,
  values: unknown[] = [],
): Promise<number | string> {
  try {
    return await units[name].run(identity, async () => {
      const counted = `WITH done AS (${text}) SELECT count(*)::int AS rows, current_user AS role FROM done`;
      const { rows, role } = await units[name].one<{ rows: number; role: string }>(counted, values);
      expect(role).toBe(identity.kind === 'user' ? 'sigmasight_app' : 'sigmasight_anonymous');
      return rows;
    });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '42501') return 'refused';
    throw error;
  }
}

const isNothing = (outcome: number | string): boolean => outcome === 0 || outcome === 'refused';

/** Rows of a table that has both: what everybody may see, and what is a user's own. */
const everybodys = (table: string): number =>
  ['stress_test_scenarios', 'stress_scenario_versions'].includes(table) ? STRESS_SCENARIOS.length : 0;

describe.each(['core', 'ai'] as const)('the %s database', (name) => {
  const tables = ROWS_OF_A_USER[name]('').map(([table]) => table);
  const owner = <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    asOwner(databases.addresses[name], text, values);
  const rowOf = async (table: string): Promise<string> => {
    const row = await owner<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY t::text COLLATE "C"`);
    return JSON.stringify(row);
  };
  const firstColumn = async (table: string): Promise<string> => {
    const [column] = await owner<{ name: string }>(
      'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1',
      [table],
    );
    return column!.name;
  };

  it('has no table that this suite does not know', async () => {
    const found = await owner<{ table: string }>(
      "SELECT relname AS table FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    );
    const unknown = found
      .map(({ table }) => table)
      .filter((table) => !tables.includes(table) && !NOT_OWNED.includes(table));
    expect(unknown).toEqual([]);
  });

  it.each(tables)('%s: Ann sees what is hers, where users may look', async (table) => {
    const seen = await attempt(name, ann, `SELECT * FROM ${table}`);
    expect(seen).toBe(table === 'outbox_events' ? 'refused' : 1 + everybodys(table));
  });

  it.each(tables)('%s: Bob sees nothing of it, without any filter', async (table) => {
    const seen = await attempt(name, bob, `SELECT * FROM ${table}`);
    const shared = table === 'users' ? 1 : everybodys(table);
    expect(shared > 0 ? seen === shared : isNothing(seen), String(seen)).toBe(true);
  });

  it.each(tables)('%s: Bob can neither change nor delete it', async (table) => {
    const before = await rowOf(table);
    const column = await firstColumn(table);
    const others = table === 'users' ? `WHERE id <> '${bob.userId}'` : '';
    for (const text of [
      `UPDATE ${table} SET ${column} = ${column} ${others} RETURNING 1`,
      `DELETE FROM ${table} ${others} RETURNING 1`,
    ]) {
      const done = await attempt(name, bob, text);
      expect(isNothing(done), `${text}: ${done}`).toBe(true);
    }
    expect(await rowOf(table)).toBe(before);
  });

  it.each(tables)('%s: Bob cannot add to what is hers', async (table) => {
    const before = await rowOf(table);
    const [ofAnn] = await owner<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE to_jsonb(t)::text NOT LIKE '%' || $1::text || '%'`,
      [bob.userId],
    );
    const keys = ['id', 'event_id', 'symbol'].filter((key) => ofAnn!.row[key] !== undefined);
    const fresh = Object.fromEntries(
      keys.map((key) => [
        key,
        typeof ofAnn!.row[key] === 'number' ? 987_654 : key === 'symbol' ? 'OTHER' : randomUUID(),
      ]),
    );
    const done = await attempt(
      name,
      bob,
      `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1) RETURNING 1`,
      [JSON.stringify({ ...ofAnn!.row, ...fresh })],
    ).catch((error: unknown) => (error as { code: string }).code);
    expect(done).toBe('refused');
    expect(await rowOf(table)).toBe(before);
  });

  it.each([...tables, ...NOT_OWNED.filter((table) => table.startsWith('ai_') === (name === 'ai'))])(
    '%s: nobody sees anything before signing in',
    async (table) => {
      expect(await attempt(name, ANONYMOUS, `SELECT * FROM ${table}`)).toBe('refused');
    },
  );
});

describe('ownership', () => {
  it.each([
    ['core', 'UPDATE portfolios SET user_id = $1 RETURNING 1'],
    ['core', 'UPDATE agent_conversations SET user_id = $1 RETURNING 1'],
    ['core', 'UPDATE user_sessions SET user_id = $1 RETURNING 1'],
    ['ai', 'UPDATE ai_feedback SET user_id = $1 RETURNING 1'],
  ] as const)('cannot be handed to somebody else: %s, %s', async (name, text) => {
    expect(await attempt(name, ann, text, [bob.userId])).toBe('refused');
  });

  it.each(CORE_VIEWS)('reaches through the view %s', async (view) => {
    const subject = view.startsWith('position_') ? 'position_id' : 'portfolio_id';
    expect(await attempt('core', ann, `SELECT DISTINCT ${subject} FROM ${view}`)).toBe(1);
    expect(await attempt('core', bob, `SELECT DISTINCT ${subject} FROM ${view}`)).toBe(0);
    expect(await attempt('core', ANONYMOUS, `SELECT DISTINCT ${subject} FROM ${view}`)).toBe('refused');
  });

  it.each(['readable_portfolios', 'writable_portfolios', 'own_conversations'])('is what %s() yields', async (name) => {
    expect(await attempt('core', ann, `SELECT ${name}()`)).toBe(1);
    expect(await attempt('core', bob, `SELECT ${name}()`)).toBe(0);
    expect(await attempt('core', ANONYMOUS, `SELECT ${name}()`)).toBe('refused');
  });

  it('is not asked of anybody who signs in, who finds one account by its address', async () => {
    const email = `${ann.userId}@example.com`;
    expect(await attempt('core', ANONYMOUS, 'SELECT * FROM find_user_for_sign_in($1)', [email])).toBe(1);
    expect(await attempt('core', ANONYMOUS, 'SELECT * FROM find_user_for_sign_in($1)', ['%'])).toBe(0);
    expect(await attempt('core', bob, 'SELECT * FROM find_user_for_sign_in($1)', [email])).toBe('refused');
  });
});
