import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coreDataSourceOptions } from '../../src/core/core.data-source.js';
import { CoreTransactions } from '../../src/core/core.transactions.js';
import type { User } from '../../src/core/users/user.entity.js';
import { UserRepository } from '../../src/core/users/user.repository.js';
import { UserSessionRepository } from '../../src/core/users/user-session.repository.js';
import { ANONYMOUS, asSystem, asUser } from '../../src/shared/database/transactions.js';
import { freshDatabases, type TestDatabases } from '../support/databases.js';

const SYSTEM = asSystem('users');
const NOW = new Date('2024-12-02T22:30:00Z');
const LATER = new Date('2025-01-01T22:30:00Z');

let databases: TestDatabases;
let source: DataSource;
let tx: CoreTransactions;
let users: UserRepository;
let sessions: UserSessionRepository;
let alice: User;
let bob: User;

beforeAll(async () => {
  databases = await freshDatabases();
  source = await new DataSource(coreDataSourceOptions(databases.addresses.core)).initialize();
  tx = new CoreTransactions(source);
  users = new UserRepository(tx);
  sessions = new UserSessionRepository(tx);
  alice = await insert('alice@example.com');
  bob = await insert('bob@example.com');
});
afterAll(async () => {
  await source.destroy();
  await databases.close();
});

const insert = (email: string): Promise<User> =>
  tx.run(SYSTEM, () => users.insert({ email, passwordHash: 'hash', fullName: 'Name', role: 'user', isDemo: false }));
const open = (user: User, refreshHash: string = randomUUID()): Promise<string> =>
  tx.run(asUser(user.id), () => sessions.insert({ userId: user.id, refreshHash, userAgent: null, expiresAt: LATER }));
/** Past the repository, as a forgotten filter would. */
const sql = <T>(identity: Parameters<CoreTransactions['run']>[0], text: string, values: unknown[] = []): Promise<T> =>
  tx.run(identity, () => tx.manager.query<T>(text, values));

describe('users in the database', () => {
  it('are reached in a unit of work only', () => {
    expect(() => users.findById(alice.id)).toThrow('outside a unit of work');
  });

  it('are visible to themselves alone, without any filter', async () => {
    expect(await sql(asUser(alice.id), 'SELECT id FROM users')).toEqual([{ id: alice.id }]);
    expect(await tx.run(asUser(alice.id), () => users.findById(bob.id))).toBeNull();
    expect(await tx.run(asUser(alice.id), () => users.findByEmail(bob.email))).toBeNull();
    expect(await sql<unknown[]>(SYSTEM, 'SELECT id FROM users')).toHaveLength(2);
  });

  it('change nobody but themselves', async () => {
    await sql(asUser(alice.id), "UPDATE users SET full_name = 'Mallory'");
    const [found] = await sql<{ full_name: string; password_hash: string }[]>(
      SYSTEM,
      'SELECT full_name, password_hash FROM users WHERE id = $1',
      [bob.id],
    );
    expect(found).toEqual({ full_name: 'Name', password_hash: 'hash' });
  });

  it('change neither their role nor their plan nor a password by SQL', async () => {
    for (const change of ["role = 'admin'", "tier = 'paid'", "password_hash = 'x'", 'is_active = true']) {
      await expect(sql(asUser(alice.id), `UPDATE users SET ${change}`)).rejects.toThrow(/permission denied/);
    }
  });

  it('are hidden from who has not signed in, but for one account by its address', async () => {
    await expect(sql(ANONYMOUS, 'SELECT id FROM users')).rejects.toThrow(/permission denied/);
    await expect(sql(ANONYMOUS, 'SELECT id FROM user_sessions')).rejects.toThrow(/permission denied/);
    const found = await tx.run(ANONYMOUS, () => users.findForSignIn('ALICE@example.com'));
    expect(found).toMatchObject({ id: alice.id, passwordHash: 'hash', isActive: true, role: 'user' });
    expect(await tx.run(ANONYMOUS, () => users.findForSignIn('%'))).toBeNull();
    await expect(tx.run(asUser(alice.id), () => users.findForSignIn(bob.email))).rejects.toThrow(/permission denied/);
  });

  it('have one account an address', async () => {
    await expect(insert(alice.email)).rejects.toMatchObject({ kind: 'conflict', code: 'user.email_taken' });
  });
});

describe('sessions in the database', () => {
  it('are visible to their user alone, without any filter', async () => {
    const [own, foreign] = [await open(alice), await open(bob)];
    const seen = await sql<{ id: string; user_id: string }[]>(
      asUser(alice.id),
      'SELECT id, user_id FROM user_sessions',
    );
    expect(seen.map(({ id }) => id)).toContain(own);
    expect(seen.every(({ user_id }) => user_id === alice.id)).toBe(true);
    expect(await tx.run(asUser(alice.id), () => sessions.findLive(bob.id, foreign, NOW))).toBeNull();
    expect(await tx.run(asUser(bob.id), () => sessions.findLive(bob.id, foreign, NOW))).toMatchObject({
      id: foreign,
      expiresAt: LATER,
      user: { id: bob.id, email: bob.email },
    });
  });

  it('are neither opened nor ended for somebody else', async () => {
    const foreign = await open(bob);
    const forged = { userId: bob.id, refreshHash: randomUUID(), userAgent: null, expiresAt: LATER };
    await expect(tx.run(asUser(alice.id), () => sessions.insert(forged))).rejects.toThrow(/row-level security/);
    await tx.run(asUser(alice.id), () => sessions.revoke(bob.id, foreign, 'stolen', NOW));
    await tx.run(asUser(alice.id), () => sessions.revokeAll(bob.id, 'stolen', NOW));
    await sql(asUser(alice.id), 'UPDATE user_sessions SET revoked_at = now()');
    expect(await tx.run(asUser(bob.id), () => sessions.findLive(bob.id, foreign, NOW))).not.toBeNull();
  });

  it('are found by their current and by a former token, and rotate from the current one only', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const id = await open(alice, first);
    const rotate = (from: string, to: string): Promise<boolean> =>
      tx.run(asUser(alice.id), () => sessions.rotate(alice.id, id, { from, to, at: NOW }));
    expect(await rotate(first, second)).toBe(true);
    expect(await rotate(first, randomUUID())).toBe(false);
    for (const hash of [first, second]) {
      const found = await tx.run(ANONYMOUS, () => sessions.findForRefresh(hash));
      expect(found).toMatchObject({ id, userId: alice.id, refreshHash: second, revokedAt: null });
    }
    expect(await tx.run(ANONYMOUS, () => sessions.findForRefresh(randomUUID()))).toBeNull();
  });

  it('are over when revoked or when their time has come', async () => {
    const id = await open(alice);
    const find = (at: Date) => tx.run(asUser(alice.id), () => sessions.findLive(alice.id, id, at));
    expect(await find(new Date(LATER.getTime() - 1))).not.toBeNull();
    expect(await find(LATER)).toBeNull();
    await tx.run(asUser(alice.id), () => sessions.revoke(alice.id, id, 'signed-out', NOW));
    expect(await find(NOW)).toBeNull();
  });
});
