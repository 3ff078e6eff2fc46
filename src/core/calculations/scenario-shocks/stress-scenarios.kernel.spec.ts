import { describe, expect, it } from 'vitest';
import { BEAR_MARKETS, fallOf } from './index-closes.kernel.js';
import { STRESS_SCENARIOS } from './stress-scenarios.kernel.js';

describe('the scenarios that are built in', () => {
  it('are the 22 of the contract', () => {
    const ids = STRESS_SCENARIOS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(22);
    expect(ids).toEqual([
      ...['market_up_5', 'market_down_5', 'market_up_10', 'market_down_10', 'market_crash_35', 'market_rally_25'],
      ...['rates_up_50bp', 'rates_down_50bp', 'rates_up_25bp', 'rates_down_25bp', 'rates_up_100bp'],
      ...['rates_down_100bp', 'rate_spike_300bp', 'value_rotation_20', 'growth_rally_15'],
      ...['small_cap_outperformance_10', 'quality_flight_12', 'vix_spike_150', 'liquidity_crisis'],
      ...['financial_crisis_2008', 'covid_crash_2020', 'dotcom_crash_2000'],
    ]);
  });

  it('replay what the index did between its closes, each of which has a source', () => {
    expect(Object.values(BEAR_MARKETS).map(fallOf)).toEqual([-0.4915, -0.5678, -0.3392]);
    for (const { sources, peak, trough } of Object.values(BEAR_MARKETS)) {
      expect(sources).toHaveLength(2);
      expect(peak.date < trough.date).toBe(true);
    }
    const replays = STRESS_SCENARIOS.filter(({ category }) => category === 'historical');
    expect(replays.map(({ id, shocks }) => [id, shocks.factors?.market])).toEqual([
      ['financial_crisis_2008', fallOf(BEAR_MARKETS.financialCrisis)],
      ['covid_crash_2020', fallOf(BEAR_MARKETS.covid)],
      ['dotcom_crash_2000', fallOf(BEAR_MARKETS.dotcom)],
    ]);
  });
});
