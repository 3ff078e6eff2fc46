import { describe, expect, it } from 'vitest';
import { cashEffect, type LedgerDraft, type LedgerEntry, type LedgerKind, reversalOf } from './ledger-entry.kernel.js';

const draft = (kind: LedgerKind, fields: Partial<LedgerDraft> = {}): LedgerDraft => ({
  kind,
  tradeDate: '2025-03-03',
  instrumentId: null,
  quantity: null,
  price: null,
  multiplier: 1,
  amount: null,
  fees: '0',
  ratio: null,
  lotId: null,
  reversesId: null,
  ...fields,
});

const trade = { instrumentId: 'A', quantity: '100', price: '10.25', fees: '1.5' };

describe('cashEffect', () => {
  it.each([
    ['buy', '-1026.5'],
    ['cover', '-1026.5'],
    ['sell', '1023.5'],
    ['short', '1023.5'],
    ['exercise', '-1.5'],
    ['assignment', '-1.5'],
  ] as const)('takes the fees of a %s from cash', (kind, expected) => {
    expect(cashEffect(draft(kind, trade))).toBe(expected);
  });

  it.each([
    ['deposit', '250', '250'],
    ['withdrawal', '250', '-250'],
    ['fee', '250', '-250'],
    ['tax', '250', '-250'],
    ['borrow_fee', '250', '-250'],
    ['dividend', '-250', '-250'],
    ['interest', '250', '250'],
  ] as const)('signs the amount of a %s', (kind, amount, expected) => {
    expect(cashEffect(draft(kind, { amount }))).toBe(expected);
  });

  it.each(['split', 'expiry', 'mark'] as const)('leaves cash alone on a %s', (kind) => {
    expect(cashEffect(draft(kind, { instrumentId: 'A', price: '3', ratio: '2' }))).toBe('0');
  });

  it('counts the shares of a contract', () => {
    expect(cashEffect(draft('buy', { ...trade, quantity: '2', price: '3.15', multiplier: 100 }))).toBe('-631.5');
  });

  it('does not meet binary rounding', () => {
    expect(cashEffect(draft('sell', { instrumentId: 'A', quantity: '0.1', price: '0.2' }))).toBe('0.02');
  });

  it('rounds to eight decimals, ties to even', () => {
    expect(cashEffect(draft('sell', { instrumentId: 'A', quantity: '0.00000005', price: '0.1' }))).toBe('0');
    expect(cashEffect(draft('sell', { instrumentId: 'A', quantity: '0.00000015', price: '0.1' }))).toBe('0.00000002');
  });

  it('refuses a draft without its figures', () => {
    expect(() => cashEffect(draft('buy', { instrumentId: 'A', quantity: '1' }))).toThrow(RangeError);
    expect(() => cashEffect(draft('deposit'))).toThrow(RangeError);
    expect(() => cashEffect(draft('deposit', { amount: '1', reversesId: 'e1' }))).toThrow(RangeError);
  });
});

describe('reversalOf', () => {
  const entry: LedgerEntry = { ...draft('buy', trade), id: 'e1', sequence: 1, amount: '-1026.5' };

  it('has the opposite amount on the same date and names what it cancels', () => {
    const { id, sequence, ...figures } = entry;
    expect(reversalOf(entry)).toEqual({
      ...figures,
      legId: null,
      crossesZero: false,
      amount: '1026.5',
      reversesId: id,
    });
    expect(sequence).toBe(1);
  });

  it('is not made of a reversal', () => {
    expect(() => reversalOf({ ...entry, reversesId: 'e0' })).toThrow(RangeError);
  });
});
