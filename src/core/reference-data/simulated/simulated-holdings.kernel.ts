import { SIMULATED_STOCKS } from '../../market-data/simulated/simulated-stocks.kernel.js';
import type { Sector } from '../../market-data/simulated/simulated-instrument.kernel.js';
import { findSimulatedCompany } from './simulated-company.kernel.js';

/** Weights of the sectors in the benchmark of the simulated market, ratios that sum to 1. Rounded inventions. */
export const BENCHMARK_SECTORS: Readonly<Record<Sector, number>> = {
  'Communication Services': 0.095,
  'Consumer Discretionary': 0.105,
  'Consumer Staples': 0.055,
  Energy: 0.03,
  Financials: 0.14,
  'Health Care': 0.095,
  Industrials: 0.085,
  'Information Technology': 0.33,
  Materials: 0.02,
  'Real Estate': 0.02,
  Utilities: 0.025,
};

/** Of sectors without a stock of their own in the simulated market: a fund may hold what has no simulated price. */
const OUTSIDE: Readonly<Record<string, readonly (readonly [symbol: string, name: string, weight: number])[]>> = {
  Materials: [['LIN', 'Linde plc', 1]],
  'Real Estate': [
    ['PLD', 'Prologis, Inc.', 0.3],
    ['AMT', 'American Tower Corporation', 0.25],
    ['WELL', 'Welltower Inc.', 0.25],
    ['EQIX', 'Equinix, Inc.', 0.2],
  ],
};

export interface SimulatedHolding {
  readonly holdingSymbol: string;
  readonly holdingName: string;
  readonly sector: string;
  /** A ratio of the fund, exactly 8 decimals. */
  readonly weight: string;
}

interface Candidate {
  readonly symbol: string;
  readonly name: string;
  readonly sector: string;
  readonly size: number;
}

const STOCKS: readonly Candidate[] = SIMULATED_STOCKS.flatMap(({ symbol, name, sector, anchorPrice }) => {
  const company = findSimulatedCompany(symbol);
  return company && sector ? [{ symbol, name, sector, size: company.shares * Number(anchorPrice) }] : [];
});

/** Funds that hold some of the simulated stocks by their size, and how much of the fund is known. */
const BASKETS: Readonly<Record<string, readonly [symbols: string, known: number]>> = {
  QQQ: ['AAPL AMD AMZN ASML AVGO COST GOOGL LULU META MSFT NFLX NVDA SHOP TSLA', 0.95],
  JEPQ: ['AAPL AMD AMZN AVGO COST GOOGL META MSFT NFLX NVDA TSLA', 0.8],
  XLK: ['AAPL AMD AVGO MSFT NVDA', 0.95],
  IGV: ['MSFT SHOP ZM', 0.6],
  SMH: ['AMD ASML AVGO NVDA', 0.6],
  XLY: ['AMZN F HD LULU TSLA', 0.9],
  MTUM: ['AVGO COST GE JPM META NFLX NVDA', 0.7],
  QUAL: ['AAPL COST GOOGL JNJ META MSFT NVDA PG V XOM', 0.8],
  USMV: ['BRK-B COST JNJ MSFT NEE PG UNH V XOM', 0.5],
  VTV: ['BRK-B C F HD JNJ JPM NEE PG UNH XOM', 0.7],
  VUG: ['AAPL AMD AMZN AVGO COST GOOGL META MSFT NFLX NVDA TSLA V', 0.9],
  SCHD: ['HD JNJ PG XOM', 0.4],
  IWM: ['PTON ROKU', 0.01],
  FCNTX: ['AAPL AMZN AVGO BRK-B COST GOOGL JPM META MSFT NFLX NVDA UNH V', 0.75],
  FMAGX: ['AAPL AMZN AVGO COST GE GOOGL JPM META MSFT NFLX NVDA V', 0.75],
  VTIAX: ['ASML SHOP', 0.02],
};

/**
 * What a fund of the simulated market holds; the list may be a part of it. A fund of the whole market holds each sector
 * with its weight in the benchmark, and within a sector the stocks by their size at the anchor. Nothing is known of bond
 * and commodity funds: none of what they hold has a sector.
 */
export function simulatedHoldings(symbol: string): SimulatedHolding[] {
  if (symbol === 'SPY') return marketHoldings(1);
  // The rest of the total market are small companies that are not simulated.
  if (symbol === 'VTI') return marketHoldings(0.85);
  if (symbol === 'VNQ') return outside('Real Estate', 0.6);
  const basket = BASKETS[symbol];
  if (!basket) return [];
  const names = basket[0].split(' ');
  const held = STOCKS.filter((one) => names.includes(one.symbol));
  return bySize(held, basket[1]);
}

const marketHoldings = (known: number): SimulatedHolding[] =>
  Object.entries(BENCHMARK_SECTORS)
    .flatMap(([sector, weight]) => {
      const held = STOCKS.filter((one) => one.sector === sector);
      return held.length > 0 ? bySize(held, weight * known) : outside(sector, weight * known);
    })
    .sort((a, b) => (a.holdingSymbol < b.holdingSymbol ? -1 : 1));

const outside = (sector: string, total: number): SimulatedHolding[] =>
  (OUTSIDE[sector] ?? []).map(([holdingSymbol, holdingName, weight]) => ({
    ...{ holdingSymbol, holdingName, sector },
    weight: (weight * total).toFixed(8),
  }));

/** The largest takes what rounding leaves, so that the weights sum to the total exactly. */
function bySize(held: readonly Candidate[], total: number): SimulatedHolding[] {
  const all = held.reduce((sum, { size }) => sum + size, 0);
  const units = held.map(({ size }) => Math.floor((size / all) * total * 1e8));
  const largest = units.indexOf(Math.max(...units));
  const rest = Math.round(total * 1e8) - units.reduce((sum, one) => sum + one, 0);
  return held.map(({ symbol, name, sector }, index) => ({
    ...{ holdingSymbol: symbol, holdingName: name, sector },
    weight: (((units[index] ?? 0) + (index === largest ? rest : 0)) / 1e8).toFixed(8),
  }));
}
