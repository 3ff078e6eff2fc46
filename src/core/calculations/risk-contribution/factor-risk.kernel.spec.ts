import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricOf } from '../numeric/matrix.kernel.js';
import { type FactorModel, type FactorRisk, factorRisk } from './factor-risk.kernel.js';
import { riskContributions } from './risk-contribution.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
function riskOf(weights: Float64Array, model: FactorModel): FactorRisk {
  const outcome = factorRisk(weights, model);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const vector = (length: number, min: number, max: number): fc.Arbitrary<Float64Array> =>
  fc.array(number(min, max), { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
const anyModel = fc.integer({ min: 1, max: 5 }).chain((size) =>
  fc.record({
    weights: vector(size, 0.1, 1),
    loadings: fc.array(vector(2, -1.5, 1.5), { minLength: size, maxLength: size }),
    specificVariance: vector(size, 0.001, 0.1),
  }),
);
const factorCovariance = [of(0.04, 0.006), of(0.006, 0.01)];

describe('risk by factors', () => {
  it('is worked out by hand for one factor', () => {
    const risk = riskOf(of(0.5, 0.5), {
      loadings: [of(1), of(3)],
      factorCovariance: [of(0.01)],
      specificVariance: of(0.02, 0.14),
    });
    expect(risk).toMatchObject({ systematicVariance: 0.04, specificVariance: expect.closeTo(0.04, 15) });
    expect(risk.systematicShare).toBeCloseTo(0.5, 14);
    expect([...risk.exposures]).toEqual([2]);
  });

  it('sums to the volatility over factors and the specific part, and over positions', () => {
    fc.assert(
      fc.property(anyModel, ({ weights, ...model }) => {
        const risk = riskOf(weights, { ...model, factorCovariance });
        expect(total(risk.factorComponent) + risk.specificComponent).toBeCloseTo(risk.volatility, 12);
        expect(total(risk.component)).toBeCloseTo(risk.volatility, 12);
        expect(total(risk.share)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('agrees with the covariance matrix that the model implies', () => {
    fc.assert(
      fc.property(anyModel, ({ weights, loadings, specificVariance }) => {
        const implied = symmetricOf(weights.length, (i, j) => {
          let cell = i === j ? specificVariance[i]! : 0;
          for (let f = 0; f < 2; f++) {
            for (let g = 0; g < 2; g++) cell += loadings[i]![f]! * factorCovariance[f]![g]! * loadings[j]![g]!;
          }
          return cell;
        });
        const plain = riskContributions(weights, implied);
        const risk = riskOf(weights, { loadings, factorCovariance, specificVariance });
        if (!plain.ok) throw new Error(plain.reason);
        expect([...risk.component]).toEqual(Array.from(plain.value.component, (x) => expect.closeTo(x, 12)));
      }),
    );
  });

  it('does not exist without variance, and refuses what does not fit', () => {
    const model = { loadings: [of(1)], factorCovariance: [of(0.01)], specificVariance: of(0.02) };
    expect(factorRisk(of(0), model)).toEqual({ ok: false, reason: 'zero-variance' });
    expect(() => factorRisk(of(1, 1), model)).toThrow('do not fit');
    expect(() => factorRisk(of(1), { ...model, specificVariance: of(-1) })).toThrow('negative');
    expect(() => factorRisk(of(Number.NaN), model)).toThrow('not a number');
  });
});
