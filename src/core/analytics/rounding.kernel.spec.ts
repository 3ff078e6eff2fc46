import { describe, expect, it } from 'vitest';
import { roundTo, toCents } from './rounding.kernel.js';

describe('roundTo', () => {
  it('rounds the digits that are written, not the double behind them', () => {
    expect(roundTo(1.005, 2)).toBe(1.01);
    expect(roundTo(-1.005, 2)).toBe(-1.01);
    expect(roundTo(33.25, 1)).toBe(33.3);
  });

  it('keeps null, and large amounts to the cent', () => {
    expect(toCents(null)).toBeNull();
    expect(toCents(1_234_567_890.125)).toBe(1_234_567_890.13);
  });

  it('has no negative zero', () => {
    expect(Object.is(roundTo(-0.001, 2), 0)).toBe(true);
  });
});
