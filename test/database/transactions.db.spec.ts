import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ANONYMOUS, asSystem, asUser, TransactionNotCommitted } from '../../src/shared/database/transactions.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';
import { asOwner } from '../support/empty-database.js';
import { Units } from '../support/units.js';

const ADD_USER = "INSERT INTO users (id, email, full_name) VALUES ($1::uuid, $1::uuid || '@example.com', 'Somebody')";
const batch = asSystem('batch');

let databases: TestDatabases;
let units: Units;

beforeAll(async () => {
  databases = await freshDatabases();
  units = await Units.open('core', databases.addresses.core, 10);
});

afterAll(async () => {
  await units.close();
  await databases.close();
});

const userCount = async (): Promise<number> => {
  const [row] = await asOwner<{ count: string }>(databases.addresses.core, 'SELECT count(*) FROM users');
  return Number(row!.count);
};

async function addUsers(howMany: number): Promise<string[]> {
  const ids = Array.from({ length: howMany }, () => randomUUID());
  await asOwner(
    databases.addresses.core,
    "INSERT INTO users (id, email, full_name) SELECT id, id || '@example.com', id FROM unnest($1::uuid[]) id",
    [ids],
  );
  return ids;
}

describe('identities', () => {
  interface Seen {
    role: string;
    me: string | null;
    backend: string;
  }
  const WHO = 'SELECT current_user AS role, app_user_id() AS me, pg_current_xact_id()::text AS backend';

  it('of 300 interleaved users never meet', async () => {
    const ids = await addUsers(300);
    const wrong: unknown[] = [];
    const visit = (id: string, index: number): Promise<void> =>
      units.run(asUser(id), async () => {
        const before = await units.one<Seen>(WHO);
        const visible = await units.query<{ id: string }>('SELECT id FROM users');
        await pause(index % 3);
        await units.query('UPDATE users SET full_name = $1', [`touched ${id}`]);
        const after = await units.one<Seen>(WHO);
        const isRight =
          before.role === 'sigmasight_app' && before.me === id && visible.length === 1 && visible[0]?.id === id;
        if (!isRight || JSON.stringify(before) !== JSON.stringify(after)) wrong.push({ id, before, after, visible });
      });
    // Six times the pool at once: more would only wait in its queue, on a busy machine longer than it allows.
    const waiting = [...ids.entries()];
    const visitors = Array.from({ length: 60 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await visit(next[1], next[0]);
    });
    await Promise.all(visitors);
    expect(wrong).toEqual([]);
    const touched = await asOwner<{ id: string }>(
      databases.addresses.core,
      "SELECT id FROM users WHERE full_name = 'touched ' || id",
    );
    expect(touched.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it.each([
    [asUser('a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01'), 'sigmasight_app', 'a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01'],
    [batch, 'sigmasight_system', null],
    [ANONYMOUS, 'sigmasight_anonymous', null],
  ])('of %o is role %s', async (identity, role, me) => {
    expect(await units.run(identity, () => units.one<Seen>(WHO))).toMatchObject({ role, me });
  });

  it('of a user is a uuid, so that nothing else reaches the text of a statement', async () => {
    for (const userId of ["'; RESET ROLE; --", '']) {
      expect(() => asUser(userId)).toThrow('uuid');
      await expect(units.run({ kind: 'user', userId }, () => Promise.resolve())).rejects.toThrow('uuid');
    }
  });

  it('are joined by nested units', async () => {
    const [id = ''] = await addUsers(1);
    await units.run(asUser(id), async () => {
      const outer = await units.one<Seen>(WHO);
      const inner = await units.run(asUser(id), () => units.one<Seen>(WHO));
      expect(inner).toEqual(outer);
    });
  });

  it('cannot be changed inside a unit', async () => {
    const [id = '', other = ''] = await addUsers(2);
    for (const identity of [asUser(other), batch, ANONYMOUS]) {
      const nested = units.run(asUser(id), () => units.run(identity, () => Promise.resolve()));
      await expect(nested).rejects.toThrow('cannot change its identity');
    }
  });
});

describe('a pooled connection', () => {
  let single: Units;
  beforeAll(async () => {
    single = await Units.open('core', databases.addresses.core, 1);
  });
  afterAll(() => single.close());

  /** What the pool's only connection still has of the unit before. */
  const remains = async (): Promise<unknown> =>
    single.dataSource.query(
      "SELECT current_user = session_user AS is_owner, coalesce(current_setting('app.user_id', true), '') AS me",
    );
  const nothing = [{ is_owner: true, me: '' }];
  const me = asUser(randomUUID());

  it('keeps neither role nor user after a commit', async () => {
    await single.run(me, () => single.query('SELECT 1'));
    expect(await remains()).toEqual(nothing);
  });

  it.each([
    ['an error', new Error('no')],
    ['undefined', undefined],
  ])('keeps neither after a rollback for %s', async (_name, reason) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a library may do it
    await expect(single.run(me, () => Promise.reject(reason))).rejects.toBe(reason);
    expect(await remains()).toEqual(nothing);
  });

  it('keeps neither after a statement that failed', async () => {
    await expect(single.run(me, () => single.query('SELECT 1 / 0'))).rejects.toThrow('division by zero');
    expect(await remains()).toEqual(nothing);
  });
});

describe('the end of a unit', () => {
  let before: number;
  beforeEach(async () => {
    before = await userCount();
  });

  it('keeps what was written when the work resolves', async () => {
    await units.run(batch, () => units.query(ADD_USER, [randomUUID()]));
    expect(await userCount()).toBe(before + 1);
  });

  it('undoes what was written when the work rejects', async () => {
    const work = units.run(batch, async () => {
      await units.query(ADD_USER, [randomUUID()]);
      throw new RangeError('changed my mind');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(await userCount()).toBe(before);
  });

  it('is an error when a failed statement was swallowed, since nothing was committed', async () => {
    const work = units.run(batch, async () => {
      await units.query(ADD_USER, [randomUUID()]);
      await units.query('SELECT 1 / 0').catch(() => 'never mind');
      return 'fine';
    });
    await expect(work).rejects.toThrow(TransactionNotCommitted);
    expect(await userCount()).toBe(before);
  });

  it('is an error when the commit itself is refused', async () => {
    await asOwner(
      databases.addresses.core,
      `CREATE TABLE late (id int PRIMARY KEY, other int REFERENCES late DEFERRABLE INITIALLY DEFERRED);
       GRANT ALL ON late TO sigmasight_system`,
    );
    const work = units.run(batch, async () => {
      await units.query(ADD_USER, [randomUUID()]);
      await units.query('INSERT INTO late (id, other) VALUES (1, 2)');
    });
    await expect(work).rejects.toMatchObject({ code: '23503' });
    expect(await userCount()).toBe(before);
    await asOwner(databases.addresses.core, 'DROP TABLE late');
  });

  it('is not brought about by a savepoint of the ORM', async () => {
    const work = units.run(batch, async () => {
      await units.manager.transaction((manager) => manager.query(ADD_USER, [randomUUID()]));
      throw new Error('after the savepoint');
    });
    await expect(work).rejects.toThrow('after the savepoint');
    expect(await userCount()).toBe(before);
  });

  it('refuses statements that come after it, instead of running them as the owner', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const addMany = async (): Promise<void> => {
      const { manager } = units;
      for (let turn = 0; turn < 5; turn += 1) await manager.query(ADD_USER, [randomUUID()]);
    };
    for (let turns = 0; turns < 30; turns += 1) {
      const work = units.run(batch, async () => {
        late = addMany().catch((error: unknown) => error);
        // The ORM prepares a statement in several turns of the loop: the end may come at any of them.
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        throw new Error('a sibling failed');
      });
      await expect(work).rejects.toThrow('a sibling failed');
      expect(String(await late)).toMatch(/unit of work has ended|already released/);
    }
    expect(await userCount()).toBe(before);
  });

  it('leaves no unit to what was started in it and outlives it', async () => {
    let outliving: Promise<unknown> = Promise.resolve();
    await units.run(batch, () => {
      outliving = pause(30).then(() => [units.transactions.isOpen, units.run(ANONYMOUS, () => Promise.resolve('new'))]);
      return Promise.resolve();
    });
    const [isOpen, next] = (await outliving) as [boolean, Promise<string>];
    expect(isOpen).toBe(false);
    expect(await next).toBe('new');
  });

  it('closes the repositories', async () => {
    await units.run(ANONYMOUS, () => Promise.resolve(units.manager));
    expect(() => units.manager).toThrow('outside a unit of work');
  });
});
