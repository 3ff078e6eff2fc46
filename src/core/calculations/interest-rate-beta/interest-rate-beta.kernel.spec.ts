import { describe, expect, it } from 'vitest';
import { interestRateBeta, rateAndMarketBeta, rateShockPnl, yieldChanges } from './interest-rate-beta.kernel.js';

const changes = yieldChanges(Float64Array.of(4, 4.1, 4.05, 4.2, 4.3, 4.15));
const market = Float64Array.of(0.01, 0.02, -0.01, 0.005, 0.01);

describe('interest rate betas', () => {
  it('are returns per 1.00 of yield', () => {
    expect(changes[0]).toBeCloseTo(0.001, 15);
    const beta = interestRateBeta(
      changes.map((change) => -7 * change),
      changes,
      3,
    );
    expect(beta.ok && beta.value.beta).toBeCloseTo(-7, 10);
  });

  it('hold the market fixed', () => {
    const returns = changes.map((change, i) => -3 * change + 1.2 * market[i]!);
    const beta = rateAndMarketBeta(returns, market, changes, 4);
    expect(beta.ok && beta.value.yieldBeta).toBeCloseTo(-3, 10);
    expect(beta.ok && beta.value.marketBeta).toBeCloseTo(1.2, 10);
  });

  it('have a reason when yields do not move', () => {
    const flat = new Float64Array(5);
    expect(interestRateBeta(market, flat, 3)).toEqual({ ok: false, reason: 'zero-variance' });
    expect(rateAndMarketBeta(market, market, flat, 4)).toEqual({ ok: false, reason: 'no-solution' });
  });

  it('turn a shock in basis points into money', () => {
    expect(rateShockPnl(100_000, -6.5, 50)).toBeCloseTo(-3250, 9);
  });
});
