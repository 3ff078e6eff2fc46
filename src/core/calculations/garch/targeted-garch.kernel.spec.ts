import { describe, expect, it } from 'vitest';
import { fitGarch, garchFilter } from './garch.kernel.js';
import { targetedGarch } from './targeted-garch.kernel.js';

/** Returns of a GARCH(1,1) with alpha 0.08 and beta 0.9, from fixed pseudo-normal shocks. */
const returns = ((): Float64Array => {
  let [state, variance] = [17, 1e-4];
  const uniform = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  return Float64Array.from({ length: 600 }, () => {
    const value = Math.sqrt(variance) * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    variance = 2e-6 + 0.08 * value * value + 0.9 * variance;
    return value;
  });
})();

describe('targetedGarch', () => {
  it('is nearly as likely as the fit of all parameters, and never more', () => {
    const [targeted, free] = [targetedGarch(returns, 100), fitGarch(returns, 'zero', 100)];
    if (!targeted.ok || !free.ok) throw new Error('no fit');
    const filtered = garchFilter(returns, targeted.value.parameters);
    if (!filtered.ok) throw new Error(filtered.reason);
    expect(filtered.value.logLikelihood).toBeLessThanOrEqual(free.value.logLikelihood + 1e-6);
    expect(free.value.logLikelihood - filtered.value.logLikelihood).toBeLessThan(2);
    expect(targeted.value.nextVariance / filtered.value.nextVariance).toBeCloseTo(1, 9);
    expect(targeted.value.nextVariance / free.value.nextVariance).toBeCloseTo(1, 0);
  });

  it('has the sample variance in the long run', () => {
    const fit = targetedGarch(returns, 100);
    if (!fit.ok) throw new Error(fit.reason);
    const { omega, alpha, beta } = fit.value.parameters;
    const variance = returns.reduce((sum, value) => sum + value * value, 0) / returns.length;
    expect(omega / (1 - alpha - beta) / variance).toBeCloseTo(1, 9);
  });

  it('scales with the returns', () => {
    const [one, three] = [
      targetedGarch(returns, 100),
      targetedGarch(
        returns.map((value) => 3 * value),
        100,
      ),
    ];
    if (!one.ok || !three.ok) throw new Error('no fit');
    expect(three.value.nextVariance / one.value.nextVariance).toBeCloseTo(9, 6);
  });

  it('says why there is none', () => {
    expect(targetedGarch(returns.subarray(0, 50), 100)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(targetedGarch(new Float64Array(200), 100)).toEqual({ ok: false, reason: 'zero-variance' });
  });
});
