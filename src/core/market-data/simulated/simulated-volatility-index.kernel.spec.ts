import { describe, expect, it } from 'vitest';
import { sessionsBetween } from '../../../shared/time/trading-calendar.kernel.js';
import { simulatedHistory } from './simulated-history.kernel.js';
import { marketVolatility, SIMULATION_SEED } from './simulated-returns.kernel.js';
import { volatilityIndexCloses } from './simulated-volatility-index.kernel.js';

const SESSIONS = sessionsBetween('2015-01-02', '2025-06-30');

describe('volatilityIndexCloses', () => {
  const closes = volatilityIndexCloses(SESSIONS, SIMULATION_SEED);

  it('stands above the volatility of the simulated market, in points', () => {
    for (const { date, close } of closes) {
      expect(Number(close) / 100 / marketVolatility(SIMULATION_SEED, date)).toBeCloseTo(1.15, 3);
    }
  });

  it('has calm and rough times', () => {
    const values = closes.map(({ close }) => Number(close));
    expect(Math.min(...values)).toBeLessThan(13);
    expect(Math.max(...values)).toBeGreaterThan(25);
  });
});

describe('simulatedHistory', () => {
  it('has closes of listed symbols and of the index, and none of others', () => {
    const sessions = SESSIONS.slice(-30);
    expect(simulatedHistory('AAPL', sessions, SIMULATION_SEED).get(sessions[0]!)).toBe(204.9374);
    expect(simulatedHistory('VIX', sessions, SIMULATION_SEED).size).toBe(30);
    expect(simulatedHistory('ZZZZ', sessions, SIMULATION_SEED).size).toBe(0);
    expect(simulatedHistory('AAPL', [], SIMULATION_SEED).size).toBe(0);
  });
});
