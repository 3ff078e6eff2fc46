import { formatMultiple, formatNumber } from '../../chat/format.kernel.js';
import {
  because,
  type Format,
  moneyIn,
  number,
  percent,
  type Row,
  rows,
  sentence,
  text,
} from './figure-wording.kernel.js';

/** Those of the sentences that were singled out; all of them otherwise. */
const chosen = (sentences: Readonly<Record<string, string>>, fields: readonly string[]): string =>
  (fields.length > 0 ? fields : Object.keys(sentences)).map((field) => sentences[field] ?? '').join(' ');

export function value(data: Row): string {
  const worth = number(data, 'net_asset_value');
  return worth === null
    ? sentence(data, 'net_asset_value', 'net asset value', String)
    : `Your portfolio is worth ${moneyIn(data)(worth)}: that is its net asset value.`;
}

export function cash(data: Row): string {
  const own = sentence(data, 'cash', 'cash balance', moneyIn(data));
  return (number(data, 'cash') ?? 0) < 0 ? `${own} It is negative: that much is borrowed.` : own;
}

export function exposure(data: Row, fields: readonly string[]): string {
  const money = moneyIn(data);
  const named = (field: string, name: string): readonly [string, string] => [field, sentence(data, field, name, money)];
  const all = [
    named('long_exposure', 'long exposure'),
    named('short_exposure', 'short exposure'),
    named('gross_exposure', 'gross exposure'),
    named('net_exposure', 'net exposure'),
  ];
  return chosen(Object.fromEntries(all), fields);
}

/** With the two figures that it is the quotient of. */
export function leverage(data: Row, asksForDebt: boolean): string {
  const money = moneyIn(data);
  const [ratio, gross, worth] = [
    number(data, 'leverage'),
    number(data, 'gross_exposure'),
    number(data, 'net_asset_value'),
  ];
  const own =
    ratio === null || gross === null || worth === null
      ? sentence(data, 'leverage', 'leverage (gross exposure over net asset value)', formatMultiple)
      : `The leverage is ${formatMultiple(ratio)}: gross exposure of ${money(gross)} over net asset value of ${money(worth)}.`;
  return asksForDebt ? `${own} ${debt(data, money)}` : own;
}

function debt(data: Row, money: Format): string {
  const balance = number(data, 'cash');
  if (balance === null) return sentence(data, 'cash', 'cash balance', money);
  return balance < 0
    ? `The cash balance is ${money(balance)}, so that much is borrowed.`
    : `The cash balance is ${money(balance)}, so no cash is borrowed.`;
}

export const beta = (data: Row, fields: readonly string[]): string =>
  chosen(
    {
      beta_90d: sentence(data, 'beta_90d', '90-day market beta', formatNumber),
      beta_252d: sentence(data, 'beta_252d', '252-day market beta', formatNumber),
      r_squared_90d: sentence(data, 'r_squared_90d', '90-day R²', formatNumber),
    },
    fields,
  );

const WINDOWS = ['realized_volatility_21d', 'realized_volatility_63d'];

/** With its coverage where that is not full. */
export function volatility(data: Row, fields: readonly string[]): string {
  const own = chosen(
    {
      realized_volatility_21d: volatilityOver(data, 'realized_volatility_21d', '21-day'),
      realized_volatility_63d: volatilityOver(data, 'realized_volatility_63d', '63-day'),
    },
    fields,
  );
  const coverage = number(data, 'coverage');
  const hasFigure = WINDOWS.some(
    (field) => (fields.length === 0 || fields.includes(field)) && number(data, field) !== null,
  );
  const isPartial = hasFigure && coverage !== null && percent(coverage) !== percent(1);
  return isPartial
    ? `${own} That covers ${percent(coverage)} of gross market value; the rest has no known returns.`
    : own;
}

function volatilityOver(data: Row, field: string, window: string): string {
  const figure = number(data, field);
  return figure === null
    ? `There is no ${window} volatility: ${because(data, field)}.`
    : `The ${window} realised volatility is ${percent(figure)} a year.`;
}

export function concentration(data: Row, fields: readonly string[]): string {
  const own = chosen(
    {
      hhi: index(data),
      effective_num_positions: effectiveNumber(data),
      top_3_concentration: sentence(data, 'top_3_concentration', 'top-3 share of gross market value', percent),
      top_10_concentration: sentence(data, 'top_10_concentration', 'top-10 share', percent),
    },
    fields,
  );
  return fields.length > 0 ? own : `${own} ${largestShares(data)}`.trim();
}

function index(data: Row): string {
  const hhi = number(data, 'hhi');
  const name = 'Herfindahl-Hirschman index (HHI)';
  if (hhi === null) return sentence(data, 'hhi', name, String);
  return `The ${name} is ${formatNumber(hhi, 0)}, which counts as ${bandOf(hhi)}.`;
}

function effectiveNumber(data: Row): string {
  const [effective, held] = [number(data, 'effective_num_positions'), number(data, 'symbol_count')];
  const one = (figure: number): string => formatNumber(figure, 1);
  if (effective === null || held === null) {
    return sentence(data, 'effective_num_positions', 'effective number of positions', one);
  }
  return `The effective number of positions is ${one(effective)}, against ${formatNumber(held, 0)} symbols held.`;
}

function largestShares(data: Row): string {
  const shares = rows(data, 'largest').flatMap((row) => {
    const share = number(row, 'share');
    return share === null ? [] : [`${text(row, 'symbol')} ${percent(share)}`];
  });
  return shares.length > 0 ? `The largest by share: ${shares.slice(0, 5).join(', ')}.` : '';
}

/** The bands of the knowledge base; the numbers themselves are quoted from there, with their citation. */
function bandOf(hhi: number): string {
  if (hhi < 1500) return 'diversified';
  return hhi <= 2500 ? 'moderately concentrated' : 'concentrated';
}

export function portfolios(data: Row, asksForSum: boolean): string {
  const all = rows(data, 'portfolios');
  if (all.length === 0) return 'You have no portfolios yet.';
  const lines = all.map((row) => {
    const worth = number(row, 'net_asset_value');
    const asOf = text(row, 'as_of');
    const said = worth === null ? 'not valued yet' : `net asset value ${moneyIn(row)(worth)}`;
    return `- ${text(row, 'name')}: ${said}${asOf === '' ? '' : ` as of ${asOf}`}, ${lots(number(row, 'position_count') ?? 0)}`;
  });
  return ['Your portfolios:', ...lines, ...(asksForSum ? ['', 'I do not add them up.'] : [])].join('\n');
}

export const lots = (count: number): string => `${formatNumber(count, 0)} ${count === 1 ? 'lot' : 'lots'}`;

/** Scenarios by the words that single their category out. */
const CATEGORIES: readonly (readonly [string, RegExp])[] = [
  ['rates', /\brates?\b|yield|treasur|\bfed\b/],
  ['historical', /histor|2008|2020|2000|covid|dot-?com|financial crisis|replay/],
  ['volatility', /volatil|\bvix\b|liquidity/],
  ['rotation', /rotat|growth|value stocks|small (?:cap|compan)|quality/],
];

/** One line a scenario of the category that is asked about, the market's where none is, all where they are asked for. */
export function stress(data: Row, clause: string): string {
  const all = rows(data, 'scenarios');
  if (all.length === 0) return `There are no stress tests: ${because(data, 'scenarios')}.`;
  const asked = CATEGORIES.find(([, words]) => words.test(clause))?.[0];
  const isOfMarket = asked === undefined && /market|stocks?|s&p|crash|\bif\b/.test(clause);
  const chosenRows = all.filter((row) => {
    const category = text(row, 'category');
    return asked === undefined ? !isOfMarket || category === 'market' || category === 'historical' : category === asked;
  });
  const lines = (chosenRows.length === 0 ? all : chosenRows).map((row) => {
    const [amount, share] = [number(row, 'impact_amount'), number(row, 'impact_return')];
    const name = text(row, 'name');
    if (amount === null) return `- ${name}: not computed, as ${because(row, 'impact_amount')}.`;
    const relative = share === null ? '' : ` (${percent(share)} of net asset value)`;
    return `- ${name}: ${moneyIn(data)(amount)}${relative}`;
  });
  return ['What these scenarios would do to the portfolio as it stands:', ...lines].join('\n');
}
