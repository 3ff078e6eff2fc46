import { computed, type Reason } from '../../../shared/outcome.js';
import type { PortfolioBook, Results } from '../calculation.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';

/**
 * A book as what it is exposed to: an option stands for the shares of its underlying that move as it does, signed market
 * value × Δ × spot ÷ price, with the returns, betas and exposures of those. Everything else stands for its value.
 */
export interface ExposedBook extends PortfolioBook {
  /** By place of the book: whose returns count, the instrument's own unless it is an option. */
  readonly bearers: readonly string[];
  /** By place of the book, in its currency; `weights` are these over net asset value. */
  readonly exposures: Float64Array;
  /** By place of the book: change of the exposure when the underlying moves by one per cent; 0 of what is no option. */
  readonly gammas: Float64Array;
  /** Options without Greeks, which count by their value, and why: by instrument. */
  readonly plain: ReadonlyMap<string, Reason>;
  readonly options: number;
}

/** The book by values alone: the plain view. */
export const plainBook = (book: PortfolioBook): ExposedBook => ({
  ...book,
  bearers: book.instrumentIds,
  exposures: book.marketValues,
  gammas: new Float64Array(book.instrumentIds.length),
  plain: new Map(),
  options: 0,
});

/** Of one per cent. */
const A_MOVE = 0.01;

/** Without options everything is as the book has it, to the last digit. */
export function exposedBook(book: PortfolioBook, earlier: Results): ExposedBook {
  const { instrumentIds, marketValues, symbols, netAssetValue } = book;
  const known = symbols.options ?? new Map<string, never>();
  const options = instrumentIds.filter((id) => known.has(id)).length;
  if (options === 0) return plainBook(book);
  const gammas = new Float64Array(instrumentIds.length);
  const plain = new Map<string, Reason>();

  const greeks = earlier.of(optionGreeks);
  const exposures = marketValues.slice();
  const bearers = [...instrumentIds];
  const returns = [...book.returns];
  for (const [i, id] of instrumentIds.entries()) {
    const option = known.get(id);
    if (!option) continue;
    const own = greeks.get(id);
    if (!own?.ok || option.underlyingId === null) {
      plain.set(id, own && !own.ok ? own.reason : 'not-applicable');
      continue;
    }
    const { price, spot, delta, gamma } = own.value;
    const shares = (marketValues[i] ?? 0) / price;
    exposures[i] = shares * delta * spot;
    gammas[i] = shares * gamma * spot * spot * A_MOVE;
    bearers[i] = option.underlyingId;
    returns[i] = symbols.returns[symbols.placeOf.get(option.underlyingId) ?? -1] ?? returns[i] ?? new Float64Array();
  }
  const weights = book.weights.ok ? computed(exposures.map((value) => value / netAssetValue)) : book.weights;
  return { ...book, weights, returns, bearers, exposures, gammas, plain, options };
}

/** By whose returns count, in the order of the book: what nets to nothing is there too. */
export interface NettedExposures {
  readonly ids: readonly string[];
  readonly exposures: Float64Array;
}

/** An option is netted with whatever else moves as its underlying does. */
export function nettedExposures({ bearers, exposures, options }: ExposedBook): NettedExposures {
  if (options === 0) return { ids: bearers, exposures };
  const netted = new Map<string, number>();
  for (const [i, id] of bearers.entries()) netted.set(id, (netted.get(id) ?? 0) + (exposures[i] ?? Number.NaN));
  return { ids: [...netted.keys()], exposures: Float64Array.from(netted.values()) };
}

/** A method, with what it takes options for where there are any. */
export const methodWith = (method: string, { options }: ExposedBook, treatment: 'by-delta' | 'revalued'): string =>
  options === 0 ? method : `${method}; options-${treatment}`;
