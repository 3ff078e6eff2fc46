import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOptions } from '../../src/shared/database/database-address.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';

describe('statements of many connections', () => {
  let databases: TestDatabases;
  let pool: pg.Pool;

  beforeAll(async () => {
    databases = await freshDatabases();
    pool = new pg.Pool({ ...connectionOptions(databases.addresses.core), max: 12 });
  });
  afterAll(async () => {
    await pool.end();
    await databases.close();
  });

  /** A parameterised statement outside of any transaction: several messages of the protocol. */
  const bare = async (i: number): Promise<boolean> => {
    const text = i % 2 === 0 ? 'SELECT $1::int * 2 AS value' : 'SELECT $1::text || $2::text AS value';
    const { rows } = await pool.query<{ value: unknown }>(text, i % 2 === 0 ? [i] : [String(i), 'x']);
    return rows[0]!.value === (i % 2 === 0 ? i * 2 : `${i}x`);
  };

  const inTransaction = async (i: number): Promise<boolean> => {
    const client = await pool.connect();
    try {
      await client.query(`BEGIN; SET LOCAL app.user_id = '${i}'`);
      const { rows } = await client.query<{ value: string }>(
        `SELECT current_setting('app.user_id') || $1::text AS value`,
        ['!'],
      );
      await client.query('COMMIT');
      return rows[0]!.value === `${i}!`;
    } finally {
      client.release();
    }
  };

  it('are never mixed up, inside transactions or outside', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1_200 }, (_, i) => (i % 3 === 0 ? inTransaction(i) : bare(i))),
    );
    expect(answers.filter((isRight) => !isRight)).toEqual([]);
  });

  it('go on after one of them fails', async () => {
    const failing = Array.from({ length: 40 }, () =>
      pool.query('SELECT $1::int / 0', [1]).then(
        () => 'no error',
        (error: unknown) => (error as Error).message,
      ),
    );
    const right = Array.from({ length: 80 }, (_, i) => bare(i));
    expect(new Set(await Promise.all(failing))).toEqual(new Set(['division by zero']));
    expect(await Promise.all(right)).not.toContain(false);
  });
});
