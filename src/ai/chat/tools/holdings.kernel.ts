import { Decimal } from 'decimal.js';

/** One open lot, as a reader gives it. */
export interface LotFigures {
  readonly symbol: string;
  readonly name: string | null;
  readonly investmentClass: string;
  /** Signed: negative is short. */
  readonly quantity: number;
  readonly entryPrice: number;
  readonly price: number | null;
  readonly priceDate: string | null;
  readonly marketValue: number | null;
  readonly unrealizedPnl: number | null;
  readonly weight: number | null;
}

/** All lots of one symbol together: four purchases of one share are one holding. */
export interface SymbolHolding extends Omit<LotFigures, 'entryPrice'> {
  readonly lots: number;
  /** Average of the lots by quantity; null where long and short lots meet, since no price stands for both. */
  readonly entryPrice: number | null;
}

/**
 * Lots of one symbol summed exactly, the largest market value first. A private asset may bear the symbol of a listed
 * one and stays apart. A figure that one of the lots lacks is null: part of a sum is not the sum.
 */
export function holdingsBySymbol(lots: readonly LotFigures[]): readonly SymbolHolding[] {
  const bySymbol = new Map<string, LotFigures[]>();
  for (const lot of lots) {
    const key = `${lot.investmentClass === 'PRIVATE' ? 'private' : 'listed'} ${lot.symbol}`;
    const same = bySymbol.get(key);
    if (same) same.push(lot);
    else bySymbol.set(key, [lot]);
  }
  return [...bySymbol.values()].map(together).sort(bySize);
}

function together(lots: readonly LotFigures[]): SymbolHolding {
  const [first] = lots;
  if (first === undefined) throw new RangeError('a holding has a lot');
  const { symbol, name, investmentClass, price, priceDate } = first;
  return {
    ...{ symbol, name, investmentClass, price, priceDate },
    lots: lots.length,
    quantity: sumOf(lots.map(({ quantity }) => quantity)) ?? 0,
    entryPrice: averageEntryPrice(lots),
    marketValue: sumOf(lots.map(({ marketValue }) => marketValue)),
    unrealizedPnl: sumOf(lots.map(({ unrealizedPnl }) => unrealizedPnl)),
    weight: sumOf(lots.map(({ weight }) => weight)),
  };
}

function averageEntryPrice(lots: readonly LotFigures[]): number | null {
  const sides = new Set(lots.map(({ quantity }) => Math.sign(quantity)));
  if (sides.size > 1) return null;
  const quantity = Decimal.sum(...lots.map((lot) => lot.quantity));
  if (quantity.isZero()) return null;
  const cost = Decimal.sum(...lots.map((lot) => new Decimal(lot.quantity).times(lot.entryPrice)));
  return cost.div(quantity).toDecimalPlaces(8).toNumber();
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : Decimal.sum(0, ...known).toNumber();
}

const bySize = (a: SymbolHolding, b: SymbolHolding): number =>
  Math.abs(b.marketValue ?? 0) - Math.abs(a.marketValue ?? 0) || (a.symbol < b.symbol ? -1 : 1);

const LONG_SYMBOL = 5;
/** Words of many names, which alone name none of them. */
const COMMON = new Set(
  'inc corp corporation company co group holding holdings class plc ltd the of and in fund funds trust etf index total stock stocks share shares market markets portfolio'.split(
    ' ',
  ),
);

/**
 * What somebody means who writes these names: the holdings with that symbol, in any case and with or without what divides
 * a share class ("brk.b" is BRK-B); where there is none, those whose symbol or name has all of its words ("Apple").
 */
export function namedHoldings<Holding extends { readonly symbol: string; readonly name: string | null }>(
  holdings: readonly Holding[],
  names: readonly string[],
): { readonly found: readonly Holding[]; readonly missing: readonly string[] } {
  const matches = names.map((name) => {
    const exact = holdings.filter(({ symbol }) => keyOf(symbol) === keyOf(name));
    return exact.length > 0 ? exact : holdings.filter((holding) => hasWords(holding, name));
  });
  const found = new Set(matches.flat());
  return {
    found: holdings.filter((holding) => found.has(holding)),
    missing: names.filter((_, index) => matches[index]?.length === 0),
  };
}

const keyOf = (symbol: string): string => symbol.toUpperCase().replace(/[^\p{L}\d]/gu, '');

function hasWords(
  { symbol, name }: { readonly symbol: string; readonly name: string | null },
  wanted: string,
): boolean {
  const words = wordsOf(wanted).filter((word) => !COMMON.has(word) && word.length > 2);
  const own = new Set(wordsOf(`${symbol} ${name ?? ''}`));
  const [only = ''] = words;
  // "Google" is GOOGL, whatever the company is called; shorter symbols begin too many words.
  if (words.length === 1 && symbol.length >= LONG_SYMBOL && only.startsWith(symbol.toLowerCase())) return true;
  return words.length > 0 && words.every((word) => own.has(word));
}

/** Without the ending of a plural or possessive: "bonds" and "Apple's" are "bond" and "apple". */
const wordsOf = (text: string): readonly string[] =>
  (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\d]+(?:'s)?/gu) ?? []
  ).map((word) => word.replace(/'s$/, '').replace(/(?<=\p{L}{3})s$/u, ''));
