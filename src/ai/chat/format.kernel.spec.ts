import { describe, expect, it } from 'vitest';
import { formatMoney, formatMultiple, formatNumber, formatPercent, formatQuantity } from './format.kernel.js';

describe('formatMoney', () => {
  it('shows cents below a thousand and whole units from there on', () => {
    expect(formatMoney(999.994, 'USD')).toBe('$999.99');
    expect(formatMoney(1234.56, 'USD')).toBe('$1,235');
  });

  it('puts the minus before the currency', () => {
    expect(formatMoney(-1_250_000, 'USD')).toBe('-$1,250,000');
  });

  it('shows no sign on what rounds to zero', () => {
    expect(formatMoney(-0.004, 'USD')).toBe('$0.00');
  });
});

describe('formatPercent', () => {
  it('multiplies a ratio by a hundred', () => {
    expect(formatPercent(0.4567)).toBe('45.7%');
    expect(formatPercent(-0.4567, 0)).toBe('-46%');
  });
});

describe('formatNumber', () => {
  it('rounds half away from zero and separates thousands', () => {
    expect(formatNumber(2512.5, 0)).toBe('2,513');
    expect(formatNumber(-1.125)).toBe('-1.13');
  });

  it('writes multiples with an x and quantities without padding', () => {
    expect(formatMultiple(1.5)).toBe('1.50x');
    expect(formatQuantity(1200.25)).toBe('1,200.25');
  });
});
