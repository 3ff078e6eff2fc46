import { describe, expect, it } from 'vitest';
import { SplitFactors } from './split-factor.kernel.js';

const factors = new SplitFactors([
  { instrumentId: 'A', date: '2025-03-10', ratio: '4' },
  { instrumentId: 'A', date: '2025-03-05', ratio: '0.5' },
  { instrumentId: 'B', date: '2025-03-05', ratio: '7' },
]);

const between = (after: string, upTo: string | null) => factors.between('A', after, upTo).toNumber();

describe('SplitFactors', () => {
  it('multiplies the ratios after a day up to another one, that one included', () => {
    expect(between('2025-03-04', '2025-03-10')).toBe(2);
    expect(between('2025-03-05', '2025-03-10')).toBe(4);
    expect(between('2025-03-04', '2025-03-09')).toBe(0.5);
    expect(between('2025-03-10', '2025-03-10')).toBe(1);
  });

  it('looks to the end of time without an upper day', () => {
    expect(between('2025-03-04', null)).toBe(2);
    expect(between('2025-03-10', null)).toBe(1);
  });

  it('is 1 for an instrument that never split', () => {
    expect(factors.between('C', '2000-01-01', null).toNumber()).toBe(1);
  });
});
