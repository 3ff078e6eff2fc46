import { formatMoney, formatMultiple, formatNumber, formatPercent } from '../../src/ai/chat/format.kernel.js';

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
/** As sizes of money are spread: as many between 100 and 1,000 as between 1,000 and 10,000. */
const spread = (random: Random, low: number, high: number): number =>
  Math.exp(between(random, Math.log(low), Math.log(high)));
const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
};

/** A sentence with a figure that no tool gave, in a wording in which answers do give figures. */
export type Shape = (random: Random, symbols: readonly string[]) => string;

const money = (random: Random, low: number, high: number): string => formatMoney(spread(random, low, high), 'USD');
const percent = (random: Random, high: number): string => formatPercent(between(random, 0.001, high));

/** What is claimed of a holding, of the whole portfolio, of what no tool knows, and of nothing in particular. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'value of a holding': (random, symbols) => `Your ${pick(random, symbols)} is worth ${money(random, 5e3, 5e5)}.`,
  'rounded value of a holding': (random, symbols) =>
    `Your ${pick(random, symbols)} position is worth $${formatNumber(spread(random, 5, 500), 1)}k.`,
  'price of a holding': (random, symbols) => `${pick(random, symbols)} trades at ${money(random, 20, 900)}.`,
  'weight of a holding': (random, symbols) => `${pick(random, symbols)} is ${percent(random, 0.12)} of the portfolio.`,
  'gain of a holding': (random, symbols) => `${pick(random, symbols)} is up ${money(random, 500, 5e4)} since purchase.`,
  'beta of a holding': (random, symbols) =>
    `The beta of ${pick(random, symbols)} is ${formatNumber(between(random, 0.2, 2.5))}.`,
  'shares of a holding': (random, symbols) =>
    `You hold ${formatNumber(spread(random, 5, 2000), 0)} shares of ${pick(random, symbols)}.`,
  'lots of a holding': (random, symbols) =>
    `You hold ${pick(random, symbols)} in ${formatNumber(between(random, 5, 40), 0)} lots.`,
  'net asset value': (random) => `Your portfolio is worth $${formatNumber(spread(random, 0.2, 9), 2)}M.`,
  cash: (random) => `You have ${money(random, 1e3, 1e6)} in cash.`,
  leverage: (random) => `The leverage is ${formatMultiple(between(random, 0.5, 3))}.`,
  volatility: (random) => `The realised volatility is ${percent(random, 0.6)} a year.`,
  'market beta': (random) => `Your market beta is ${formatNumber(between(random, 0.2, 2.5))}.`,
  index: (random) => `The HHI is ${formatNumber(between(random, 100, 9000), 0)}.`,
  'gain of the month': (random) => `The P&L of the month to date is -${money(random, 500, 5e4)}.`,
  'return of the day': (random) => `You were down ${percent(random, 0.09)} on the day.`,
  'positions held': (random) => `You have ${formatNumber(between(random, 45, 400), 0)} positions.`,
  'Sharpe ratio': (random) => `The Sharpe ratio is ${formatNumber(between(random, 0.1, 3))}.`,
  'value at risk': (random) => `The value at risk comes to ${money(random, 2e3, 2e5)}.`,
  'share of a sector': (random) => `Technology makes up ${percent(random, 0.6)} of it.`,
  'target price': (random) => `Analysts see a target of ${money(random, 20, 900)}.`,
  'dividend yield': (random) => `The dividend yield is ${percent(random, 0.09)}.`,
  'expected return': (random) => `Expect a return of ${formatPercent(between(random, 0.01, 0.3), 0)} next year.`,
  'number of sectors': (random) => `They fall into ${formatNumber(between(random, 2, 12), 0)} sectors.`,
  'bare money': (random) => `It comes to ${money(random, 100, 2e6)}.`,
  'bare rounded money': (random) => `It comes to $${formatNumber(spread(random, 1, 900), 0)}k.`,
  'bare per cent': (random) => `That is ${percent(random, 0.6)}.`,
  'bare number': (random) => `It is ${formatNumber(spread(random, 1, 5000), 1)}.`,
  'small bare number': (random) => `There are ${formatNumber(between(random, 1, 12), 0)} of them.`,
  date: (random) => `It matures on ${new Date(between(random, 1.6e12, 1.9e12)).toISOString().slice(0, 10)}.`,
};
