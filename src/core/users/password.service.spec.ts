import { hash, verify } from '@node-rs/argon2';
import { describe, expect, it, vi } from 'vitest';
import type { CoreTransactions } from '../core.transactions.js';
import { PasswordService } from './password.service.js';

// The real library, with its calls remembered.
vi.mock('@node-rs/argon2', { spy: true });

const RECOMMENDED = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
const inUnit = (isOpen: boolean): PasswordService => new PasswordService({ isOpen } as unknown as CoreTransactions);
const passwords = inUnit(false);

describe('PasswordService', () => {
  it('hashes with argon2id and the recommended parameters', async () => {
    expect(await passwords.hash('correct horse')).toMatch(RECOMMENDED);
  });

  it('knows the right password, whatever it was hashed with', async () => {
    const stored = await hash('correct horse', { memoryCost: 1024, timeCost: 1 });
    expect(await passwords.matches(stored, 'correct horse')).toBe(true);
    expect(await passwords.matches(stored, 'Correct horse')).toBe(false);
  });

  it('matches nothing without a hash, or with one of another kind', async () => {
    expect(await passwords.matches(null, '')).toBe(false);
    expect(await passwords.matches('$2b$12$abcdefghijklmnopqrstuv', 'correct horse')).toBe(false);
  });

  it.each<[string, () => Promise<string | null> | string | null]>([
    ['an unknown account', () => null],
    ['a hash of another kind', () => '$2b$12$abcdefghijklmnopqrstuv'],
    ['a stored hash', () => passwords.hash('correct horse')],
  ])('checks one argon2id hash of the same cost for %s, so that each takes as long', async (_name, stored) => {
    const passwordHash = await stored();
    vi.mocked(verify).mockClear();
    await passwords.matches(passwordHash, 'wrong');
    const checked = vi.mocked(verify).mock.calls.map(([against, password]) => [against, password]);
    expect(checked).toEqual([[expect.stringMatching(RECOMMENDED), 'wrong']]);
  });

  it.each(['1234567', '', 'x'.repeat(201), '👍'.repeat(7)])('refuses %j as a password', async (password) => {
    await expect(passwords.hash(password)).rejects.toMatchObject({
      kind: 'invalid',
      errors: [{ pointer: '/password', code: 'password_length' }],
    });
  });

  it('refuses to work inside a unit of work', async () => {
    await expect(inUnit(true).hash('correct horse')).rejects.toThrow('inside a unit of work');
    await expect(inUnit(true).matches(null, 'correct horse')).rejects.toThrow('inside a unit of work');
  });
});
