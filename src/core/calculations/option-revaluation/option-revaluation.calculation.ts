import { calculation, type Results, type SymbolSet } from '../calculation.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { revaluedReturns } from './option-revaluation.kernel.js';

/** Returns of options, aligned with those of the set; by instrument. */
export type RevaluedSeries = ReadonlyMap<string, Float64Array>;

/**
 * What each option would have returned at every past move of its underlying, from its price of the session: once an option,
 * for all that hold it. Only options with Greeks have an entry. It stores nothing.
 */
export const optionRevaluation = calculation({
  name: 'option-revaluation',
  version: 1,
  subject: 'symbol',
  after: [optionGreeks.name],
  compute: ({ options = new Map(), placeOf, returns }: SymbolSet, earlier: Results): RevaluedSeries => {
    const series = new Map<string, Float64Array>();
    for (const [id, outcome] of earlier.of(optionGreeks)) {
      const option = options.get(id);
      const underlying = returns[placeOf.get(option?.underlyingId ?? '') ?? -1];
      if (!outcome.ok || !option || !underlying) continue;
      const { price, delta, spot, rate, dividendYield, timeToExpiry, impliedVolatility: volatility } = outcome.value;
      const terms = { type: option.type, strike: option.strike, spot, rate, dividendYield, timeToExpiry, volatility };
      series.set(id, revaluedReturns({ terms, price, delta, isAmerican: option.style === 'AMERICAN' }, underlying));
    }
    return series;
  },
});
