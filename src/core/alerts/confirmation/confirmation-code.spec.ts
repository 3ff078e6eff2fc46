import { describe, expect, it } from 'vitest';
import { isSameCode, newCode } from './confirmation-code.js';

describe('a code of confirmation', () => {
  it('is two groups of letters and digits that cannot be mistaken, another each time', () => {
    const codes = Array.from({ length: 200 }, newCode);
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}$/);
    expect(new Set(codes).size).toBe(200);
  });

  it('is known however it is typed, and no other is', () => {
    expect(isSameCode(' abcde 23456 ', 'ABCDE-23456')).toBe(true);
    expect(isSameCode('ABCDE-23457', 'ABCDE-23456')).toBe(false);
    expect(isSameCode('', 'ABCDE-23456')).toBe(false);
  });
});
