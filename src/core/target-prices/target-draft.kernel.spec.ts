import { describe, expect, it } from 'vitest';
import { readTargetDraft } from './target-draft.kernel.js';

const faultsOf = (raw: unknown): string[] => {
  const read = readTargetDraft(raw);
  return read.ok ? [] : read.faults.map(({ field, code }) => `${field} ${code}`);
};

describe('readTargetDraft', () => {
  it('reads numbers and texts alike, and symbols in capitals', () => {
    const item = { symbol: ' aapl ', position_type: 'short', target_price_eoy: 187.5, downside_target_price: '90' };
    expect(readTargetDraft(item)).toEqual({
      ok: true,
      draft: { symbol: 'AAPL', positionType: 'SHORT', eoy: '187.5', downside: '90' },
    });
  });

  it('tells a level that is left out from one that is taken away', () => {
    const read = readTargetDraft({ symbol: 'A', target_price_eoy: null });
    expect(read).toEqual({ ok: true, draft: { symbol: 'A', positionType: 'LONG', eoy: null } });
  });

  it('names every fault of an item', () => {
    expect(
      faultsOf({ symbol: '', position_type: 'UP', target_price_eoy: -1, current_price: 0, position_id: 'x' }),
    ).toEqual([
      'symbol required',
      'position_type is_in',
      'target_price_eoy min',
      'current_price min',
      'position_id is_uuid',
    ]);
    expect(faultsOf({ symbol: 'A', target_price_eoy: '1,000' })).toEqual(['target_price_eoy is_decimal']);
    expect(faultsOf({ symbol: 'A', target_price_eoy: 1e-7 })).toEqual(['target_price_eoy is_decimal']);
    expect(faultsOf({ symbol: 'A', target_price_eoy: '0.1234567' })).toEqual(['target_price_eoy decimals']);
    expect(faultsOf({ symbol: 'A', target_price_eoy: '1000000000000' })).toEqual(['target_price_eoy max']);
    expect(faultsOf({ symbol: 'A'.repeat(101) })).toEqual(['symbol max_length']);
    expect(faultsOf('AAPL')).toEqual([' is_object']);
  });
});
