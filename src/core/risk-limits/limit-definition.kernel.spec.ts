import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDefinition, LIMIT_KINDS, type LimitDraft, type LimitKind } from './limit-definition.kernel.js';

const draft = (kind: LimitKind, rest: Partial<LimitDraft> = {}): LimitDraft => ({
  ...{ kind, measure: null, factor: null, min: null, max: null },
  ...rest,
});
const faultsOf = (given: LimitDraft): string[] => {
  const checked = checkDefinition(given);
  return checked.ok ? [] : checked.faults.map(({ field, code }) => `${field} ${code}`);
};

describe('checkDefinition', () => {
  it.each<readonly [LimitDraft, string]>([
    [draft('beta', { max: 1.2 }), 'beta_90d'],
    [draft('beta', { min: 0.5, max: 1.2, measure: 'beta_252d' }), 'beta_252d'],
    [draft('beta', { min: -1 }), 'beta_90d'],
    [draft('value_at_risk', { max: 0.03 }), 'historical_var_95'],
    [draft('concentration', { max: 0.25 }), 'largest_position'],
    [draft('concentration', { max: 2500, measure: 'hhi' }), 'hhi'],
    [draft('factor_tilt', { max: 0.5, factor: ' Momentum ' }), 'style'],
    [draft('drawdown', { max: 0.1 }), 'current_drawdown'],
    [draft('expiry', { max: 7 }), 'days_to_expiry'],
    [draft('stale_price', { max: 0 }), 'sessions_old'],
    [draft('target_hit'), 'any'],
  ])('takes %j, of %s', (given, measure) => {
    const checked = checkDefinition(given);
    expect(checked).toMatchObject({ ok: true, definition: { kind: given.kind, measure, min: given.min } });
  });

  it('leaves the spaces around a factor out', () => {
    const checked = checkDefinition(draft('factor_tilt', { max: 1, factor: ' Size ' }));
    expect(checked).toMatchObject({ definition: { factor: 'Size' } });
  });

  it.each<readonly [LimitDraft, readonly string[]]>([
    [draft('beta'), ['max required']],
    [draft('beta', { min: 1, max: 1 }), ['min not_below_max']],
    [draft('beta', { max: 11 }), ['max out_of_range']],
    [draft('beta', { max: 1, measure: 'hhi' }), ['measure not_of_kind']],
    [draft('value_at_risk'), ['max required']],
    [draft('value_at_risk', { max: 3 }), ['max out_of_range']],
    [draft('value_at_risk', { max: 0 }), ['max out_of_range']],
    [draft('concentration', { max: 25 }), ['max out_of_range']],
    [draft('concentration', { max: 10_000, measure: 'hhi' }), ['max out_of_range']],
    [draft('factor_tilt', { max: 0.5 }), ['factor required']],
    [draft('factor_tilt', { max: -0.5, factor: 'Size' }), ['max out_of_range']],
    [draft('drawdown', { max: -0.1 }), ['max out_of_range']],
    [draft('drawdown', { min: 0.1, max: 0.2 }), ['min not_of_kind']],
    [draft('expiry', { max: 2.5 }), ['max out_of_range']],
    [draft('expiry', { max: 3, factor: 'Size' }), ['factor not_of_kind']],
    [draft('stale_price', { max: 251 }), ['max out_of_range']],
    [draft('target_hit', { min: 1, max: 2 }), ['min not_of_kind', 'max not_of_kind']],
  ])('refuses %j: %j', (given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });

  it('names the field, the rule and the fix in each fault', () => {
    const checked = checkDefinition(draft('concentration', { max: 25 }));
    expect(checked.ok ? '' : checked.faults[0]?.message).toBe(
      'max must be a ratio above 0 and below 1, such as 0.25 for 25 %.',
    );
  });

  it('takes what it has made, and makes the same of it', () => {
    const bound = fc.option(fc.double({ min: -20, max: 20_000, noNaN: true }), { nil: null });
    const any = fc.record({
      ...{ kind: fc.constantFrom(...LIMIT_KINDS), measure: fc.constant(null), min: bound, max: bound },
      factor: fc.option(fc.string({ maxLength: 5 }), { nil: null }),
    });
    fc.assert(
      fc.property(any, (given) => {
        const checked = checkDefinition(given);
        if (checked.ok) expect(checkDefinition(checked.definition)).toEqual(checked);
        else expect(checked.faults.length).toBeGreaterThan(0);
      }),
    );
  });
});
