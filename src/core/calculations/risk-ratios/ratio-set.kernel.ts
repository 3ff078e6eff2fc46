import { type Outcome, mapOutcome, skipped } from '../../../shared/outcome.js';
import { drawdown } from './drawdown.kernel.js';
import { captureRatio } from './relative-ratios.kernel.js';
import { calmarRatio, omegaRatio, sharpeRatio, sortinoRatio, tailRatio } from './risk-ratios.kernel.js';

/** Under the names of the measures. Each is as its own kernel has it, or says why there is none. */
export interface RatioSet {
  readonly max_drawdown: Outcome<number>;
  readonly current_drawdown: Outcome<number>;
  readonly sharpe_ratio: Outcome<number>;
  readonly sortino_ratio: Outcome<number>;
  readonly calmar_ratio: Outcome<number>;
  readonly omega_ratio: Outcome<number>;
  readonly tail_ratio: Outcome<number>;
  readonly upside_capture: Outcome<number>;
  readonly downside_capture: Outcome<number>;
}

/**
 * Drawdowns and ratios of simple returns of consecutive sessions, NaN missing, over a risk-free rate and a target of 0.
 * `benchmark` is aligned with them; without one the capture ratios have the reason no-benchmark. A return of less than
 * everything lost (below -1: a leveraged portfolio on paper) has no drawdown and no growth: not-applicable.
 */
export function ratioSet(returns: Float64Array, benchmark: Float64Array | null): RatioSet {
  const isRuined = returns.some((value) => value < -1);
  const ofWealth = <T>(compute: () => Outcome<T>): Outcome<T> => (isRuined ? skipped('not-applicable') : compute());
  const capture = (market: 'up' | 'down'): Outcome<number> =>
    benchmark === null ? skipped('no-benchmark') : ofWealth(() => captureRatio(returns, benchmark, market));
  const worst = ofWealth(() => drawdown(returns));
  return {
    max_drawdown: mapOutcome(worst, ({ maxDrawdown }) => maxDrawdown),
    current_drawdown: mapOutcome(worst, ({ currentDrawdown }) => currentDrawdown),
    sharpe_ratio: sharpeRatio(returns, 0),
    sortino_ratio: sortinoRatio(returns),
    calmar_ratio: ofWealth(() => calmarRatio(returns)),
    omega_ratio: omegaRatio(returns),
    tail_ratio: tailRatio(returns),
    upside_capture: capture('up'),
    downside_capture: capture('down'),
  };
}
