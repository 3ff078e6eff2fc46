import { BEAR_MARKETS, type BearMarket, fallOf } from './index-closes.kernel.js';

/** Factors that a scenario may move: those of the joint model but rates, which are moved in basis points. */
export const SHOCK_FACTORS = ['market', 'value', 'momentum', 'quality', 'size', 'low_volatility'] as const;
export type ShockFactor = (typeof SHOCK_FACTORS)[number];

export const STRESS_CATEGORIES = ['market', 'rates', 'rotation', 'volatility', 'historical', 'custom'] as const;
export type StressCategory = (typeof STRESS_CATEGORIES)[number];

export const STRESS_SEVERITIES = ['base', 'mild', 'moderate', 'severe', 'extreme'] as const;
export type StressSeverity = (typeof STRESS_SEVERITIES)[number];

/** What a scenario gives; all the rest follows from it, or stays. As it is stored, and as it is sent. */
export interface StressShocks {
  /**
   * Simple returns, -0.1 is a fall of 10 %. The market is SPY; value is VTV less VUG; the others are the return of their
   * fund beyond the market's.
   */
  readonly factors?: Readonly<Partial<Record<ShockFactor, number>>>;
  /** Change of Treasury yields of all maturities, and of the rate that options are priced with: 50 is half a per cent. */
  readonly rates_bp?: number;
  /** Added to the annual volatility of each option: 10 makes 20 % of it 30 %. */
  readonly volatility_points?: number;
  /** Change of the annual volatility of each option, per cent of itself: 150 makes 20 % of it 50 %. */
  readonly volatility_percent?: number;
  /** Simple returns of symbols, which then follow no factor; options on them move with them. */
  readonly symbols?: Readonly<Record<string, number>>;
}

export interface StressScenario {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: StressCategory;
  readonly severity: StressSeverity;
  readonly shocks: StressShocks;
  /** Raised when the shocks change. */
  readonly version: number;
}

type Given = readonly [name: string, severity: StressSeverity, shocks: StressShocks, description: string];

const market = (shock: number): StressShocks => ({ factors: { market: shock } });
const rates = (basisPoints: number): StressShocks => ({ rates_bp: basisPoints });
const replay = ({ peak, trough }: BearMarket): string =>
  `The S&P 500 from its close of ${peak.close.toFixed(2)} on ${peak.date} to that of ${trough.close.toFixed(2)} on ${trough.date}, at once; the styles follow as they now move with the market`;

const BUILT_IN: Readonly<Record<Exclude<StressCategory, 'custom'>, Readonly<Record<string, Given>>>> = {
  market: {
    market_up_5: ['Market Rally 5%', 'base', market(0.05), 'The US stock market rises by 5 %'],
    market_down_5: ['Market Decline 5%', 'base', market(-0.05), 'The US stock market falls by 5 %'],
    market_up_10: ['Market Rally 10%', 'moderate', market(0.1), 'The US stock market rises by 10 %'],
    market_down_10: ['Market Decline 10%', 'moderate', market(-0.1), 'The US stock market falls by 10 %'],
    market_crash_35: ['Market Crash 35%', 'severe', market(-0.35), 'The US stock market falls by 35 %'],
    market_rally_25: ['Market Rally 25%', 'severe', market(0.25), 'The US stock market rises by 25 %'],
  },
  rates: {
    rates_up_50bp: ['Rates Up 50bp', 'base', rates(50), 'All Treasury yields rise by half a percentage point'],
    rates_down_50bp: ['Rates Down 50bp', 'base', rates(-50), 'All Treasury yields fall by half a percentage point'],
    rates_up_25bp: ['Rates Up 25bp', 'mild', rates(25), 'All Treasury yields rise by a quarter of a percentage point'],
    rates_down_25bp: [
      'Rates Down 25bp',
      'mild',
      rates(-25),
      'All Treasury yields fall by a quarter of a percentage point',
    ],
    rates_up_100bp: ['Rates Up 100bp', 'moderate', rates(100), 'All Treasury yields rise by one percentage point'],
    rates_down_100bp: ['Rates Down 100bp', 'moderate', rates(-100), 'All Treasury yields fall by one percentage point'],
    rate_spike_300bp: ['Rate Spike 300bp', 'severe', rates(300), 'All Treasury yields rise by three percentage points'],
  },
  rotation: {
    value_rotation_20: [
      'Value Rotation 20%',
      'moderate',
      { factors: { value: 0.3 } },
      'Cheap companies gain 20 % and growing ones lose 10 %: a spread of 30 %',
    ],
    growth_rally_15: [
      'Growth Rally 15%',
      'moderate',
      { factors: { value: -0.15, momentum: 0.1 } },
      'Growing companies gain 15 % on cheap ones, and recent winners 10 % on the market',
    ],
    small_cap_outperformance_10: [
      'Small Cap Outperformance 10%',
      'mild',
      { factors: { size: 0.1 } },
      'Small companies gain 10 % on the market',
    ],
    quality_flight_12: [
      'Flight to Quality 12%',
      'mild',
      { factors: { market: -0.05, quality: 0.12 } },
      'The market falls by 5 %, and profitable, stable companies gain 12 % on it',
    ],
  },
  volatility: {
    vix_spike_150: [
      'VIX Spike 150%',
      'severe',
      { factors: { market: -0.15, low_volatility: -0.25 }, volatility_percent: 150 },
      'The market falls by 15 %, calm stocks lose 25 % on it, and the volatility of every option rises by 150 % of itself',
    ],
    liquidity_crisis: [
      'Liquidity Crisis',
      'severe',
      { factors: { market: -0.2, low_volatility: -0.3, quality: 0.15, size: -0.1 } },
      'The market falls by 20 %; calm stocks lose 30 % and small ones 10 % on it, stable companies gain 15 %',
    ],
  },
  historical: {
    financial_crisis_2008: [
      '2008 Financial Crisis Replay',
      'extreme',
      market(fallOf(BEAR_MARKETS.financialCrisis)),
      replay(BEAR_MARKETS.financialCrisis),
    ],
    covid_crash_2020: [
      'COVID-19 Crash Replay (March 2020)',
      'extreme',
      market(fallOf(BEAR_MARKETS.covid)),
      replay(BEAR_MARKETS.covid),
    ],
    dotcom_crash_2000: [
      'Dot-Com Crash Replay (2000-2002)',
      'extreme',
      market(fallOf(BEAR_MARKETS.dotcom)),
      replay(BEAR_MARKETS.dotcom),
    ],
  },
};

/** The contract's scenarios, in its order. A test keeps the rows of `stress_test_scenarios` equal to these. */
export const STRESS_SCENARIOS: readonly StressScenario[] = Object.entries(BUILT_IN).flatMap(([category, scenarios]) =>
  Object.entries(scenarios).map(([id, [name, severity, shocks, description]]) => ({
    ...{ id, name, description, category: category as StressCategory, severity, shocks, version: 1 },
  })),
);
