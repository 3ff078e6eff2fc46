import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import type { CoreTransactions } from '../core.transactions.js';
import { PasswordService } from './password.service.js';

const inUnit = (isOpen: boolean): PasswordService => new PasswordService({ isOpen } as unknown as CoreTransactions);
const passwords = inUnit(false);

describe('PasswordService', () => {
  it('hashes with argon2id and the recommended parameters', async () => {
    expect(await passwords.hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
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

  it('takes its time for an unknown account, too', async () => {
    const stored = await passwords.hash('correct horse');
    await passwords.matches(null, 'warm up');
    const fastest = async (passwordHash: string | null): Promise<number> => {
      const times: number[] = [];
      for (let index = 0; index < 5; index += 1) {
        const began = performance.now();
        await passwords.matches(passwordHash, 'wrong');
        times.push(performance.now() - began);
      }
      return Math.min(...times);
    };
    expect((await fastest(null)) / (await fastest(stored))).toBeGreaterThan(0.5);
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
