import { describe, expect, it } from 'vitest';
import { jointBetas, portfolioSpreadBeta, spreadBeta, spreadReturns } from './spread-beta.kernel.js';

const long = Float64Array.of(0.03, 0.01, -0.02, 0.04, 0.01);
const short = Float64Array.of(0.01, 0.02, -0.01, 0.01, Number.NaN);
const spread = spreadReturns(long, short);
const position = spread.map((value) => 0.001 + 6 * value);

describe('spread betas', () => {
  it('are those of long less short, over the sessions with both legs', () => {
    const beta = spreadBeta(position, spread, 3, 5);
    expect(beta.ok && beta.value.observations).toBe(4);
    expect(beta.ok && beta.value.beta).toBeCloseTo(6, 12);
    expect(beta.ok && beta.value.betaCapped).toBe(5);
  });

  it('have a reason where the spread does not move or the history is short', () => {
    const flat = new Float64Array(5);
    expect(spreadBeta(position, flat, 3)).toEqual({ ok: false, reason: 'zero-variance' });
    expect(spreadBeta(position, spread, 5)).toEqual({ ok: false, reason: 'too-few-observations' });
  });

  it('hold the market fixed when joint with it', () => {
    const market = Float64Array.of(0.01, -0.03, 0.02, 0.02, 0.01);
    const mixed = spread.map((value, i) => 2 * value + 1.5 * market[i]!);
    const joint = jointBetas(mixed, [spread, market], 4);
    expect(joint.ok && joint.value.betas[0]).toBeCloseTo(2, 12);
    expect(joint.ok && joint.value.betas[1]).toBeCloseTo(1.5, 12);
    expect(jointBetas(mixed, [spread, spread], 4)).toEqual({ ok: false, reason: 'no-solution' });
  });

  it('add up over the positions that have one', () => {
    const beta = spreadBeta(position, spread, 3, 5);
    const none = spreadBeta(position, spread, 9);
    const total = portfolioSpreadBeta([
      { weight: 0.5, beta },
      { weight: -0.1, beta },
      { weight: 0.4, beta: none },
    ]);
    expect(total.ok && total.value.beta).toBeCloseTo(2, 12);
    expect(total.ok && total.value.weightCovered).toBeCloseTo(0.6, 12);
    expect(portfolioSpreadBeta([{ weight: 1, beta: none }])).toEqual({ ok: false, reason: 'insufficient-coverage' });
  });
});
