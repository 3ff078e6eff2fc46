import { RATE_FUND } from '../../market-data/factor-funds.kernel.js';

/** A factor of a model: the return of a fund, or of one fund less that of another. */
export interface FactorDefinition {
  /** The contract's name of it. */
  readonly name: string;
  readonly long: string;
  readonly short: string | null;
}

export const FACTOR_MODELS = ['joint', 'style', 'spread', 'rate'] as const;
export type FactorModel = (typeof FACTOR_MODELS)[number];

const MARKET: FactorDefinition = { name: 'Market', long: 'SPY', short: null };
const beyondMarket = (name: string, long: string): FactorDefinition => ({ name, long, short: 'SPY' });

/**
 * joint: what explains risk, its factors nearly independent, all in one regression (ordinary least squares).
 * style: the contract's six styles beyond the market, by ridge, since their funds are much alike.
 * spread: the contract's four long-short spreads, the market in the same regression.
 * rate: long Treasury bonds with the market held fixed.
 */
export const DEFINITIONS: Readonly<Record<FactorModel, readonly FactorDefinition[]>> = {
  joint: [
    MARKET,
    { name: 'Value', long: 'VTV', short: 'VUG' },
    beyondMarket('Momentum', 'MTUM'),
    beyondMarket('Quality', 'QUAL'),
    beyondMarket('Size', 'IWM'),
    beyondMarket('Low Volatility', 'USMV'),
    { name: 'Interest Rates', long: RATE_FUND, short: null },
  ],
  style: [
    MARKET,
    beyondMarket('Value', 'VTV'),
    beyondMarket('Growth', 'VUG'),
    beyondMarket('Momentum', 'MTUM'),
    beyondMarket('Quality', 'QUAL'),
    beyondMarket('Size', 'IWM'),
    beyondMarket('Low Volatility', 'USMV'),
  ],
  spread: [
    MARKET,
    { name: 'Growth-Value Spread', long: 'VUG', short: 'VTV' },
    beyondMarket('Momentum Spread', 'MTUM'),
    beyondMarket('Size Spread', 'IWM'),
    beyondMarket('Quality Spread', 'QUAL'),
  ],
  rate: [MARKET, { name: 'IR Beta', long: RATE_FUND, short: null }],
};

/** Returns of a model's factors from those of the funds; null when a fund has none. */
export function factorReturns(model: FactorModel, funds: ReadonlyMap<string, Float64Array>): Float64Array[] | null {
  const factors = DEFINITIONS[model].map(({ long, short }) => {
    const [bought, sold] = [funds.get(long), short === null ? null : funds.get(short)];
    if (!bought || sold === undefined) return null;
    return sold === null ? bought : bought.map((value, t) => value - (sold[t] ?? Number.NaN));
  });
  return factors.every((factor) => factor !== null) ? factors : null;
}
