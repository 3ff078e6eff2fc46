import { describe, expect, it } from 'vitest';
import { importMessage } from './import-message.kernel.js';

describe('importMessage', () => {
  it('counts positions', () => {
    expect(importMessage(1, [])).toBe('The portfolio is created with one position.');
    expect(importMessage(7, [])).toBe('The portfolio is created with 7 positions.');
  });

  it('says that an expired contract is left open, what settles it, and what to do about an exercise', () => {
    const message = importMessage(2, ['SPY240621C00450000']);
    expect(message).toContain('One option contract had expired: SPY240621C00450000. It is left open: ');
    expect(message).toContain('the next calculation settles it on the last day, at the intrinsic value');
    expect(message).toContain('What was exercised or assigned: book that');
  });

  it('names ten at most', () => {
    const many = Array.from({ length: 12 }, (_, at) => `C${at}`);
    expect(importMessage(12, many)).toContain('12 option contracts had expired: C0, ');
    expect(importMessage(12, many)).toContain('C8, C9 and 2 more. They are left open');
  });
});
