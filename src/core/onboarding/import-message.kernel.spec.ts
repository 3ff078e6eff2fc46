import { describe, expect, it } from 'vitest';
import { importMessage } from './import-message.kernel.js';

const lapsed = (symbol: string) => ({ symbol, inTheMoney: null });

describe('importMessage', () => {
  it('counts positions', () => {
    expect(importMessage(1, [])).toBe('The portfolio is created with one position.');
    expect(importMessage(7, [])).toBe('The portfolio is created with 7 positions.');
  });

  it('says that an expired contract is booked as worthless, and what to do if it was not', () => {
    const message = importMessage(2, [lapsed('SPY240621C00450000')]);
    expect(message).toContain('One option contract had expired: SPY240621C00450000. It is booked as worthless');
    expect(message).toContain('reverse its expiry and book the sale');
    expect(message).not.toContain('in the money');
  });

  it('names what was in the money', () => {
    const inTheMoney = { underlyingSymbol: 'SPY', close: '544.51', closedOn: '2024-06-21' };
    const message = importMessage(2, [lapsed('SPY240621P00450000'), { symbol: 'SPY240621C00450000', inTheMoney }]);
    expect(message).toContain('in the money: SPY240621C00450000 (SPY closed at 544.51 on 2024-06-21).');
  });

  it('names ten at most', () => {
    const many = Array.from({ length: 12 }, (_, at) => lapsed(`C${at}`));
    expect(importMessage(12, many)).toContain('C8, C9 and 2 more.');
  });
});
