import { valueOrNull } from '../../shared/outcome.js';
import type { LoadedPortfolio } from '../batch/hypothetical-book.service.js';
import type { ValuedSession } from '../batch/portfolio-replay.kernel.js';
import { lastOf } from '../calculations/numeric/window.kernel.js';
import { exposedBook, type ExposedBook, plainBook } from '../calculations/option-exposure/exposed-book.js';
import { optionGreeks } from '../calculations/option-greeks/option-greeks.calculation.js';
import { yearsToExpiry } from '../calculations/option-greeks/option-subject.kernel.js';
import { ASSUMED_RATE } from '../calculations/option-pricing/assumed-rate.kernel.js';
import type { CalculationTrace } from './calculation-trace.js';
import type {
  ExplainedHolding,
  ExplainedInputs,
  ExplainedOption,
  ExplainedSeries,
  PriceOrigin,
} from './explanation-view.js';
import { type Explanation, numbersOf, type SeriesRole } from './explanation.js';

/** What some explanations read together. */
export interface Wanted {
  readonly window: number;
  readonly series: ReadonlySet<SeriesRole>;
  readonly readsOptions: boolean;
}

export const wantedBy = (explanations: readonly Explanation[]): Wanted => ({
  window: Math.max(0, ...explanations.map(({ window }) => window)),
  series: new Set(explanations.flatMap(({ series }) => series)),
  readsOptions: explanations.some(({ readsOptions }) => readsOptions),
});

/** The inputs of a computed book as the calculations read them, from the session's end back. */
export function explainedInputs(
  loaded: LoadedPortfolio,
  { valuation, previousNetAssetValue }: ValuedSession,
  trace: CalculationTrace,
  wanted: Wanted,
  prices: readonly PriceOrigin[],
): ExplainedInputs {
  const { portfolio } = valuation;
  return {
    dataset: loaded.panel.dataset,
    netAssetValue: portfolio.netAssetValue.toNumber(),
    previousNetAssetValue: previousNetAssetValue?.toNumber() ?? null,
    cash: portfolio.cash.toNumber(),
    dailyFlow: portfolio.dailyFlow.toNumber(),
    sessions: sessionsOf(loaded, wanted.window),
    holdings: holdingsOf(loaded, valuation.positions, trace),
    options: wanted.readsOptions ? optionsOf(trace) : [],
    series: seriesOf(trace, wanted, (id) => loaded.instruments.subject(id).symbol),
    prices,
  };
}

/** The sessions of the longest window; fewer where the dataset or the calendar begins later. */
export function sessionsOf({ panel, session }: LoadedPortfolio, window: number): string[] {
  const end = panel.sessions.indexOf(session) + 1;
  return panel.sessions.slice(Math.max(0, end - window), end);
}

/** Without Greeks an option stands for its value. */
const exposed = (trace: CalculationTrace): ExposedBook =>
  trace.of(optionGreeks).ok ? exposedBook(trace.book, trace.earlier) : plainBook(trace.book);

function holdingsOf(
  { panel, instruments }: LoadedPortfolio,
  positions: ValuedSession['valuation']['positions'],
  trace: CalculationTrace,
): ExplainedHolding[] {
  const { book } = trace;
  const exposures = exposed(trace);
  const lotsOf = new Map<string, (typeof positions)[number][]>();
  for (const lot of positions) lotsOf.set(lot.instrumentId, [...(lotsOf.get(lot.instrumentId) ?? []), lot]);
  return book.instrumentIds.map((instrumentId, i) => {
    const lots = lotsOf.get(instrumentId) ?? [];
    const [first] = lots;
    const proxy = instruments.proxyOf(instrumentId);
    return {
      ...{ instrumentId, symbol: instruments.subject(instrumentId).symbol, lots: lots.length },
      quantity: lots.reduce((sum, { quantity }) => sum + quantity.toNumber(), 0),
      ...{ price: first?.price?.toNumber() ?? null, priceDate: first?.priceDate ?? null },
      ...{ priceStatus: first?.status ?? 'unpriced', basis: panel.basisOf(instrumentId) },
      ...{ marketValue: book.marketValues[i] ?? 0, weight: valueOrNull(book.weights)?.[i] ?? null },
      ...{ bearerId: exposures.bearers[i] ?? instrumentId, exposure: exposures.exposures[i] ?? 0 },
      exposureWeight: valueOrNull(exposures.weights)?.[i] ?? null,
      shares: finite(book.optionShares?.[i]),
      ownVolatility: finite(book.ownVolatilities?.[i]),
      ...{ indexId: proxy?.indexId ?? null, indexBeta: proxy?.beta ?? null },
    };
  });
}

function optionsOf({ book: { symbols, session } }: CalculationTrace): ExplainedOption[] {
  return [...(symbols.options ?? [])].map(([instrumentId, option]) => ({
    ...{ instrumentId, symbol: symbols.subjects[symbols.placeOf.get(instrumentId) ?? -1]?.symbol ?? '' },
    ...{ type: option.type, style: option.style, strike: option.strike, expirationDate: option.expirationDate },
    ...{ timeToExpiry: yearsToExpiry(option, session), underlyingId: option.underlyingId },
    ...{ price: valueOrNull(option.price), spot: valueOrNull(option.spot), dividends: option.dividends },
    rate: ASSUMED_RATE,
  }));
}

/** Those without any return in the window are left out. */
function seriesOf(
  { book }: CalculationTrace,
  { window, series }: Wanted,
  symbolOf: (id: string) => string,
): ExplainedSeries[] {
  const { symbols, instrumentIds } = book;
  const own = new Map<string, Float64Array>();
  if (series.has('holdings')) instrumentIds.forEach((id, i) => own.set(id, book.returns[i] ?? new Float64Array()));
  if (series.has('symbols')) {
    symbols.subjects.forEach(({ instrumentId }, i) => own.set(instrumentId, symbols.returns[i] ?? new Float64Array()));
  }
  const entry = (
    role: ExplainedSeries['role'],
    instrumentId: string | null,
    symbol: string,
    returns: Float64Array,
  ): ExplainedSeries[] => {
    const recent = numbersOf(lastOf(returns, window));
    return recent.some((value) => value !== null) ? [{ role, instrumentId, symbol, returns: recent }] : [];
  };
  const { benchmark, factors } = symbols;
  return [
    ...[...own].flatMap(([id, returns]) => entry('instrument', id, symbolOf(id), returns)),
    ...(series.has('benchmark') && benchmark ? entry('benchmark', null, benchmark.symbol, benchmark.returns) : []),
    ...(series.has('factors')
      ? [...factors].flatMap(([symbol, returns]) => entry('factor', null, symbol, returns))
      : []),
  ];
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
