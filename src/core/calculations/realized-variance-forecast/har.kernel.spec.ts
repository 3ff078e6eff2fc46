import { describe, expect, it } from 'vitest';
import { type HarOptions, harForecast } from './har.kernel.js';

const options: HarOptions = { lags: [1, 2, 3], horizon: 1, form: 'level', hacLags: 2, minObservations: 10 };
const variances = Float64Array.from({ length: 80 }, (_, i) => 1e-4 * (2 + Math.sin(i * i)));

describe('harForecast', () => {
  it('forecasts within the variances of a sample without memory', () => {
    for (const form of ['level', 'sqrt', 'log'] as const) {
      const outcome = harForecast(variances, { ...options, form });
      expect(outcome.ok && outcome.value.observations).toBe(77);
      expect(outcome.ok && outcome.value.forecastVariance).toBeGreaterThan(1e-4);
      expect(outcome.ok && outcome.value.forecastVariance).toBeLessThan(3e-4);
    }
  });

  it('scales with the square of the unit', () => {
    const [one, hundred] = [variances, variances.map((value) => value * 1e4)].map((v) => harForecast(v, options));
    if (!one?.ok || !hundred?.ok) throw new Error('no forecast');
    expect(hundred.value.forecastVolatility).toBeCloseTo(100 * one.value.forecastVolatility, 9);
  });

  it('has a reason for a short sample and for one that does not vary', () => {
    expect(harForecast(variances.subarray(0, 9), options)).toEqual({ ok: false, reason: 'too-few-observations' });
    const flat = new Float64Array(80).fill(1e-4);
    expect(harForecast(flat, options)).toEqual({ ok: false, reason: 'no-solution' });
  });

  it('refuses a negative variance, and 0 for its logarithm', () => {
    expect(() => harForecast(Float64Array.of(-1), options)).toThrow(RangeError);
    expect(() => harForecast(Float64Array.of(0), { ...options, form: 'log' })).toThrow(RangeError);
  });
});
