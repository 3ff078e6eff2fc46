import { formatNumber, formatQuantity } from '../../chat/format.kernel.js';
import { namedHoldings } from '../../chat/tools/holdings.kernel.js';
import { type ToolOutcome } from './conversation.kernel.js';
import {
  because,
  type Format,
  listOf,
  moneyIn,
  number,
  percent,
  type Row,
  rows,
  text,
} from './figure-wording.kernel.js';
import { type Request } from './intent.kernel.js';
import { looksLikeSymbol, symbolsNamed } from './plan.kernel.js';
import { verdict } from './pnl-wording.kernel.js';
import { lots } from './portfolio-wording.kernel.js';

/** Largest holdings that are written out. */
const HOLDINGS_SHOWN = 10;
const RANKED_SHOWN = 5;
const NUMBERS: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10 };

/** "39 lots in 30 symbols": several purchases of one share are one holding. */
export function count(data: Row): string {
  const [open, symbols] = [number(data, 'position_count'), number(data, 'symbol_count')];
  if (open === null || symbols === null) return '';
  if (open === 0) return 'There are no open positions.';
  const held = `${formatNumber(symbols, 0)} ${symbols === 1 ? 'symbol' : 'symbols'}`;
  return open === symbols ? `You hold ${held}, one lot each.` : `You hold ${lots(open)} in ${held}.`;
}

export function holdings(data: Row, asOf: string | null): string {
  const all = rows(data, 'holdings');
  if (all.length === 0) return 'There are no open positions.';
  const intro = `${count(data)}${all.length > HOLDINGS_SHOWN ? ' The largest:' : ''}`.trim();
  return [intro, ...lines(all, data, asOf)].filter((line) => line !== '').join('\n');
}

/** The holdings of one kind: shorts, private assets, options. */
export function holdingsOf(kind: 'shorts' | 'privates' | 'options', data: Row, asOf: string | null): string {
  const { is, name } = KINDS[kind];
  const some = rows(data, 'holdings').filter(is);
  if (some.length === 0) return `You hold no ${name}.`;
  return [`Your ${name}${some.length > HOLDINGS_SHOWN ? ', the largest first' : ''}:`, ...lines(some, data, asOf)].join(
    '\n',
  );
}

const KINDS = {
  shorts: { name: 'short positions', is: (row: Row) => (number(row, 'quantity') ?? 0) < 0 },
  privates: { name: 'private assets', is: (row: Row) => text(row, 'investment_class') === 'PRIVATE' },
  options: { name: 'options', is: (row: Row) => text(row, 'investment_class') === 'OPTIONS' },
} as const;

const lines = (some: readonly Row[], data: Row, asOf: string | null): readonly string[] =>
  some.slice(0, HOLDINGS_SHOWN).map((row) => `- ${line(row, asOf, moneyIn(data))}`);

const line = (row: Row, asOf: string | null, money: Format): string =>
  `${text(row, 'symbol')}: quantity ${formatQuantity(number(row, 'quantity') ?? 0)}${inLots(row)}, ${facts(row, asOf, money)}`;

/** "in 4 lots"; nothing for one. */
function inLots(row: Row): string {
  const held = number(row, 'lots') ?? 1;
  return held > 1 ? ` in ${lots(held)}` : '';
}

function facts(row: Row, asOf: string | null, money: Format): string {
  const [price, worth, weight, gain] = ['price', 'market_value', 'weight', 'unrealized_pnl'].map((field) =>
    number(row, field),
  );
  return [
    price == null ? 'no price' : `price ${money(price)}${priceAge(row, asOf)}`,
    worth == null ? 'not valued' : `market value ${money(worth)}`,
    ...(weight == null || worth == null ? [] : [`weight ${percent(weight)} of net asset value`]),
    ...(gain == null ? [] : [`unrealised P&L ${money(gain)}`]),
  ].join(', ');
}

/** A private asset is valued at its newest mark, which is always of an earlier day; a listed one should not be. */
function priceAge(row: Row, asOf: string | null): string {
  const date = text(row, 'price_date');
  if (date === '' || asOf === null || date >= asOf) return '';
  return text(row, 'investment_class') === 'PRIVATE' ? ` (mark of ${date})` : ` (stale price of ${date})`;
}

export function largest(data: Row, clause: string): string {
  const money = moneyIn(data);
  const ranked = rows(data, 'holdings').flatMap((row) => {
    const [worth, weight] = [number(row, 'market_value'), number(row, 'weight')];
    const share = weight === null ? '' : `, ${percent(weight)} of net asset value`;
    return worth === null ? [] : [`${text(row, 'symbol')}, ${money(worth)}${share}`];
  });
  const [first, ...others] = ranked.slice(0, shownOf(clause));
  if (first === undefined) return 'No holding has a market value.';
  return others.length === 0
    ? `Your largest holding is ${first}.`
    : ['Your largest holdings by market value:', ...[first, ...others].map((item) => `- ${item}`)].join('\n');
}

function shownOf(clause: string): number {
  const [, written = ''] = /\btop[ -]?(\d+|two|three|four|five|six|ten)\b/.exec(clause) ?? [];
  const wanted = NUMBERS[written] ?? Number(written);
  if (wanted > 0) return Math.min(wanted, HOLDINGS_SHOWN);
  return /\b(?:holding|position|stock|investment|name|bet|asset|stake|company|fund)\b/.test(clause) ? 1 : RANKED_SHOWN;
}

/** Winners and losers. The only gain that is known by holding is the unrealised one, since purchase. */
export function performers(kind: 'best' | 'worst', { data, isTruncated }: ToolOutcome, clause: string): string {
  const money = moneyIn(data ?? {});
  const sign = kind === 'best' ? 1 : -1;
  const ranked = rows(data ?? {}, 'holdings')
    .map((row) => ({ symbol: text(row, 'symbol'), gain: number(row, 'unrealized_pnl') ?? 0 }))
    .filter(({ gain }) => gain * sign > 0)
    .sort((a, b) => (b.gain - a.gain) * sign);
  const [first, ...others] = ranked.slice(0, RANKED_SHOWN).map(({ symbol, gain }) => `${symbol} with ${money(gain)}`);
  const word = kind === 'best' ? 'gain' : 'loss';
  const among = isTruncated ? 'Among the largest holdings, the' : 'The';
  return [
    first === undefined
      ? `No holding has an unrealised ${word}.`
      : `${among} largest unrealised ${word} is ${first}.${others.length > 0 ? ` Then ${others.length === 1 ? 'comes' : 'come'} ${listOf(others, 'and')}.` : ''}`,
    `That is P&L in money since purchase; by holding I have none for ${spanIn(clause) ?? 'another span'}.`,
  ].join(' ');
}

/** The span of time that a clause names, if it is not all of it. */
const spanIn = (clause: string): string | null => {
  if (/\btoday\b|\byesterday\b|\bday\b|\bdaily\b/.test(clause)) return 'a single day';
  if (/\bmtd\b|\bmonth\b/.test(clause)) return 'the month';
  return /\bytd\b|\byear\b/.test(clause) ? 'the year' : null;
};

/** The holdings that are named, by the figures that are asked of them. */
export function positions(data: Row, { names, fields, clause }: Request, asOf: string | null): string {
  const { found, missing } = namedRows(data, names);
  const money = moneyIn(data);
  const said = found.map((row) => {
    const isCalledOtherwise = !names.some((name) => name.toUpperCase() === text(row, 'symbol').toUpperCase());
    const called = isCalledOtherwise && text(row, 'name') !== '' ? ` (${text(row, 'name')})` : '';
    return position(row, `${text(row, 'symbol')}${called}`, { fields, clause, asOf, money });
  });
  return [...said, ...absent(missing)].join('\n');
}

interface Asked {
  readonly fields: readonly string[];
  readonly clause: string;
  readonly asOf: string | null;
  readonly money: Format;
}

function position(row: Row, name: string, { fields, clause, asOf, money }: Asked): string {
  const sentences = fields.map((field) => positionFigure(row, name, field, { clause, asOf, money }));
  const isExposure = fields.includes('market_value') && /expos/.test(clause);
  if (isExposure) sentences.push('That is the direct holding; what funds hold of it is not counted.');
  if (sentences.length > 0) return sentences.join(' ');
  const quantity = number(row, 'quantity') ?? 0;
  const opening =
    quantity < 0
      ? `You are short ${name}: quantity ${formatQuantity(quantity)}`
      : `You hold ${formatQuantity(quantity)} ${name}`;
  return `${opening}${inLots(row)}, ${facts(row, asOf, money)}.`;
}

function positionFigure(row: Row, name: string, field: string, { clause, asOf, money }: Omit<Asked, 'fields'>): string {
  const figure = number(row, field);
  const isShort = (number(row, 'quantity') ?? 0) < 0;
  switch (field) {
    case 'market_value':
      if (figure === null) return `${name} has no price, so it has no market value.`;
      return isShort
        ? `Your short position in ${name} has a market value of ${money(figure)}.`
        : `Your ${name} is worth ${money(figure)}.`;
    case 'weight':
      return figure === null
        ? `${name} has no weight.`
        : `${name} has a weight of ${percent(figure)} of net asset value.`;
    case 'unrealized_pnl': {
      const span = spanIn(clause);
      const own =
        figure === null
          ? `${name} has no known P&L.`
          : `${verdict(clause, figure)}The unrealised P&L of ${name} since purchase is ${money(figure)}.`;
      return span === null ? own : `${own} I have none of a single holding for ${span}.`;
    }
    case 'quantity':
      return isShort
        ? `You are short ${name}: the quantity is ${formatQuantity(figure ?? 0)}.`
        : `You hold ${formatQuantity(figure ?? 0)} ${name}.`;
    case 'price':
      return figure === null
        ? `${name} has no price.`
        : `The price of ${name} is ${money(figure)}${priceAge(row, asOf)}.`;
    default:
      return figure === null
        ? `${name} has no average entry price.`
        : `The average entry price of ${name} is ${money(figure)}.`;
  }
}

function namedRows(
  data: Row,
  names: readonly string[],
): { readonly found: readonly Row[]; readonly missing: readonly string[] } {
  const held = rows(data, 'holdings').map((row) => {
    const name = text(row, 'name');
    return { symbol: text(row, 'symbol'), name: name === '' ? null : name, row };
  });
  const { found, missing } = namedHoldings(held, names);
  return { found: found.map(({ row }) => row), missing };
}

function absent(names: readonly string[]): readonly string[] {
  const [symbols, words] = [names.filter(looksLikeSymbol), names.filter((name) => !looksLikeSymbol(name))];
  return [
    ...(symbols.length > 0 ? [`There is no open position in ${listOf(symbols)}.`] : []),
    ...(words.length > 0
      ? [
          `I find no open position by the name of ${listOf(words.map((word) => `“${word}”`))}; ask for it by its symbol.`,
        ]
      : []),
  ];
}

/** Betas of the holdings that are named; `resolved` are the results by which a name is known for a symbol. */
export function positionBetas(data: Row, { names, clause }: Request, resolved: readonly ToolOutcome[]): string {
  const symbols = symbolsNamed(names, resolved);
  const held = rows(data, 'position_betas').map((row) => ({ symbol: text(row, 'symbol'), name: null, row }));
  const { found, missing } = namedHoldings(held, symbols);
  const said = found.map(({ symbol, row }) => {
    const [own, error] = [number(row, 'beta_90d'), number(row, 'standard_error')];
    if (own === null) return `There is no 90-day beta of ${symbol}: ${because(row, 'beta_90d')}.`;
    const spread = error === null ? '' : ` Its standard error is ${formatNumber(error)}.`;
    return `The 90-day beta of ${symbol} is ${formatNumber(own)}.${spread}`;
  });
  if (/\brisk/.test(clause)) return [...said, 'There is no volatility of a single position.'].join(' ');
  return [...said, ...absent(missing)].join(' ');
}

/** The volatility that there is is that of the portfolio, which nobody asked for here. */
export const positionVolatility = ({ names }: Request): string =>
  `There is no volatility of a single position such as ${listOf(names)}, only of the whole portfolio. I can look up its beta and its weight.`;
