import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expectation, expectedFigures, type ExpectedLot, summarizeTargets } from './target-return.kernel.js';

const levels = (eoy: string | null, nextYear: string | null = null, downside: string | null = null) => ({
  eoy,
  nextYear,
  downside,
});
const expectation = (changes: Partial<Expectation> = {}): Expectation => ({
  positionType: 'LONG',
  price: '100',
  shares: '10',
  levels: levels('120', '150', '80'),
  equity: '10000',
  volatility: 0.2,
  ...changes,
});
const value = (number: number) => ({ ok: true, value: number });
const because = (reason: string) => ({ ok: false, reason });

describe('expectedFigures', () => {
  it('measures a long holding', () => {
    expect(expectedFigures(expectation())).toEqual({
      returns: { eoy: value(20), nextYear: value(50), downside: value(-20) },
      values: { eoy: value(200), nextYear: value(500), downside: value(-200) },
      weight: value(10),
      contributionToReturn: value(2),
      contributionToRisk: value(2),
    });
  });

  it('lets a short gain by a fall', () => {
    const { returns, values, weight } = expectedFigures(expectation({ positionType: 'SHORT', shares: '-10' }));
    expect([returns.eoy, values.eoy, weight]).toEqual([value(-20), value(-200), value(10)]);
    expect([returns.downside, values.downside]).toEqual([value(20), value(200)]);
  });

  it('counts the shares of an option contract', () => {
    const { returns, values } = expectedFigures(
      expectation({ positionType: 'LP', price: '2.5', shares: '300', levels: levels('4') }),
    );
    expect([returns.eoy, values.eoy]).toEqual([value(60), value(450)]);
  });

  it('says why there is no figure', () => {
    const unpriced = expectedFigures(expectation({ price: null }));
    expect([unpriced.returns.eoy, unpriced.values.eoy, unpriced.weight]).toEqual(Array(3).fill(because('no-price')));
    const notHeld = expectedFigures(expectation({ shares: '0' }));
    expect([notHeld.returns.eoy, notHeld.values.eoy, notHeld.weight]).toEqual([
      value(20),
      because('no-positions'),
      because('no-positions'),
    ]);
    expect(expectedFigures(expectation({ levels: levels('120') })).returns.nextYear).toEqual(because('not-applicable'));
    expect(expectedFigures(expectation({ equity: '-1' })).weight).toEqual(because('non-positive-equity'));
    expect(expectedFigures(expectation({ equity: null })).contributionToReturn).toEqual(because('not-computed-yet'));
  });

  it('is not moved by a split of the price, the target and the shares', () => {
    const price = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(price, price, fc.integer({ min: 1, max: 1000 }), (now, target, shares) => {
        const at = (factor: number) =>
          expectedFigures(
            expectation({
              price: String(now * factor),
              levels: levels(String(target * factor)),
              shares: String((shares * 4) / factor),
            }),
          );
        expect(at(1)).toEqual(at(4));
      }),
    );
  });
});

const lot = (price: string | null, shares: string, target: string | null): ExpectedLot => ({
  price,
  shares,
  levels: target === null ? null : levels(target),
});

describe('summarizeTargets', () => {
  it('weights by gross value of what has a target, and measures the gain by net asset value', () => {
    const lots = [lot('100', '10', '120'), lot('50', '-20', '40'), lot('10', '100', null)];
    const { horizons, ...counts } = summarizeTargets(lots, '4000');
    expect(counts).toEqual({ totalPositions: 3, positionsWithTargets: 2, coverage: value(66.6667) });
    expect(horizons.eoy).toEqual({ weightedReturn: value(20), returnOnEquity: value(10), gain: value(400) });
    expect(horizons.downside.gain).toEqual(because('insufficient-coverage'));
  });

  it('says why there is nothing to sum up', () => {
    expect(summarizeTargets([], '1').coverage).toEqual(because('no-positions'));
    expect(summarizeTargets([], '1').horizons.eoy.gain).toEqual(because('no-positions'));
    expect(summarizeTargets([lot('1', '1', null)], '1')).toMatchObject({
      coverage: value(0),
      horizons: { eoy: { weightedReturn: because('insufficient-coverage') } },
    });
    expect(summarizeTargets([lot(null, '1', '2')], '1').horizons.eoy.weightedReturn).toEqual(because('no-price'));
  });

  it('covers at most everything', () => {
    const lots = fc.array(
      fc.tuple(fc.constantFrom(null, '10'), fc.constantFrom('5', '-5'), fc.constantFrom(null, '12')),
    );
    fc.assert(
      fc.property(lots, (given) => {
        const { coverage } = summarizeTargets(
          given.map(([price, shares, target]) => lot(price, shares, target)),
          '100',
        );
        if (coverage.ok) expect(coverage.value).toBeLessThanOrEqual(100);
        expect(coverage.ok).toBe(given.length > 0);
      }),
    );
  });
});
