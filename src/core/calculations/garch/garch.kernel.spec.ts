import { describe, expect, it } from 'vitest';
import { minimize } from '../numeric/simplex.kernel.js';
import { fitGarch, garchFilter, garchForecast } from './garch.kernel.js';

const parameters = { mu: 0, omega: 1e-5, alpha: 0.1, beta: 0.8 };
const returns = Float64Array.from({ length: 300 }, (_, i) => 0.01 * Math.sin(i * i) * (1 + Math.sin(i / 40) / 2));

describe('garch', () => {
  it('filters by its recursion', () => {
    const outcome = garchFilter(Float64Array.of(0.01, -0.03), parameters);
    expect(outcome.ok && outcome.value.variances[0]).toBeCloseTo(5e-4, 15);
    expect(outcome.ok && outcome.value.variances[1]).toBeCloseTo(1e-5 + 1e-5 + 4e-4, 15);
    expect(outcome.ok && outcome.value.unconditionalVariance).toBeCloseTo(1e-4, 15);
  });

  it('forecasts towards the unconditional variance', () => {
    expect(garchForecast(parameters, 4e-4, 500).variance).toBeCloseTo(1e-4, 12);
    expect(garchForecast(parameters, 1e-4, 5).cumulativeVariance).toBeCloseTo(5e-4, 15);
  });

  it('fits at least as well as other parameters, and scales with the returns', () => {
    const [fit, large] = [returns, returns.map((value) => value * 100)].map((r) => fitGarch(r, 'zero', 100));
    const other = garchFilter(returns, { ...parameters, omega: 3e-6 });
    if (!fit?.ok || !large?.ok || !other.ok) throw new Error('no fit');
    expect(fit.value.logLikelihood).toBeGreaterThanOrEqual(other.value.logLikelihood);
    expect(large.value.parameters.alpha).toBeCloseTo(fit.value.parameters.alpha, 4);
  });

  it('has a reason for a short and for a constant series, and refuses a negative omega', () => {
    expect(fitGarch(returns, 'zero', 301)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(fitGarch(new Float64Array(300), 'zero', 100)).toEqual({ ok: false, reason: 'zero-variance' });
    expect(() => garchFilter(returns, { ...parameters, omega: -1 })).toThrow(RangeError);
  });
});

describe('minimize', () => {
  it("finds the floor of Rosenbrock's valley", () => {
    const valley = ([x = 0, y = 0]: Float64Array): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    const { point } = minimize(valley, Float64Array.of(-1.2, 1), 0.5, 1e-16);
    expect(point[0]).toBeCloseTo(1, 5);
    expect(point[1]).toBeCloseTo(1, 5);
  });
});
