import { describe, expect, it } from 'vitest';
import { passwordFaults } from './password-rule.kernel.js';

describe('passwordFaults', () => {
  it('is null for what has everything', () => {
    expect(passwordFaults('Correct1')).toBeNull();
    expect(passwordFaults('Ärger über 1')).toBeNull();
  });

  it.each([
    ['Short1', 'password must have 8 to 200 characters.'],
    ['correct12', 'password must have an upper-case letter.'],
    ['CORRECT12', 'password must have a lower-case letter.'],
    ['Correcting', 'password must have a digit.'],
    ['', 'password must have 8 to 200 characters, an upper-case letter, a lower-case letter, a digit.'],
    [`Aa1${'x'.repeat(198)}`, 'password must have 8 to 200 characters.'],
  ])('says what %s lacks', (password, reason) => {
    expect(passwordFaults(password)?.reason).toBe(reason);
  });
});
