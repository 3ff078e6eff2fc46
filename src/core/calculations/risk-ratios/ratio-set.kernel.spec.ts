import { describe, expect, it } from 'vitest';
import { captureRatio } from './relative-ratios.kernel.js';
import { ratioSet } from './ratio-set.kernel.js';
import { sharpeRatio } from './risk-ratios.kernel.js';

const returns = Float64Array.of(0.01, -0.02, 0.015, -0.005);
const benchmark = Float64Array.of(0.008, -0.01, 0.01, -0.004);

describe('ratioSet', () => {
  it('has each ratio as its own kernel has it', () => {
    const set = ratioSet(returns, benchmark);
    expect(set.max_drawdown).toEqual({ ok: true, value: expect.closeTo(-0.02, 12) });
    expect(set.sharpe_ratio).toEqual(sharpeRatio(returns, 0));
    expect(set.upside_capture).toEqual(captureRatio(returns, benchmark, 'up'));
  });

  it('has no capture without a benchmark, and no wealth after more than everything is lost', () => {
    expect(ratioSet(returns, null).downside_capture).toEqual({ ok: false, reason: 'no-benchmark' });
    const ruined = ratioSet(Float64Array.of(0.01, -1.2), benchmark.subarray(0, 2));
    expect(ruined.max_drawdown).toEqual({ ok: false, reason: 'not-applicable' });
    expect(ruined.sharpe_ratio.ok).toBe(true);
  });
});
