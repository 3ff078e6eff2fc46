import { readFileSync } from 'node:fs';

/*
 * Figures computed a second time, in plain doubles and textbook formulas, from the price file alone. Shares no code
 * with the program.
 */

export type PriceTable = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function readPrices(file: string): { table: PriceTable; sessions: string[] } {
  const table = new Map<string, Map<string, number>>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [symbol = '', date = '', close = ''] = line.split(',');
    if (!table.has(symbol)) table.set(symbol, new Map());
    table.get(symbol)!.set(date, Number(close));
  }
  return { table, sessions: [...table.get('SPY')!.keys()].sort() };
}

export interface Holding {
  readonly symbol: string;
  /** Signed. */
  readonly quantity: number;
  readonly entryDate: string;
  readonly entryPrice: number;
  readonly exitDate?: string;
  readonly exitPrice?: number;
}

export interface Day {
  readonly date: string;
  readonly nav: number;
  readonly pnl: number;
  readonly cash: number;
}

const isHeld = ({ entryDate, exitDate }: Holding, date: string): boolean =>
  entryDate <= date && (exitDate === undefined || exitDate > date);

const closeOf = (table: PriceTable, symbol: string, date: string): number => table.get(symbol)!.get(date)!;

export function navOn(
  table: PriceTable,
  holdings: readonly Holding[],
  equity: number,
  date: string,
): { nav: number; cash: number } {
  let cash = equity;
  let value = 0;
  for (const holding of holdings) {
    if (holding.entryDate <= date) cash -= holding.quantity * holding.entryPrice;
    if (holding.exitDate !== undefined && holding.exitDate <= date) cash += holding.quantity * holding.exitPrice!;
    if (isHeld(holding, date)) value += holding.quantity * closeOf(table, holding.symbol, date);
  }
  return { nav: cash + value, cash };
}

/** NAV and P&L of every session; the opening deposit is a flow of the first one. */
export function history(
  table: PriceTable,
  holdings: readonly Holding[],
  equity: number,
  sessions: readonly string[],
): Day[] {
  let before = equity;
  return sessions.map((date) => {
    const { nav, cash } = navOn(table, holdings, equity, date);
    const day = { date, nav, pnl: nav - before, cash };
    before = nav;
    return day;
  });
}

export function returnsUpTo(
  table: PriceTable,
  symbol: string,
  sessions: readonly string[],
  date: string,
  window: number,
): number[] {
  const end = sessions.indexOf(date);
  return Array.from({ length: window }, (_, i) => {
    const at = end - window + 1 + i;
    return closeOf(table, symbol, sessions[at]!) / closeOf(table, symbol, sessions[at - 1]!) - 1;
  });
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function slope(y: readonly number[], x: readonly number[]): number {
  const my = mean(y);
  const mx = mean(x);
  let sxy = 0;
  let sxx = 0;
  for (let i = 0; i < x.length; i += 1) {
    sxy += (x[i]! - mx) * (y[i]! - my);
    sxx += (x[i]! - mx) ** 2;
  }
  return sxy / sxx;
}

export function weights(
  table: PriceTable,
  holdings: readonly Holding[],
  equity: number,
  date: string,
): Map<string, number> {
  const { nav } = navOn(table, holdings, equity, date);
  const result = new Map<string, number>();
  for (const { symbol, quantity } of holdings.filter((holding) => isHeld(holding, date))) {
    result.set(symbol, (result.get(symbol) ?? 0) + (quantity * closeOf(table, symbol, date)) / nav);
  }
  return result;
}

export interface Question {
  readonly table: PriceTable;
  readonly sessions: readonly string[];
  readonly holdings: readonly Holding[];
  readonly equity: number;
  readonly date: string;
}

export const symbolBeta = ({ table, sessions, date }: Question, symbol: string, window: number): number =>
  slope(returnsUpTo(table, symbol, sessions, date, window), returnsUpTo(table, 'SPY', sessions, date, window));

/** Sum of weight times beta over what is held at the close. */
export function portfolioBeta(question: Question, window: number): number {
  let beta = 0;
  for (const [symbol, weight] of weights(question.table, question.holdings, question.equity, question.date)) {
    beta += weight * symbolBeta(question, symbol, window);
  }
  return beta;
}

/** Sample deviation of the returns that today's weights would have had, a year's worth. */
export function portfolioVolatility(question: Question, window: number): number {
  const { table, sessions, holdings, equity, date } = question;
  const series = new Array<number>(window).fill(0);
  for (const [symbol, weight] of weights(table, holdings, equity, date)) {
    returnsUpTo(table, symbol, sessions, date, window).forEach((value, i) => (series[i]! += weight * value));
  }
  const m = mean(series);
  const variance = series.reduce((sum, value) => sum + (value - m) ** 2, 0) / (window - 1);
  return Math.sqrt(variance * 252);
}
