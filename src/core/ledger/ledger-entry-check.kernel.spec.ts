import { describe, expect, it } from 'vitest';
import { checkEntry } from './ledger-entry-check.kernel.js';
import { LEDGER_KINDS, type LedgerDraft, type LedgerKind } from './ledger-entry.kernel.js';

const EMPTY = { instrumentId: null, quantity: null, price: null, amount: null, ratio: null, lotId: null };

const draft = (kind: LedgerKind, fields: Partial<LedgerDraft> = {}): LedgerDraft => ({
  ...EMPTY,
  kind,
  tradeDate: '2025-03-03',
  multiplier: 1,
  fees: '0',
  reversesId: null,
  ...fields,
});

const trade = { instrumentId: 'A', quantity: '100', price: '10.25', fees: '1.5' };

const VALID: Readonly<Record<LedgerKind, Partial<LedgerDraft>>> = {
  deposit: { amount: '100' },
  withdrawal: { amount: '100' },
  buy: trade,
  sell: { ...trade, lotId: 'e1' },
  short: trade,
  cover: trade,
  dividend: { instrumentId: 'A', amount: '-3.5' },
  interest: { amount: '-0.01' },
  borrow_fee: { amount: '2', instrumentId: 'A' },
  fee: { amount: '2' },
  tax: { amount: '2' },
  split: { instrumentId: 'A', ratio: '0.1' },
  exercise: { instrumentId: 'A', fees: '5' },
  assignment: { instrumentId: 'A', quantity: '2' },
  expiry: { instrumentId: 'A', lotId: 'e1' },
  mark: { instrumentId: 'A', price: '0' },
};

const found = (kind: LedgerKind, fields: Partial<LedgerDraft>) =>
  checkEntry(draft(kind, { ...VALID[kind], ...fields })).map(({ field, code }) => `${field} ${code}`);

describe('checkEntry', () => {
  it.each(LEDGER_KINDS)('accepts a complete %s', (kind) => {
    expect(found(kind, {})).toEqual([]);
  });

  it('names every figure that a kind needs', () => {
    expect(found('buy', EMPTY)).toEqual([
      'instrumentId ledger.required',
      'quantity ledger.required',
      'price ledger.required',
    ]);
    expect(found('split', EMPTY)).toEqual(['instrumentId ledger.required', 'ratio ledger.required']);
    expect(found('dividend', EMPTY)).toEqual(['instrumentId ledger.required', 'amount ledger.required']);
  });

  it('refuses figures that a kind has no use for', () => {
    expect(found('deposit', { instrumentId: 'A' })).toEqual(['instrumentId ledger.unexpected']);
    expect(found('buy', { lotId: 'e1' })).toEqual(['lotId ledger.unexpected']);
    expect(found('fee', { fees: '1' })).toEqual(['fees ledger.unexpected']);
  });

  it.each([
    ['quantity', '0'],
    ['quantity', '-5'],
    ['price', '0'],
    ['price', '-0.01'],
    ['fees', '-1'],
  ] as const)('refuses a trade with %s %s', (field, text) => {
    expect(found('buy', { [field]: text })).toEqual([`${field} ledger.not_positive`]);
  });

  it('refuses an amount whose sign the kind already says', () => {
    expect(found('withdrawal', { amount: '-10' })).toEqual(['amount ledger.not_positive']);
    expect(found('dividend', { amount: '0' })).toEqual(['amount ledger.not_positive']);
  });

  it('limits decimals to those that are stored', () => {
    expect(found('buy', { quantity: '1.12345678', price: '1.123456', fees: '1.1234' })).toEqual([]);
    expect(found('buy', { quantity: '1.123456789', price: '1.1234567', fees: '1.12345' })).toEqual([
      'quantity ledger.too_many_decimals',
      'price ledger.too_many_decimals',
      'fees ledger.too_many_decimals',
    ]);
    expect(found('buy', { quantity: '1.1000000000' })).toEqual([]);
  });

  it.each(['1e3', 'NaN', '1,000', ' 1', '.5', '0x10', 'Infinity'])('refuses %s as a number', (text) => {
    expect(found('buy', { quantity: text })).toEqual(['quantity ledger.not_a_number']);
  });

  it('refuses a magnitude that no column holds', () => {
    expect(found('buy', { quantity: '1000000000000', price: '1000000000000' })).toEqual([
      'quantity ledger.too_large',
      'price ledger.too_large',
    ]);
    expect(found('deposit', { amount: '1000000000000.00000001' })).toEqual(['amount ledger.too_large']);
  });

  it('takes cash of 10^12, the most that a portfolio may open with', () => {
    expect(found('deposit', { amount: '1000000000000' })).toEqual([]);
    expect(found('interest', { amount: '-1000000000000' })).toEqual([]);
  });

  it.each(['2025-02-29', '2025-13-01', '20250303', '2025-3-3', ''])('refuses %s as a date', (tradeDate) => {
    expect(found('buy', { tradeDate })).toEqual(['tradeDate ledger.invalid_date']);
  });

  it.each([0, -1, 0.5, Number.NaN])('refuses a multiplier of %d', (multiplier) => {
    expect(found('buy', { multiplier })).toEqual(['multiplier ledger.not_positive']);
  });

  it('refuses a kind it does not know, and empty fees', () => {
    expect(checkEntry({ ...draft('buy'), kind: 'gift' as LedgerKind })).toMatchObject([
      { code: 'ledger.unknown_kind' },
    ]);
    expect(found('buy', { fees: '' })).toEqual(['fees ledger.required']);
  });

  it('looks only at the date of a reversal', () => {
    expect(checkEntry(draft('deposit', { amount: '-100', reversesId: 'e1' }))).toEqual([]);
  });
});
