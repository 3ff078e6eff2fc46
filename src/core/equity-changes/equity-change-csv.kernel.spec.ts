import { describe, expect, it } from 'vitest';
import { equityChangesCsv, type EquityChangeLine } from './equity-change-csv.kernel.js';

const line = (notes: string | null): EquityChangeLine => ({
  id: 'a',
  portfolioId: 'p',
  changeType: 'CONTRIBUTION',
  amount: '100.00',
  changeDate: '2024-11-29',
  notes,
  createdAt: '2024-11-29T12:00:00.000Z',
  updatedAt: '2024-11-29T12:00:00.000Z',
});
const notesOf = (notes: string | null): string =>
  equityChangesCsv([line(notes)])
    .split('2024-11-29,')[1]!
    .split(',2024-11-29T')[0]!;

describe('equityChangesCsv', () => {
  it('is a header alone when there are no changes', () => {
    expect(equityChangesCsv([])).toBe('id,portfolio_id,change_type,amount,change_date,notes,created_at,updated_at\r\n');
  });

  it('leaves plain notes alone and missing ones empty', () => {
    expect(notesOf('bonus')).toBe('bonus');
    expect(notesOf(null)).toBe('');
  });

  it('quotes commas, quotes and line ends', () => {
    expect(notesOf('a, "b"')).toBe('"a, ""b"""');
    expect(notesOf('a\nb')).toBe('"a\nb"');
  });

  it('disarms formulas', () => {
    expect(notesOf('=1+1')).toBe("'=1+1");
  });
});
