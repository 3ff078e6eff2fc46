import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Concentration, type Holding, concentration, exposures } from './concentration.kernel.js';

const holdings = (...values: number[]): Holding[] =>
  values.map((marketValue, i) => ({ issuer: `issuer ${i}`, marketValue }));
function of(positions: Holding[]): Concentration {
  const outcome = concentration(positions);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const size = fc.double({ min: 1, max: 1e6, noNaN: true });
const anyValues = fc.array(size, { minLength: 1, maxLength: 40 });

describe('concentration', () => {
  it('has the published figures', () => {
    const { herfindahlIndex, effectivePositions, top1Share, top3Share, top10Share } = of(holdings(40, 30, 20, 10));
    expect(herfindahlIndex).toBeCloseTo(3000, 10);
    expect(effectivePositions).toBeCloseTo(10 / 3, 13);
    expect([top1Share, top3Share, top10Share]).toEqual([0.4, expect.closeTo(0.9, 14), expect.closeTo(1, 14)]);
  });

  it('counts shorts by size', () => {
    expect(of(holdings(40, -30, 20, -10))).toEqual(of(holdings(40, 30, 20, 10)));
  });

  it('adds up the holdings of an issuer, and nets opposite ones', () => {
    const lots = [
      { issuer: 'A', marketValue: 0.1 },
      { issuer: 'B', marketValue: 3 },
      { issuer: 'A', marketValue: 0.9 },
      { issuer: 'C', marketValue: 0.1 },
      { issuer: 'C', marketValue: 0.2 },
      { issuer: 'C', marketValue: -0.3 },
    ];
    expect(of(lots)).toEqual(of(holdings(1, 3)));
  });

  it('leaves out what has no value, and has none itself when nothing does', () => {
    expect(of(holdings(2, 0, Number.NaN, 1)).issuers).toBe(2);
    expect(concentration([])).toEqual({ ok: false, reason: 'no-positions' });
    expect(concentration(holdings(0, Number.NaN))).toEqual({ ok: false, reason: 'no-positions' });
  });

  it('has nothing to normalise for a single issuer', () => {
    expect(of(holdings(-5))).toMatchObject({
      herfindahlIndex: 10_000,
      effectivePositions: 1,
      normalizedHerfindahl: null,
    });
  });

  it('lies between equal weights and a single issuer', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const result = of(holdings(...values));
        expect(result.effectivePositions).toBeGreaterThan(1 - 1e-9);
        expect(result.effectivePositions).toBeLessThan(result.effectivePositionsByEntropy + 1e-9);
        expect(result.effectivePositionsByEntropy).toBeLessThan(values.length + 1e-9);
        expect(result.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('does not depend on currency or order, and halves when every name is split in two', () => {
    fc.assert(
      fc.property(anyValues, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, rate) => {
        const index = of(holdings(...values)).herfindahlIndex;
        expect(of(holdings(...values.toReversed().map((value) => value * rate))).herfindahlIndex / index).toBeCloseTo(
          1,
          11,
        );
        expect(of(holdings(...values, ...values)).herfindahlIndex / index).toBeCloseTo(0.5, 11);
      }),
    );
  });
});

describe('exposures', () => {
  it('keep the sign of shorts', () => {
    expect(exposures([100, 0, Number.NaN, 300, -150])).toEqual({ long: 400, short: -150, gross: 550, net: 250 });
    expect(exposures([])).toEqual({ long: 0, short: 0, gross: 0, net: 0 });
  });
});
